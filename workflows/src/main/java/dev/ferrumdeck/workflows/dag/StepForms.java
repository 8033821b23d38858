package dev.ferrumdeck.workflows.dag;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.impl.TypeIdResolverBase;

/** The registry of step types in definitions: the one place that knows them all. */
final class StepForms {
    private static final Map<String, StepForm> ALL = byType(
            List.of(ToolStep.FORM, ModelStep.FORM, AgentStep.FORM, ApprovalStep.FORM, WaitStep.FORM, MapStep.FORM));

    private StepForms() {}

    private static Map<String, StepForm> byType(List<StepForm> forms) {
        Map<String, StepForm> map = new LinkedHashMap<>();
        forms.forEach(form -> map.put(form.type(), form));
        return map;
    }

    /** @throws IllegalArgumentException when there is no such type */
    static StepForm of(String type) {
        StepForm form = ALL.get(type);
        if (form == null) {
            throw new IllegalArgumentException("there is no type of step called '" + type + "'");
        }
        return form;
    }

    static Set<String> types() {
        return ALL.keySet();
    }

    /** The types that may be the body of a map. */
    static Set<String> bodies() {
        return named(form -> form.place() == StepForm.Place.WORK);
    }

    /** Whether attempts of the step go to workers, if the policy allows it. */
    static boolean isWork(StepSpec step) {
        return ALL.values().stream()
                .anyMatch(form -> form.spec().equals(step.getClass()) && form.place() == StepForm.Place.WORK);
    }

    private static Set<String> named(Predicate<StepForm> which) {
        return ALL.values().stream()
                .filter(which)
                .map(StepForm::type)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Names of types in JSON. */
    static final class Ids extends TypeIdResolverBase {
        @Override
        public String idFromValue(DatabindContext context, Object value) {
            return idFromValueAndType(context, value, value.getClass());
        }

        @Override
        public String idFromValueAndType(DatabindContext context, Object value, Class<?> type) {
            return ALL.values().stream()
                    .filter(form -> form.spec().equals(type))
                    .map(StepForm::type)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(type + " is not registered in StepForms"));
        }

        @Override
        public JavaType typeFromId(DatabindContext context, String id) {
            return context.constructType(of(id).spec());
        }

        @Override
        public JsonTypeInfo.Id getMechanism() {
            return JsonTypeInfo.Id.CUSTOM;
        }
    }
}
