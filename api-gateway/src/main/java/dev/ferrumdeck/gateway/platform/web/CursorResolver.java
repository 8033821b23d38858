package dev.ferrumdeck.gateway.platform.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads {@code ?limit=} (1 to 200, 50 by default) and {@code ?cursor=} for controllers that take a {@link Cursor}. */
@Component
class CursorResolver implements HandlerMethodArgumentResolver {
    private static final int DEFAULT = 50;
    private static final int MOST = 200;

    private final CursorSigner signer;

    CursorResolver(CursorSigner signer) {
        this.signer = signer;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType().equals(Cursor.class);
    }

    @Override
    public Cursor resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        String list = request.getDescription(false);
        String cursor = request.getParameter("cursor");
        String before = cursor == null ? null : signer.verify(list, cursor);
        return new Cursor(limit(request.getParameter("limit")), before, list, signer);
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // falls through to the one refusal
        }
        throw ApiException.invalid("'limit' must be a whole number from 1 to " + MOST + ".");
    }
}
