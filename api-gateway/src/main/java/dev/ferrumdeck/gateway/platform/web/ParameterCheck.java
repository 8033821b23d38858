package dev.ferrumdeck.gateway.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses query parameters that a route does not know, that are given twice, or that have no value. Thread-safe. */
class ParameterCheck implements HandlerInterceptor {
    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Set<String> names = known.computeIfAbsent(method.getMethod(), key -> names(method));
            request.getParameterMap().forEach((name, values) -> check(name, values, names));
        }
        return true;
    }

    private static void check(String name, String[] values, Set<String> names) {
        if (!names.contains(name)) {
            throw ApiException.invalid("There is no query parameter '" + name + "' here; "
                    + (names.isEmpty() ? "this route takes none." : "this route takes " + names + "."));
        }
        if (values.length > 1) {
            throw ApiException.invalid("The query parameter '" + name + "' is given " + values.length + " times.");
        }
        if (values[0].isEmpty()) {
            throw ApiException.invalid("The query parameter '" + name + "' has no value.");
        }
    }

    private static Set<String> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            RequestParam own = parameter.getParameterAnnotation(RequestParam.class);
            if (own != null) {
                names.add(own.name().isEmpty() ? parameter.getParameter().getName() : own.name());
            } else if (parameter.getParameterType() == Cursor.class) {
                names.addAll(Set.of("limit", "cursor"));
            } else if (parameter.hasParameterAnnotation(ModelAttribute.class)) {
                Arrays.stream(parameter.getParameterType().getRecordComponents())
                        .map(RecordComponent::getName)
                        .forEach(names::add);
            }
        }
        return names;
    }
}
