package dev.ferrumdeck.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.List;

/** Finds what an expression names: {@code a.b["c"]} is {@code [a, b, c]}. */
final class CelPaths {
    private CelPaths() {}

    static List<List<String>> of(CelAbstractSyntaxTree ast) {
        return CelNavigableAst.fromAst(ast)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .map(CelPaths::path)
                .filter(path -> !path.isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> path(CelExpr expr) {
        return switch (expr.getKind()) {
            case IDENT -> List.of(expr.ident().name());
            case SELECT -> extended(path(expr.select().operand()), expr.select().field());
            case CALL -> indexed(expr.call());
            default -> List.of();
        };
    }

    private static List<String> indexed(CelCall call) {
        return call.function().equals("_[_]") && isText(call.args().get(1))
                ? extended(
                        path(call.args().get(0)), call.args().get(1).constant().stringValue())
                : List.of();
    }

    private static boolean isText(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private static List<String> extended(List<String> path, String key) {
        if (path.isEmpty()) {
            return path;
        }
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return longer;
    }
}
