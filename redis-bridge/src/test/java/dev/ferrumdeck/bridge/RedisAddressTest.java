package dev.ferrumdeck.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    @Test
    void reads_host_port_and_tls() {
        RedisAddress plain = RedisAddress.parse("redis://10.0.0.7:7000/2");
        assertThat(plain.host()).isEqualTo("10.0.0.7");
        assertThat(plain.port()).isEqualTo(7000);
        assertThat(plain.tls()).isFalse();
        assertThat(RedisAddress.parse("rediss://user:pw@cache.example.com").tls())
                .isTrue();
        assertThat(RedisAddress.parse("redis://localhost").port()).isEqualTo(6379);
    }

    @Test
    void never_shows_the_password() {
        assertThat(RedisAddress.parse("rediss://user:s3cret@h:1/0").toString()).isEqualTo("rediss://h:1/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:6379", "http://x", "redis://:s3cret@:x"})
    void says_what_form_it_expects_and_does_not_repeat_the_text(String url) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("REDIS_URL must read redis://")
                .hasMessageNotContaining("s3cret");
    }
}
