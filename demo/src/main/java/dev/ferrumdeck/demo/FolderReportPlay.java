package dev.ferrumdeck.demo;

import dev.ferrumdeck.cli.client.Json;
import dev.ferrumdeck.demo.tools.FileTools;
import dev.ferrumdeck.demo.tools.WitnessLog;
import dev.ferrumdeck.demo.tools.WitnessLog.What;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A workflow over the files of a folder: fan-out, a condition, a model call, and a retry after a server crashed. */
final class FolderReportPlay {
    private final Stage stage;

    private FolderReportPlay(Stage stage) {
        this.stage = stage;
    }

    static void play(Stage stage) {
        new FolderReportPlay(stage).play();
    }

    private void play() {
        int from = stage.witness().lines().size();
        var request = Json.object().put("workflow", "folder-report");
        request.putObject("input")
                .put("folder", ".")
                .put("title", "Files of " + stage.folder().getFileName());
        Story story = Story.start(stage, request);
        JsonNode run = story.tell(question -> {
            throw new DemoFailed("nobody should be asked here");
        });
        Proof proof = new Proof(stage, run, from);
        proof.timeline();
        stage.terminal().line("Report: %s", run.path("output"));
        stage.terminal().line("Claims:");
        proof.status("completed");
        fanOut(proof, run);
        conditions(run.path("id").asString(""));
        retry(proof, story, run);
        proof.budget();
        proof.records();
        proof.links();
    }

    private void fanOut(Proof proof, JsonNode run) {
        List<Path> files = files();
        Checks checks = stage.checks();
        checks.equal(
                "every file was counted once",
                files.size(),
                proof.witnessed("files.stats", What.CALL).size());
        checks.equal(
                "the output counts the files",
                (long) files.size(),
                run.at("/output/files").asLong(-1));
        long words = files.stream().mapToLong(FolderReportPlay::words).sum();
        checks.equal(
                "the words add up to what is in the folder",
                words,
                run.at("/output/words").asLong(files.isEmpty() ? 0 : -1));
    }

    private void conditions(String run) {
        boolean empty = files().isEmpty();
        Map<String, String> expected =
                Map.of("count", empty ? "skipped" : "completed", "empty", empty ? "completed" : "skipped");
        expected.forEach((step, state) -> stage.checks()
                .equal(
                        "step " + step + " is " + state + ", as its condition says",
                        state,
                        stage.client()
                                .get("/v1/runs/" + run + "/steps/" + step)
                                .path("state")
                                .asString("")));
    }

    private void retry(Proof proof, Story story, JsonNode run) {
        Checks checks = stage.checks();
        List<WitnessLog.Line> calls = proof.witnessed("reports.publish", What.CALL);
        checks.claim(
                "the server crashed at the first call and was called again",
                calls.size() >= 2,
                calls.size() + " calls");
        checks.equal(
                "the report was written once",
                1,
                proof.witnessed("reports.publish", What.EFFECT).size());
        checks.equal(
                "each call was an attempt of the same step, with the same key",
                1L,
                calls.stream().map(WitnessLog.Line::idempotencyKey).distinct().count());
        checks.equal(
                "the machine made as many attempts",
                calls.size(),
                story.attempts("publish").size());
        Path report = Path.of(run.at("/output/report").asString(""));
        checks.claim("the report is there", Files.isRegularFile(report), report.toString());
    }

    private List<Path> files() {
        try (Stream<Path> entries = Files.list(stage.folder())) {
            return entries.filter(FileTools::isListed)
                    .sorted()
                    .limit(FileTools.MOST)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long words(Path file) {
        try {
            return Stream.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\\s+", -1))
                    .filter(it -> !it.isEmpty())
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
