package dev.ferrumdeck.gateway.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The settings as environment variables, written as people write them. */
class ApprovalsPropertiesTest {
    private static ApprovalsProperties bound(Map<String, Object> environment) {
        StandardEnvironment all = new StandardEnvironment();
        all.getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        ConfigurationPropertySources.attach(all);
        return Binder.get(all).bindOrCreate("ferrumdeck.approvals", ApprovalsProperties.class);
    }

    @Test
    void every_setting_is_read_from_the_environment() {
        ApprovalsProperties set = bound(Map.of(
                "FERRUMDECK_APPROVALS_REQUESTER_MAY_DECIDE", "true",
                "FERRUMDECK_APPROVALS_TRUST_TEMPORAL_SIGNALS", "true",
                "FERRUMDECK_APPROVALS_TICKET_TTL", "3m"));
        assertThat(set).isEqualTo(new ApprovalsProperties(true, true, Duration.ofMinutes(3)));
        assertThat(bound(Map.of("FERRUMDECK_APPROVALS_REQUESTER_MAY_DECIDE", "false"))
                        .requesterMayDecide())
                .isFalse();
        assertThat(bound(Map.of())).isEqualTo(new ApprovalsProperties(false, false, Duration.ofMinutes(10)));
    }
}
