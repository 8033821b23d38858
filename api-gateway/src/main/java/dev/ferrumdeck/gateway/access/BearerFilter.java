package dev.ferrumdeck.gateway.access;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.gateway.platform.web.Caller;
import dev.ferrumdeck.gateway.platform.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads {@code Authorization: Bearer <key>}, or {@code ApiKey <key>} as first-generation workers send it. A missing or
 * bad key goes on as nobody, which the table of routes refuses where a key is needed.
 */
class BearerFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(BearerFilter.class);
    private static final Pattern HEADER = Pattern.compile("(?i)(?:Bearer|ApiKey) +(\\S+) *");

    private final ApiKeys keys;
    private final ProblemWriter problems;

    BearerFilter(ApiKeys keys, ProblemWriter problems) {
        this.keys = keys;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader("Authorization");
        Matcher matcher = HEADER.matcher(header == null ? "" : header);
        if (matcher.matches()) {
            Optional<Caller> caller;
            try {
                caller = keys.authenticate(matcher.group(1));
            } catch (DataAccessException e) {
                log.warn("cannot look up a key", e);
                problems.write(request, response, ErrorCode.UNAVAILABLE, "The database does not answer; try again.");
                return;
            }
            caller.ifPresent(BearerFilter::enter);
        }
        chain.doFilter(request, response);
    }

    private static void enter(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
    }
}
