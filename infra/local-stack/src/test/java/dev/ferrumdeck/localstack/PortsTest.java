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
    @org.junit.jupiter.api.io.TempDir
    private java.nio.file.Path folder = java.nio.file.Path.of("");

    private final List<String> said = new ArrayList<>();

    @Test
    void takes_the_wanted_port_when_it_is_free() {
        int wanted;
        try (Ports ports = new Ports(false, said::add)) {
            wanted = ports.free();
        }

        assertThat(new Ports(false, said::add).choose("gateway", wanted)).isEqualTo(wanted);
        assertThat(said).isEmpty();
    }

    @Test
    @SuppressWarnings("try") // a stack that gives its port back, and takes it again
    void two_stacks_that_choose_at_the_same_time_choose_different_ports() {
        try (Ports one = new Ports(false, said::add);
                Ports other = new Ports(false, said::add)) {
            int wanted = one.free();
            one.close();
            assertThat(one.choose("gateway", wanted)).isEqualTo(wanted);
            assertThat(other.choose("gateway", wanted)).isNotEqualTo(wanted);
        }
    }

    @Test
    void a_chosen_port_stays_also_when_the_wanted_one_is_free_again() throws IOException {
        java.nio.file.Path memory = folder.resolve("ports.json");
        int wanted;
        int chosen;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Ports ports = new Ports(false, memory, said::add)) {
            wanted = other.getLocalPort();
            chosen = ports.choose("gateway", wanted);
        }
        try (Ports again = new Ports(false, memory, said::add)) {
            assertThat(again.choose("gateway", wanted)).isEqualTo(chosen).isNotEqualTo(wanted);
        }
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
