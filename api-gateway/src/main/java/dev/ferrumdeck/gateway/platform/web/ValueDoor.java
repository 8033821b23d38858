package dev.ferrumdeck.gateway.platform.web;

import dev.ferrumdeck.contracts.ErrorCode;
import dev.ferrumdeck.contracts.values.Flaw;
import dev.ferrumdeck.contracts.values.Flaws;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Type;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;
import tools.jackson.core.JacksonException;

/**
 * The door for what people and their programs ask: a body or a parameter that cannot be kept is refused with 400 and its
 * place. Results of workers pass, as they say what others said; the attempts make them safe and note it.
 */
@RestControllerAdvice
class ValueDoor extends RequestBodyAdviceAdapter implements HandlerInterceptor {

    @Override
    public boolean supports(
            MethodParameter parameter, Type type, Class<? extends HttpMessageConverter<?>> converterType) {
        return !parameter.hasParameterAnnotation(SaidByOthers.class);
    }

    @Override
    public Object afterBodyRead(
            Object body,
            HttpInputMessage message,
            MethodParameter parameter,
            Type type,
            Class<? extends HttpMessageConverter<?>> converterType) {
        if (body instanceof byte[]) {
            return body;
        }
        try {
            refuse(Flaws.of(Json.mapper().convertValue(body, Object.class)));
        } catch (JacksonException e) {
            throw ApiException.invalid("The body cannot be read: " + e.getOriginalMessage());
        }
        return body;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Object path = request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        refuse(Flaws.of(path instanceof Map<?, ?> ? path : Map.of()));
        refuse(Flaws.of(decoded(request.getQueryString())));
        return true;
    }

    /** Not by the request's own parameters: those would read the body of a form. */
    private static String decoded(@org.jspecify.annotations.Nullable String query) {
        try {
            return query == null ? "" : URLDecoder.decode(query, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("The query has a % that is not followed by two hexadecimal digits.");
        }
    }

    private static void refuse(List<Flaw> flaws) {
        if (!flaws.isEmpty()) {
            throw ApiException.of(
                    ErrorCode.INVALID_REQUEST,
                    "The request has a value that cannot be kept.",
                    flaws.stream()
                            .map(flaw -> new Violation(flaw.pointer(), flaw.message()))
                            .toList());
        }
    }
}
