package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that say of themselves what cannot be: a media type that is none, a multipart without its boundary, a
 * charset other than UTF-8, a content encoding. What a route takes is the route's.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 16)
class BodyTypeFilter extends OncePerRequestFilter {
    private final ProblemWriter problems;

    BodyTypeFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            check(request.getContentType());
            String encoding = request.getHeader("Content-Encoding");
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                throw ApiException.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        "Bodies are taken as they are, without the content encoding '" + encoding + "'.");
            }
        } catch (ApiException e) {
            problems.write(request, response, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private static void check(@Nullable String contentType) {
        if (contentType == null) {
            return;
        }
        try {
            MediaType type = MediaType.parseMediaType(contentType);
            if (type.isWildcardType() || type.isWildcardSubtype()) {
                throw ApiException.invalid("'Content-Type' names one media type, not '" + contentType + "'.");
            }
            if (type.getType().equalsIgnoreCase("multipart") && type.getParameter("boundary") == null) {
                throw ApiException.invalid("A multipart body needs the boundary in its 'Content-Type'.");
            }
            boolean isRead = !type.getType().equalsIgnoreCase("text")
                    || type.getSubtype().contains("yaml");
            if (isRead && type.getCharset() != null && !type.getCharset().equals(StandardCharsets.UTF_8)) {
                throw ApiException.of(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Bodies are in UTF-8, not in " + type.getCharset() + ".");
            }
        } catch (InvalidMediaTypeException | IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw ApiException.invalid("'Content-Type' is not a media type: '" + contentType + "'.");
        }
    }
}
