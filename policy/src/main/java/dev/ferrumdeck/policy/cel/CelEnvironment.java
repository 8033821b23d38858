package dev.ferrumdeck.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.ferrumdeck.policy.spec.Fault;
import dev.ferrumdeck.policy.spec.Parsed;
import java.util.List;
import java.util.Map;

/**
 * Compiles conditions over a set of variables. Numbers compare and compute across types ({@code 120.5 > 100},
 * {@code args.amount * 1.5}), as JSON has but one. Thread-safe.
 */
public final class CelEnvironment {
    /** What a variable is. */
    public enum Type {
        ANY(SimpleType.DYN),
        TEXT(SimpleType.STRING),
        OBJECT(MapType.create(SimpleType.STRING, SimpleType.DYN)),
        TEXTS(ListType.create(SimpleType.STRING));

        private final CelType type;

        Type(CelType type) {
            this.type = type;
        }
    }

    // bounds: conditions come from people, what they are evaluated on comes from models
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(100_000)
            .maxExpressionCodePointSize(8_192)
            .maxParseRecursionDepth(64)
            .build();
    private static final CelRuntime RUNTIME = CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardFunctions(CelStandardFunctions.newBuilder()
                    .excludeFunctions(CelStandardFunctions.StandardFunction.MATCHES)
                    .build())
            .addFunctionBindings(CelMatches.BINDINGS)
            .addFunctionBindings(CelArithmetic.BINDINGS)
            .build();

    private final CelCompiler compiler;

    public CelEnvironment(Map<String, Type> variables) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addFunctionDeclarations(CelArithmetic.DECLARATIONS);
        variables.forEach((name, type) -> builder.addVar(name, type.type));
        this.compiler = builder.build();
    }

    /** Compiles a condition; faults have the code {@code cel}, the given pointer, and the position in their message. */
    public Parsed<Condition> compile(String source, String pointer) {
        CelValidationResult result = compiler.compile(source);
        if (result.hasError()) {
            return Parsed.invalid(result.getErrors().stream()
                    .limit(5)
                    .map(issue -> new Fault(pointer, "cel", describe(issue)))
                    .toList());
        }
        try {
            return compiled(source, pointer, result.getAst());
        } catch (dev.cel.common.CelValidationException | CelEvaluationException e) {
            return Parsed.invalid(List.of(new Fault(pointer, "cel", String.valueOf(e.getMessage()))));
        }
    }

    private static Parsed<Condition> compiled(String source, String pointer, CelAbstractSyntaxTree ast)
            throws CelEvaluationException {
        CelType type = ast.getResultType();
        if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
            String message = "the condition must be true or false, but `" + source + "` is of type " + type.name()
                    + ": compare it with something";
            return Parsed.invalid(List.of(new Fault(pointer, "cel", message)));
        }
        return Parsed.of(new Condition(source, RUNTIME.createProgram(ast), CelPaths.of(ast)));
    }

    private static String describe(CelIssue issue) {
        return "line " + issue.getSourceLocation().getLine() + ", column "
                + (issue.getSourceLocation().getColumn() + 1) + ": " + issue.getMessage();
    }
}
