package dev.ferrumdeck.gateway.journal;

import dev.ferrumdeck.gateway.runs.PinnedRun;
import dev.ferrumdeck.workflows.machine.StepChange;
import dev.ferrumdeck.workflows.machine.StepKind;
import dev.ferrumdeck.workflows.machine.StepPath;
import dev.ferrumdeck.workflows.machine.StepState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The steps of a run as they are after an entry: read once, changed in memory, written in one batch. Thread-safe. */
final class EntrySteps {
    private final PinnedRun run;
    private final StepRows rows;
    private final Values values;
    private final Map<String, StepChange> changes = new HashMap<>();
    private final Map<String, StepRow> known = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<String, StepWrite> writes = new TreeMap<>();

    EntrySteps(PinnedRun run, List<StepChange> changes, StepRows rows, Values values) {
        this.run = run;
        this.rows = rows;
        this.values = values;
        changes.forEach(change -> this.changes.put(change.step(), change));
    }

    /** Reads those of these steps that were not asked for yet, in one query. */
    synchronized void load(Collection<String> paths) {
        List<String> missing =
                paths.stream().filter(path -> !asked.contains(path)).distinct().toList();
        Map<String, StepRow> read = rows.byPath(run.runId(), missing);
        asked.addAll(missing);
        for (String path : missing) {
            StepRow row = read.get(path);
            StepChange change = changes.get(path);
            if (row != null || change != null) {
                known.put(path, changed(row == null ? fresh(path) : row, change));
            }
        }
    }

    /** The step as it is after this entry, as far as is known yet; null when it has neither a row nor a change. */
    @Nullable
    synchronized StepRow find(String path) {
        load(List.of(path));
        return known.get(path);
    }

    synchronized void setInput(String path, @Nullable String tool, Kept input) {
        StepRow row = current(path);
        put(row.withInput(tool == null ? row.tool() : tool, input.value()), input.stored(), null);
    }

    synchronized void setOutput(String path, Kept output) {
        put(current(path).withOutput(output.value()), null, output.stored());
    }

    /** What the model of an agent, or people, are told in place of an output. */
    synchronized void setText(String path, String text) {
        setOutput(path, values.inline(Map.of("text", Texts.clipped(text))));
    }

    /** Takes the values and the note out of what is to be written of a step: one of them cannot be. */
    synchronized void strip(String path) {
        StepRow row = current(path);
        StepRow bare =
                new StepRow(row.path(), row.kind(), row.state(), row.attempt(), null, row.code(), null, null, null, 0);
        known.put(path, bare);
        Kept lost = values.inline(Map.of("error", Map.of("code", "internal", "message", "this value cannot be kept")));
        writes.put(path, new StepWrite(bare, null, row.state().isTerminal() ? lost.stored() : null));
    }

    /** A copy to go on from: what is set there is not set here. */
    synchronized EntrySteps copy() {
        EntrySteps copy = new EntrySteps(run, List.of(), rows, values);
        copy.changes.putAll(changes);
        copy.known.putAll(known);
        copy.asked.addAll(asked);
        copy.writes.putAll(writes);
        return copy;
    }

    synchronized void setContextTokens(String path, long tokens) {
        put(current(path).withContextTokens(tokens), null, null);
    }

    /** All that is to be written, in the order of the paths: the changes, and the values that were set. */
    synchronized Collection<StepWrite> writes() {
        changes.keySet().stream()
                .filter(path -> !writes.containsKey(path))
                .toList()
                .forEach(path -> writes.put(
                        path,
                        new StepWrite(changed(known.getOrDefault(path, fresh(path)), changes.get(path)), null, null)));
        return writes.values();
    }

    private void put(StepRow row, Values.@Nullable Stored input, Values.@Nullable Stored output) {
        known.put(row.path(), row);
        writes.merge(
                row.path(),
                new StepWrite(row, input, output),
                (before, now) -> new StepWrite(
                        now.row(),
                        now.input() != null ? now.input() : before.input(),
                        now.output() != null ? now.output() : before.output()));
    }

    private StepRow current(String path) {
        StepRow row = find(path);
        if (row == null) {
            row = fresh(path);
        }
        return row;
    }

    private StepRow fresh(String path) {
        return new StepRow(path, kind(StepPath.parse(path)), StepState.PENDING, 0, null, null, null, null, null, 0);
    }

    private StepKind kind(StepPath path) {
        if (path.isOfLoop()) {
            return path.toolCall() >= 0 ? StepKind.TOOL : StepKind.LLM;
        }
        return run.work(path).kind();
    }

    private static StepRow changed(StepRow row, @Nullable StepChange change) {
        if (change == null) {
            return row;
        }
        return new StepRow(
                row.path(),
                change.kind(),
                change.state(),
                change.attempt(),
                row.tool(),
                change.code(),
                change.note(),
                row.input(),
                row.output(),
                row.contextTokens());
    }
}
