package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Chooses ports on the loopback address: the one that this stack had before, else the wanted one, else any other, and says
 * so. A chosen port is held until {@link #close}, by a UDP socket of the same number: the TCP port must stay free for the
 * program that will take it, and another stack that chooses at the same time must not choose it too.
 */
final class Ports implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final boolean anyFree;
    private final @Nullable Path memory;
    private final Consumer<String> say;
    private final Map<Integer, DatagramSocket> held = new HashMap<>();
    private final Map<String, Integer> chosen = new LinkedHashMap<>();

    Ports(boolean anyFree, Consumer<String> say) {
        this(anyFree, null, say);
    }

    /** @param memory the file that remembers the ports from one start to the next; null: none does */
    Ports(boolean anyFree, @Nullable Path memory, Consumer<String> say) {
        this.anyFree = anyFree;
        this.memory = anyFree ? null : memory;
        this.say = say;
        recall();
    }

    /** The port for a purpose; never the same one twice. */
    synchronized int choose(String purpose, int wanted) {
        if (anyFree) {
            return free();
        }
        int before = chosen.getOrDefault(purpose, wanted);
        int port = take(before) ? before : take(wanted) ? wanted : free();
        if (port != before) {
            say.accept("port %d for %s is taken; using %d".formatted(before, purpose, port));
        }
        chosen.put(purpose, port);
        remember();
        return port;
    }

    /** Any free port that was not given before. */
    synchronized int free() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = socket.getLocalPort();
                if (hold(port)) {
                    return port;
                }
            } catch (IOException e) {
                break;
            }
        }
        throw StackFailure.of("no free TCP port on 127.0.0.1", "close some programs, or see `ulimit -n`");
    }

    private boolean take(int port) {
        return !held.containsKey(port) && isFree(port) && hold(port);
    }

    private boolean hold(int port) {
        if (held.containsKey(port)) {
            return false;
        }
        try {
            held.put(port, new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void recall() {
        try {
            if (memory != null && Files.exists(memory)) {
                JSON.readTree(Files.readString(memory))
                        .properties()
                        .forEach(it -> chosen.put(it.getKey(), it.getValue().asInt(0)));
            }
        } catch (IOException | JacksonException e) {
            chosen.clear();
        }
    }

    private void remember() {
        try {
            if (memory != null) {
                Layout.writePrivate(memory, JSON.writeValueAsString(chosen) + "\n");
            }
        } catch (IOException e) {
            say.accept("the ports cannot be remembered: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        held.values().forEach(DatagramSocket::close);
        held.clear();
    }
}
