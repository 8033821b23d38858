package dev.ferrumdeck.workflows.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Expressions that would keep a processor, or all memory, for as long as they are let. */
final class Burning {
    static final List<String> MAPPINGS = List.of(
            "$sum($map([1..100000], function($x){ $sum($map([1..100000], function($y){ $y })) }))",
            "$map([1..1000000], $string) ~> $map($string) ~> $map($length) ~> $sum()",
            "($f := function($x){ $f($x) }; $f(1))",
            "($f := function($x){ 1 + $f($x) }; $f(1))",
            "($f := function($n){ $f($n - 1) + $f($n - 2) }; $f(1000))",
            "$reduce([1..60], function($a, $x){ {'l': $a, 'r': $a} }, 1)",
            "($a := $reduce([1..60], function($a, $x){ [[$a], [$a]] }, 1); $a = $a)",
            "($a := $reduce([1..28], function($a, $x){ $append($a, $a) }, [1]); $count($a))",
            "$reduce([1..100000], function($a, $x){ [[$a]] }, 1)",
            "$reduce([1..100000], function($a, $x){ $a & $a }, 'xx')",
            "$reduce([1..1000], function($a, $x){ $merge([$a, {$string($x): $a}]) }, {'k': 1}) ~> $string()",
            "[1..10000000]",
            "[1..1000000].[1..1000000]",
            "$map([1..1000000], function($x){ input.text & $x })",
            "($b := [1..1000000]; $map([1..100000].{'b': $b}, function($x){ $x.b }))",
            "($b := [1..900000]; $map([1..100000].{'b': $b}, $distinct))",
            "$zip([1..1000000], [1..1000000], [1..1000000], [1..1000000])",
            "$join($map([1..100000], function($x){ input.text }))",
            "$replace(input.text, 'x', input.text)",
            "$replace(input.text, /x/, input.text)",
            "$split(input.text & input.text & input.text & input.text & input.text, '')",
            "$map([1..100000], function($x){ $match(input.text, /(x?){100}y/) })",
            "$map([1..100000], function($x){ $contains(input.text, 'y') }) ~> $count()",
            "$pad('x', 1000000000)",
            "$round(1.5, 1000000000)",
            "$formatInteger(900000000000000, 'I')",
            "$toMillis('" + "1".repeat(200) + "x', '[Y][d][f][d][f][d][f][d][f][d]')",
            "$toMillis('" + "1".repeat(39) + "x', '[d][f][d][f][d][f][d][f][d][f][d][f][d][f][d][f]')",
            "(" + "$f := function($a)<s?s?s?s?s?s?s?s?s?s?s?s?s?s?s?s?n:n>{1}; $f(" + "'a',".repeat(15) + "'a'))",
            "$sort([1..1000000], function($a, $b){ $a < $b })",
            "input.items[$count($$.input.items[$ = $$.input.items]) > 0]",
            "$spread($map([1..200000], function($x){ {'a': 1, 'b': 2} })) ~> $spread() ~> $spread() ~> $count()",
            "$map([1..1000000], function($x){ $$.** })");

    static final List<String> CONDITIONS = List.of(
            "input.items.all(x, !input.text.contains(x))",
            "input.items.all(x, input.items.all(y, x == y || x != y))",
            "input.items.all(x, !input.text.contains(x)) || true",
            "input.items.exists(x, input.text.matches('(x?){100}' + x))");

    private Burning() {}

    static Map<String, Object> scope() {
        Map<String, Object> input = new HashMap<>();
        input.put("items", IntStream.range(0, 10_000).mapToObj(i -> "item-" + i).toList());
        input.put("text", "x".repeat(1_000_000));
        input.put("csv", ",".repeat(40));
        return Map.of("input", input, "steps", Map.of());
    }
}
