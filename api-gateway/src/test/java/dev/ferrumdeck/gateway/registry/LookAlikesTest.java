package dev.ferrumdeck.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookAlikesTest {
    @ParameterizedTest
    @CsvSource({
        "orders.refund, orders.Refund, true",
        "mail.send, rnail.send, true",
        "Invoice, lnvoice, true",
        "v10, v1O, true",
        "v10, vlo, true",
        "orders.refund, orders.refund, false",
        "db.read, db_read, false",
        "fail, fall, false",
        "v1, v2, false"
    })
    void names_that_people_cannot_tell_apart_are_found(String name, String other, boolean alike) {
        assertThat(LookAlikes.of(name, List.of(other)).isPresent()).isEqualTo(alike);
        assertThat(LookAlikes.of(other, List.of(name)).isPresent()).isEqualTo(alike);
    }
}
