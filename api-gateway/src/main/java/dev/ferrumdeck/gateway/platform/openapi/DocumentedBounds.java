package dev.ferrumdeck.gateway.platform.openapi;

import dev.ferrumdeck.gateway.platform.web.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/** What the document says of the form of a parameter holds: another one is 400, before the route is asked. */
class DocumentedBounds implements HandlerInterceptor {
    private final Handbook handbook;

    DocumentedBounds(Handbook handbook) {
        this.handbook = handbook;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            String operation = Operations.id(method);
            request.getParameterMap().forEach((name, values) -> check(operation, name, values[0]));
            if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> path) {
                path.forEach((name, value) -> check(operation, name.toString(), value.toString()));
            }
        }
        return true;
    }

    private void check(String operation, String name, String value) {
        Optional<Handbook.Form> form = handbook.form(operation, name);
        if (form.isPresent() && !form.get().pattern().matcher(value).matches()) {
            throw ApiException.invalid("'" + name + "' must have the form "
                    + form.get().pattern() + ", such as " + form.get().example() + ".");
        }
    }
}
