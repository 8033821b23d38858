package dev.ferrumdeck.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL with its data in the home of the stack. PostgreSQL refuses to run as root; as root it is therefore started in
 * a user namespace of its own, where it is nobody.
 */
final class PostgresSpec implements PartSpec {
    private static final String DATABASE = "ferrumdeck";

    private final Layout layout;
    private final int port;
    private final String password;

    PostgresSpec(Layout layout, int port) throws IOException {
        this.layout = layout;
        this.port = port;
        this.password = Secrets.readOrMake(layout.home().resolve("postgres.password"));
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    @Override
    public String version() {
        return PostgresFiles.VERSION;
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** With user and password, for the gateway and for tests. */
    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?user=" + DATABASE + "&password=" + password;
    }

    @Override
    public ProcessBuilder command() throws IOException {
        Path folder = NotRoot.folder(layout.home());
        Path programs = PostgresFiles.unpacked(folder.equals(layout.home()) ? layout.cache() : folder);
        Path data = folder.resolve("postgres");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(programs, data);
        }
        removeStaleLock(data);
        List<String> words = new ArrayList<>(NotRoot.prefix());
        words.addAll(List.of(programs.resolve("bin/postgres").toString(), "-D", data.toString()));
        setting(words, "port", Integer.toString(port));
        setting(words, "listen_addresses", "127.0.0.1");
        setting(words, "unix_socket_directories", "");
        setting(words, "shared_buffers", "64MB");
        setting(words, "max_connections", "100");
        setting(words, "wal_level", "minimal");
        setting(words, "max_wal_senders", "0");
        setting(words, "log_min_messages", "warning");
        return environment(new ProcessBuilder(words));
    }

    @Override
    public boolean ready() {
        try (var connection = DriverManager.getConnection(jdbcUrl() + "&loginTimeout=1&socketTimeout=2")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** SIGINT: a fast shutdown, that does not wait for clients. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    @Override
    public String remedy() {
        return "./ferrumdeck doctor; `down --wipe` clears a broken database; or set DATABASE_URL to a server of your own";
    }

    private void initialise(Path programs, Path data) throws IOException {
        Path fresh = data.resolveSibling("postgres.new");
        Folders.delete(fresh);
        Files.createDirectory(fresh);
        NotRoot.own(fresh);
        Path passwordFile = data.resolveSibling("postgres.pw");
        Files.deleteIfExists(passwordFile);
        Layout.writePrivate(passwordFile, password + "\n");
        NotRoot.own(passwordFile);
        run(
                "",
                programs.resolve("bin/initdb").toString(),
                "-D" + fresh,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-sync",
                "--no-instructions");
        String sql = "CREATE ROLE %1$s LOGIN PASSWORD '%2$s'\nCREATE DATABASE %1$s OWNER %1$s\n"
                .formatted(DATABASE, password);
        run(sql, programs.resolve("bin/postgres").toString(), "--single", "-D", fresh.toString(), "postgres");
        Files.delete(passwordFile);
        Folders.moveIntoPlace(fresh, data);
    }

    private void run(String input, String... command) throws IOException {
        List<String> words = new ArrayList<>(NotRoot.prefix());
        words.addAll(List.of(command));
        Path log = layout.log(name());
        LogFiles.roll(log);
        Process process = environment(new ProcessBuilder(words))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try (var stdin = process.outputWriter()) {
            stdin.write(input);
        } catch (IOException e) {
            // it ended early: its exit code and its log say why
            process.destroy();
        }
        try {
            if (process.waitFor() != 0) {
                throw StackFailure.of("the database cannot be created", log, remedy());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw StackFailure.interrupted();
        }
    }

    private static ProcessBuilder environment(ProcessBuilder builder) {
        ChildEnv.apply(builder, System.getenv(), ChildEnv.NONE, java.util.Map.of("LC_ALL", "C"));
        return builder;
    }

    /** A killed server leaves its lock file; when its pid has since gone to another program, PostgreSQL would refuse. */
    private static void removeStaleLock(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (Files.exists(lock)) {
            String pid = Files.readString(lock).lines().findFirst().orElse("").strip();
            Path name = Path.of("/proc", pid, "comm");
            if (Files.isDirectory(Path.of("/proc/self"))
                    && (!Files.exists(name) || !Files.readString(name).startsWith("postgres"))) {
                Files.delete(lock);
            }
        }
    }

    private static void setting(List<String> words, String name, String value) {
        words.add("-c");
        words.add(name + "=" + value);
    }
}
