package dev.ferrumdeck.policy.cel;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.stream.Stream;

/** Arithmetic between whole and other numbers, which CEL itself keeps apart: JSON does not say which one a number is. */
final class CelArithmetic {
    private static final String WHOLE_FIRST = "_int_double";
    private static final String WHOLE_LAST = "_double_int";

    /** The results are {@code dyn}, so that they compare with any number again. */
    static final List<CelFunctionDecl> DECLARATIONS = Stream.of("_+_", "_-_", "_*_", "_/_")
            .map(name -> CelFunctionDecl.newFunctionDeclaration(
                    name,
                    newGlobalOverload(name + WHOLE_FIRST, SimpleType.DYN, SimpleType.INT, SimpleType.DOUBLE),
                    newGlobalOverload(name + WHOLE_LAST, SimpleType.DYN, SimpleType.DOUBLE, SimpleType.INT)))
            .toList();

    static final List<CelFunctionBinding> BINDINGS = List.of(
            CelFunctionBinding.from("_+_" + WHOLE_FIRST, Long.class, Double.class, (a, b) -> a + b),
            CelFunctionBinding.from("_+_" + WHOLE_LAST, Double.class, Long.class, (a, b) -> a + b),
            CelFunctionBinding.from("_-_" + WHOLE_FIRST, Long.class, Double.class, (a, b) -> a - b),
            CelFunctionBinding.from("_-_" + WHOLE_LAST, Double.class, Long.class, (a, b) -> a - b),
            CelFunctionBinding.from("_*_" + WHOLE_FIRST, Long.class, Double.class, (a, b) -> a * b),
            CelFunctionBinding.from("_*_" + WHOLE_LAST, Double.class, Long.class, (a, b) -> a * b),
            CelFunctionBinding.from("_/_" + WHOLE_FIRST, Long.class, Double.class, (a, b) -> a / b),
            CelFunctionBinding.from("_/_" + WHOLE_LAST, Double.class, Long.class, (a, b) -> a / b));

    private CelArithmetic() {}
}
