package dev.ferrumdeck.gateway.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
    @Test
    void the_form_of_drivers_is_taken_as_it_is() {
        String url = "jdbc:postgresql://db:5432/fd?user=me&password=secret";
        assertThat(DatabaseUrl.parse(url).jdbcUrl()).isEqualTo(url);
        assertThat(DatabaseUrl.parse(url).toString()).doesNotContain("secret");
    }

    @Test
    void the_form_of_platforms_is_taken_apart() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://me:p%40ss+word:x@db:6432/fd?sslmode=require");
        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db:6432/fd?sslmode=require");
        assertThat(url.user()).isEqualTo("me");
        assertThat(url.password()).isEqualTo("p@ss+word:x");
        assertThat(url.toString()).doesNotContain("p@ss");
        assertThat(DatabaseUrl.parse("postgres://db/fd"))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql://db/fd", null, null));
    }

    @Test
    void anything_else_is_refused_without_repeating_it() {
        assertThatThrownBy(() -> DatabaseUrl.parse("mysql://me:secret@db/fd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("secret");
    }
}
