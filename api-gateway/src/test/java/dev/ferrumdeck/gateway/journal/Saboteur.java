package dev.ferrumdeck.gateway.journal;

import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Stands before every collaborator of {@code advance} and makes calls of one method fail. Only calls of the thread that is
 * inside of {@link #inside}, so that workers and checks of a test are left alone.
 */
class Saboteur implements BeanPostProcessor {
    private static final Set<String> WATCHED = Set.of(
            "Journal",
            "Backing",
            "HintRecords",
            "Signals",
            "Evaluations",
            "Preparing",
            "EntryTries",
            "EntryWriter",
            "EntryStore",
            "KnownAttempts",
            "StepRows",
            "Values",
            "ArtifactValues",
            "Commands",
            "StepTypes",
            "ToolStepType",
            "ModelStepType",
            "AgentStepType",
            "ApprovalStepType",
            "WaitStepType",
            "MapStepType",
            "ToolCalls",
            "ModelCalls",
            "ToolArguments",
            "FirstPrompt",
            "Prompts",
            "Tokens",
            "Inputs",
            "Outputs",
            "Answers",
            "Approved",
            "Questions",
            "Closing",
            "Settlement",
            "Apart",
            "PinnedRuns",
            "WiderBudgets",
            "Decider",
            "ArtifactStore",
            "Audit",
            "Approvals",
            "QueueRoom",
            "Reconciliation");

    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);
    final Set<String> called = new ConcurrentSkipListSet<>();
    private final AtomicInteger left = new AtomicInteger();
    private volatile @Nullable Sabotage sabotage;

    private record Sabotage(String method, Supplier<Throwable> failure) {}

    /** From now on that method fails, so many times. */
    void sabotage(String method, int times, Supplier<Throwable> failure) {
        left.set(times);
        sabotage = new Sabotage(method, failure);
    }

    void stop() {
        sabotage = null;
    }

    <T> T inside(Supplier<T> call) {
        inside.set(true);
        try {
            return call.get();
        } finally {
            inside.set(false);
        }
    }

    /** Also on the threads on which entries are prepared and evaluated. */
    private boolean isInside() {
        String thread = Thread.currentThread().getName();
        return inside.get() || thread.startsWith("prepare-entry") || thread.startsWith("evaluate-");
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        Class<?> type = org.springframework.aop.support.AopUtils.getTargetClass(bean);
        boolean proxied = WATCHED.contains(type.getSimpleName())
                && type.getName().startsWith("dev.ferrumdeck.")
                && !Modifier.isFinal(type.getModifiers());
        if (!proxied) {
            return bean;
        }
        ProxyFactory factory = new ProxyFactory(bean);
        factory.setProxyTargetClass(true);
        factory.addAdvice((org.aopalliance.intercept.MethodInterceptor) call -> proceed(type, call));
        return factory.getProxy(type.getClassLoader());
    }

    private @Nullable Object proceed(Class<?> type, MethodInvocation call) throws Throwable {
        if (isInside() && call.getMethod().getDeclaringClass() != Object.class) {
            String method = type.getSimpleName() + "." + call.getMethod().getName();
            called.add(method);
            Sabotage now = sabotage;
            if (now != null && now.method().equals(method) && left.getAndDecrement() > 0) {
                throw now.failure().get();
            }
        }
        return call.proceed();
    }
}
