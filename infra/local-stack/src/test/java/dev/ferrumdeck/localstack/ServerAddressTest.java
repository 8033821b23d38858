package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db.example:5433/fd?user=a&password=b, db.example:5433",
        "postgresql://user:pw@db.example/fd, db.example:5432",
        "postgresql://127.0.0.1:15432/fd, 127.0.0.1:15432"
    })
    void reads_both_forms_of_database_urls(String url, String address) {
        assertThat(ServerAddress.ofDatabase(url)).hasToString(address);
    }

    @Test
    void an_unreadable_address_is_told_without_its_password() {
        assertThatThrownBy(() -> ServerAddress.ofUrl("postgresql://user:s3cret@", 1))
                .isInstanceOf(StackFailure.class)
                .hasMessageNotContaining("s3cret")
                .hasMessageContaining("fix:");
    }
}
