package dev.ferrumdeck.demo;

import dev.ferrumdeck.demo.tools.WitnessLog;
import dev.ferrumdeck.demo.tools.WitnessLog.What;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Kills the worker at the worst moment: its tool has made the refund, and has not yet answered. Which worker it is the
 * witness log says: the tool server is its child.
 */
final class WorkerKill {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Stage stage;
    private final int from;
    private final CompletableFuture<Long> killed = new CompletableFuture<>();

    private WorkerKill(Stage stage, int from) {
        this.stage = stage;
        this.from = from;
    }

    /** Lies in wait for the next refund. */
    static WorkerKill lieInWait(Stage stage) {
        WorkerKill kill = new WorkerKill(stage, stage.witness().lines().size());
        Thread thread = new Thread(kill::watch, "demo-worker-kill");
        thread.setDaemon(true);
        thread.start();
        return kill;
    }

    /** The process that was killed; empty when there was none yet. */
    Optional<Long> pid() {
        return Optional.ofNullable(killed.getNow(null));
    }

    private void watch() {
        Waiting.until(PATIENCE, () -> refund().isPresent());
        refund().ifPresent(this::kill);
    }

    private Optional<WitnessLog.Line> refund() {
        List<WitnessLog.Line> lines = stage.witness().lines();
        return lines.subList(Math.min(from, lines.size()), lines.size()).stream()
                .filter(it -> it.what() == What.EFFECT && it.tool().equals("payments.refund"))
                .findFirst();
    }

    private void kill(WitnessLog.Line line) {
        List<Long> workers = stage.stack().workers();
        Optional<ProcessHandle> worker =
                ProcessHandle.of(line.pid()).flatMap(ProcessHandle::parent).filter(it -> workers.contains(it.pid()));
        if (worker.isEmpty()) {
            stage.terminal().line("  -- the worker of process %d was not found; it is not killed --", line.pid());
            return;
        }
        long pid = worker.get().pid();
        boolean sent = worker.get().destroyForcibly();
        stage.terminal()
                .line(
                        "  -- worker %d killed on purpose (SIGKILL%s): the refund is made, its answer is lost --",
                        pid, sent ? "" : ", but it was gone already");
        killed.complete(pid);
    }
}
