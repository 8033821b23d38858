package dev.ferrumdeck.gateway.platform.secrets;

import java.security.SecureRandom;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Secrets of the installation, the same in every replica: the first that needs one makes it. Thread-safe. */
@Component
public class ServerSecrets {
    private final JdbcClient jdbc;
    private final SecureRandom random = new SecureRandom();

    public ServerSecrets(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A random secret of 32 bytes. */
    public byte[] random32(String name) {
        return get(name, () -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    /** The secret with this name; made by {@code maker} when there is none. Idempotent by name: the first one stays. */
    public byte[] get(String name, Supplier<byte[]> maker) {
        return jdbc.sql("SELECT value FROM server_secrets WHERE name = :name")
                .param("name", name)
                .query(byte[].class)
                .optional()
                .orElseGet(() -> make(name, maker.get()));
    }

    private byte[] make(String name, byte[] value) {
        jdbc.sql("INSERT INTO server_secrets (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")
                .param("name", name)
                .param("value", value)
                .update();
        return jdbc.sql("SELECT value FROM server_secrets WHERE name = :name")
                .param("name", name)
                .query(byte[].class)
                .single();
    }
}
