package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.ApiException;
import dev.ferrumdeck.gateway.platform.web.ProblemWriter;
import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** The filter chain: stateless, one key in one header, the table of {@link Routes}, refusals as problems. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(HttpSecurity http, ApiKeys keys, ProblemWriter problems, AuthProperties properties) {
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new BearerFilter(keys, problems), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(rules -> {
                    rules.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                            .permitAll();
                    Routes.OPEN.forEach(open -> rules.requestMatchers(open).permitAll());
                    if (properties.openMetrics()) {
                        rules.requestMatchers("/metrics").permitAll();
                    }
                    Routes.TABLE.forEach(route -> rules.requestMatchers(route.method(), route.pattern())
                            .access(anyOf(route.roles())));
                    rules.anyRequest().access(anyOf(List.of("admin")));
                })
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint(
                                (request, response, e) -> problems.write(request, response, unauthenticated()))
                        .accessDeniedHandler((request, response, e) -> problems.write(
                                request, response, ErrorCode.FORBIDDEN, "This key has no role that may do this.")));
        return http.build();
    }

    private static ApiException unauthenticated() {
        return ApiException.withHeaders(
                ErrorCode.UNAUTHENTICATED,
                "This route needs a valid API key: 'Authorization: Bearer fd_live_...'.",
                Map.of("WWW-Authenticate", "Bearer"));
    }

    private static AuthorizationManager<RequestAuthorizationContext> anyOf(List<String> roles) {
        return (authentication, context) -> {
            boolean granted = authentication.get() instanceof CallerAuthentication caller
                    && roles.stream().anyMatch(caller.getPrincipal()::has);
            return new AuthorizationDecision(granted);
        };
    }
}
