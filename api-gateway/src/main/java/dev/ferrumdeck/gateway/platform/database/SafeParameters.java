package dev.ferrumdeck.gateway.platform.database;

import dev.ferrumdeck.contracts.values.SafeText;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last door before PostgreSQL, for every column at once: a text with U+0000 or half of a surrogate pair would fail its
 * statement, and with it whatever is tried again until it succeeds. Texts come here already checked; one that is not is
 * made safe and logged, as that is a defect of a door. Thread-safe as far as JDBC is.
 */
final class SafeParameters implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SafeParameters.class);

    private final Object target;

    private SafeParameters(Object target) {
        this.target = target;
    }

    static Connection on(Connection connection) {
        return (Connection) proxy(Connection.class, connection);
    }

    private static Object proxy(Class<?> type, Object target) {
        return Proxy.newProxyInstance(
                SafeParameters.class.getClassLoader(), new Class<?>[] {type}, new SafeParameters(target));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean takesValues =
                target instanceof PreparedStatement || method.getName().equals("createArrayOf");
        try {
            Object result = method.invoke(target, takesValues ? safe(arguments) : arguments);
            boolean statement = target instanceof Connection && method.getReturnType() == PreparedStatement.class;
            return statement ? proxy(PreparedStatement.class, result) : result;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static Object @Nullable [] safe(Object @Nullable [] arguments) {
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof String text && !SafeText.isSafe(text)) {
                LOG.warn("a text of {} characters was made safe at the last door", text.length());
                arguments[i] = SafeText.of(text);
            } else if (argument instanceof Object[] values
                    && Arrays.stream(values).anyMatch(String.class::isInstance)) {
                safe(values);
            }
        }
        return arguments;
    }
}
