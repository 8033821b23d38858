package dev.ferrumdeck.gateway.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.ferrumdeck.gateway.testing.GatewayTestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolsTest {
    private final DatabaseProperties properties = new DatabaseProperties(
            GatewayTestDatabase.create().url(),
            2,
            2,
            Duration.ofMillis(300),
            Duration.ofSeconds(30),
            Duration.ofMillis(200));
    private final DatabaseConfiguration configuration = new DatabaseConfiguration();
    private final HikariDataSource control = configuration.controlPool(properties);
    private final HikariDataSource api = configuration.apiPool(properties);
    private final DataSource pools = pools();
    private final List<Connection> taken = new ArrayList<>();

    private DataSource pools() {
        Pools both = new Pools(control, api);
        both.afterPropertiesSet();
        return both;
    }

    @AfterEach
    void close() {
        Lane.leave();
        api.close();
        control.close();
    }

    @Test
    void runs_have_connections_when_requests_have_taken_all_of_theirs() throws SQLException {
        Lane.enterApi();
        taken.add(pools.getConnection());
        taken.add(pools.getConnection());
        assertThatThrownBy(pools::getConnection).isInstanceOf(SQLException.class);
        Lane.leave();
        try (Connection connection = pools.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    @Test
    void a_statement_of_a_request_ends_with_its_time() {
        Lane.enterApi();
        assertThatThrownBy(() -> {
                    try (Connection connection = pools.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute("SELECT pg_sleep(20)");
                    }
                })
                .hasMessageContaining("statement timeout");
    }
}
