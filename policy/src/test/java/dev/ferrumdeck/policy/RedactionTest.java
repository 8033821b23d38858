package dev.ferrumdeck.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    // put together at run time, so that no scanner takes the tests for a leak
    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIA|ABCDEFGHIJKLMNOP",
                "sk-|proj-abcdefghijklmnopqrst",
                "fd_live_|0123456789abcdef",
                "ghp_|abcdefghijklmnopqrstuvwxyz0123456789",
                "eyJ|hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
                "-----BEGIN RSA PRIVATE| KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----",
            })
    void known_forms_are_masked_anywhere_in_a_text(String form) {
        String secret = form.replace("|", "");

        assertThat(Redaction.text("before " + secret + " after")).isEqualTo("before [redacted] after");
    }

    @Test
    void what_leads_to_a_secret_stays_readable() {
        assertThat(Redaction.text("Authorization: Bearer abcdefgh12345678"))
                .isEqualTo("Authorization: Bearer [redacted]");
        assertThat(Redaction.text("postgresql://app:hunter22@db:5432/x"))
                .isEqualTo("postgresql://app:[redacted]@db:5432/x");
        assertThat(Redaction.text("password=hunter22&user=ann")).isEqualTo("password=[redacted]&user=ann");
    }

    @Test
    void a_cut_off_private_key_is_masked_to_the_end() {
        assertThat(Redaction.text("x -----BEGIN PRIVATE" + " KEY-----\nMIIEpAIB"))
                .isEqualTo("x [redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund of order 4711 to ann@example.com", "risk-free task-123", "https://example.com/a:b"})
    void plain_text_stays_as_it_is(String text) {
        assertThat(Redaction.text(text)).isEqualTo(text);
    }

    @Test
    void values_of_telling_keys_are_masked_at_any_depth() {
        Object masked = Redaction.value(Map.of(
                "user", "ann",
                "db", Map.of("dbPassword", "x", "tokens", 5, "max_token", 7),
                "list", List.of(Map.of("X-Auth-Token", "abc"), "Bearer abcdefgh12345678")));

        assertThat(masked)
                .isEqualTo(Map.of(
                        "user", "ann",
                        "db", Map.of("dbPassword", "[redacted]", "tokens", 5, "max_token", 7),
                        "list", List.of(Map.of("X-Auth-Token", "[redacted]"), "Bearer [redacted]")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"password", "api_key", "apiKey", "API-KEY", "client_secret", "Authorization", "accessToken"})
    void these_keys_name_secrets(String key) {
        assertThat(Redaction.isSecretKey(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokenizer", "secretary", "author", "max_tokens", "key", "passwordless"})
    void these_keys_do_not(String key) {
        assertThat(Redaction.isSecretKey(key)).isFalse();
    }
}
