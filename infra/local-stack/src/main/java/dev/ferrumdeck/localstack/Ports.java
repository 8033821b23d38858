package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Chooses ports on the loopback address: the wanted one when it is free, else any other, and says so. */
final class Ports {
    private final boolean anyFree;
    private final Consumer<String> say;
    private final Set<Integer> given = new HashSet<>();

    Ports(boolean anyFree, Consumer<String> say) {
        this.anyFree = anyFree;
        this.say = say;
    }

    /** The port for a purpose; never the same one twice. */
    synchronized int choose(String purpose, int wanted) {
        if (!anyFree && !given.contains(wanted) && isFree(wanted)) {
            given.add(wanted);
            return wanted;
        }
        int port = free();
        if (!anyFree) {
            say.accept("port %d for %s is taken; using %d".formatted(wanted, purpose, port));
        }
        return port;
    }

    /** Any free port that was not given before. */
    synchronized int free() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (given.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                break;
            }
        }
        throw StackFailure.of("no free TCP port on 127.0.0.1", "close some programs, or see `ulimit -n`");
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
}
