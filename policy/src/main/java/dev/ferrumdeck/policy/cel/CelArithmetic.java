package dev.ferrumdeck.policy.cel;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.stream.Stream;

/** Arithmetic between whole and other numbers, which CEL itself keeps apart: JSON does not say which one a number is. */
enum CelArithmetic {
    ADD("_+_") {
        @Override
        double of(double a, double b) {
            return a + b;
        }
    },
    SUBTRACT("_-_") {
        @Override
        double of(double a, double b) {
            return a - b;
        }
    },
    MULTIPLY("_*_") {
        @Override
        double of(double a, double b) {
            return a * b;
        }
    },
    DIVIDE("_/_") {
        @Override
        double of(double a, double b) {
            return a / b;
        }
    };

    static final List<CelFunctionDecl> DECLARATIONS =
            Stream.of(values()).map(CelArithmetic::declaration).toList();

    static final List<CelFunctionBinding> BINDINGS =
            Stream.of(values()).flatMap(CelArithmetic::bindings).toList();

    private final String function;

    CelArithmetic(String function) {
        this.function = function;
    }

    abstract double of(double a, double b);

    /** The results are {@code dyn}, so that they compare with any number again. */
    private CelFunctionDecl declaration() {
        return CelFunctionDecl.newFunctionDeclaration(
                function,
                newGlobalOverload(wholeFirst(), SimpleType.DYN, SimpleType.INT, SimpleType.DOUBLE),
                newGlobalOverload(wholeLast(), SimpleType.DYN, SimpleType.DOUBLE, SimpleType.INT));
    }

    private Stream<CelFunctionBinding> bindings() {
        return Stream.of(
                CelFunctionBinding.from(wholeFirst(), Long.class, Double.class, (a, b) -> of(a, b)),
                CelFunctionBinding.from(wholeLast(), Double.class, Long.class, (a, b) -> of(a, b)));
    }

    private String wholeFirst() {
        return function + "int_double";
    }

    private String wholeLast() {
        return function + "double_int";
    }
}
