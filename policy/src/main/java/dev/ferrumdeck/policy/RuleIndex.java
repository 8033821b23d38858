package dev.ferrumdeck.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rules of one effect, found by tool: exact names in one map, patterns by what they begin with in another, so that
 * the cost is that of the rules that match, not of all. Immutable once built.
 */
final class RuleIndex {
    private record Entry(Glob glob, Rule rule) {}

    private final Map<String, List<Rule>> exact = new HashMap<>();
    private final Map<String, List<Entry>> byPrefix = new HashMap<>();
    private final TreeSet<Integer> prefixLengths = new TreeSet<>();

    RuleIndex(List<Rule> rules) {
        for (Rule rule : rules) {
            for (String tool : new LinkedHashSet<>(rule.spec().tools())) {
                add(new Glob(tool), rule);
            }
        }
    }

    private void add(Glob glob, Rule rule) {
        if (glob.isExact()) {
            exact.computeIfAbsent(glob.pattern(), key -> new ArrayList<>()).add(rule);
        } else {
            byPrefix.computeIfAbsent(glob.prefix(), key -> new ArrayList<>()).add(new Entry(glob, rule));
            prefixLengths.add(glob.prefix().length());
        }
    }

    /** The rules that name {@code tool}, in the order of the policy, each once. */
    Collection<Rule> matching(String tool) {
        TreeMap<Integer, Rule> found = new TreeMap<>();
        exact.getOrDefault(tool, List.of()).forEach(rule -> found.put(rule.order(), rule));
        for (int length : prefixLengths) {
            if (length > tool.length()) {
                break;
            }
            for (Entry entry : byPrefix.getOrDefault(tool.substring(0, length), List.of())) {
                if (entry.glob().matches(tool)) {
                    found.put(entry.rule().order(), entry.rule());
                }
            }
        }
        return found.values();
    }
}
