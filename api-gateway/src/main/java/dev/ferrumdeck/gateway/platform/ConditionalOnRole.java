package dev.ferrumdeck.gateway.platform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * A bean that exists only where this process has a role: {@code api}, {@code orchestrator} (Temporal workers) or {@code
 * bridge} (relay, sweep, sealing). Read from {@code ferrumdeck.roles}, which is {@code FERRUMDECK_ROLES}; all by
 * default.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Conditional(RoleCondition.class)
public @interface ConditionalOnRole {
    /** The role that is needed. */
    String value();
}
