package dev.ferrumdeck.gateway.platform;

import java.util.Arrays;
import java.util.Map;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Looks for the wanted role in the property {@code ferrumdeck.roles}. */
class RoleCondition implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, Object> attributes = metadata.getAnnotationAttributes(ConditionalOnRole.class.getName());
        if (attributes == null) {
            return false;
        }
        String roles = context.getEnvironment().getProperty("ferrumdeck.roles", "api,orchestrator,bridge");
        return Arrays.stream(roles.split(","))
                .map(String::strip)
                .anyMatch(role -> role.equals(attributes.get("value")));
    }
}
