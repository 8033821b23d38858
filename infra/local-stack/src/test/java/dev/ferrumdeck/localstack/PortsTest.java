package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortsTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void takes_the_wanted_port_when_it_is_free() {
        Ports ports = new Ports(false, said::add);
        int wanted = ports.free();

        assertThat(new Ports(false, said::add).choose("gateway", wanted)).isEqualTo(wanted);
        assertThat(said).isEmpty();
    }

    @Test
    void takes_another_port_when_the_wanted_one_is_taken_and_says_so() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int wanted = other.getLocalPort();
            int chosen = new Ports(false, said::add).choose("Redis", wanted);

            assertThat(chosen).isNotEqualTo(wanted);
            assertThat(said).containsExactly("port %d for Redis is taken; using %d".formatted(wanted, chosen));
        }
    }

    @Test
    void never_gives_a_port_twice() {
        Ports ports = new Ports(true, said::add);
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            assertThat(given.add(ports.free())).isTrue();
        }
        assertThat(ports.choose("gateway", given.iterator().next())).isNotIn(given);
        assertThat(said).as("any port is as good as another").isEmpty();
    }
}
