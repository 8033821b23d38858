package dev.ferrumdeck.gateway.platform.database;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/** The two pools of connections; each thread takes those of its {@link Lane}. Thread-safe. */
class Pools extends AbstractRoutingDataSource {

    Pools(DataSource control, DataSource api) {
        setTargetDataSources(Map.of(Lane.CONTROL, control, Lane.API, api));
        setDefaultTargetDataSource(control);
    }

    @Override
    protected Object determineCurrentLookupKey() {
        return Lane.current();
    }
}
