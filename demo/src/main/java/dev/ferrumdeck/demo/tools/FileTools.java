package dev.ferrumdeck.demo.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code files}: reads text files below one folder that a person has chosen, and nothing outside of it. */
public final class FileTools {
    private static final long LARGEST = 1_000_000;
    private static final int LONGEST = 4_000;

    /** How many files are listed, in the order of their names. */
    public static final int MOST = 200;

    private static final Map<String, Object> PATH =
            Map.of("path", Map.of("type", "string", "description", "of a file, relative to the folder"));

    private final Supplier<Path> folder;

    FileTools(Supplier<Path> folder) {
        this.folder = folder;
    }

    List<Tool> tools() {
        return List.of(
                new Tool(
                        "files",
                        "list",
                        "List the files of a folder, up to 200 of at most a megabyte each.",
                        Map.of(
                                "folder",
                                Map.of("type", "string", "description", "relative to the chosen one; . is it")),
                        Tool.Nature.READS,
                        this::list),
                new Tool("files", "read", "Read a text file.", PATH, Tool.Nature.READS, this::read),
                new Tool(
                        "files",
                        "stats",
                        "Count lines, words and bytes of a text file.",
                        PATH,
                        Tool.Nature.READS,
                        this::stats));
    }

    private Map<String, Object> list(Tool.Call call) {
        Path root = folder.get();
        try (Stream<Path> entries = Files.list(inside(call.text("folder")))) {
            List<String> files = entries.filter(FileTools::isListed)
                    .map(it -> root.relativize(it.toAbsolutePath().normalize()).toString())
                    .sorted()
                    .limit(MOST)
                    .toList();
            return Map.of("files", files);
        } catch (IOException e) {
            throw new Tool.Refused("cannot list " + call.text("folder") + ": not a folder, or not readable");
        }
    }

    /** Whether a file of a folder is listed: the others are hidden, or too large. */
    public static boolean isListed(Path file) {
        try {
            return Files.isRegularFile(file)
                    && !file.getFileName().toString().startsWith(".")
                    && Files.size(file) <= LARGEST;
        } catch (IOException e) {
            return false;
        }
    }

    private Map<String, Object> read(Tool.Call call) {
        String text = text(call.text("path"));
        return Map.of("path", call.text("path"), "text", text.substring(0, Math.min(LONGEST, text.length())));
    }

    private Map<String, Object> stats(Tool.Call call) {
        String text = text(call.text("path"));
        long words =
                Stream.of(text.split("\\s+", -1)).filter(it -> !it.isEmpty()).count();
        return Map.of(
                "path",
                call.text("path"),
                "lines",
                text.lines().count(),
                "words",
                words,
                "bytes",
                text.getBytes(StandardCharsets.UTF_8).length);
    }

    private String text(String path) {
        Path file = inside(path);
        try {
            if (Files.size(file) > LARGEST) {
                throw new Tool.Refused(path + " is larger than " + LARGEST + " bytes");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Tool.Refused("cannot read " + path + ": no such file, or not readable");
        }
    }

    /** Follows symbolic links before it looks where a path leads. */
    private Path inside(String path) {
        Path root = folder.get();
        Path wanted = root.resolve(path).normalize();
        try {
            Path real = wanted.toRealPath();
            if (real.startsWith(root.toRealPath())) {
                return wanted;
            }
        } catch (IOException e) {
            if (wanted.startsWith(root)) {
                throw new Tool.Refused("there is no " + path);
            }
        }
        throw new Tool.Refused(path + " is outside of the folder that was chosen");
    }
}
