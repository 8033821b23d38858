package dev.ferrumdeck.cli;

import dev.ferrumdeck.contracts.VisibleWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command writes to: always UTF-8, always visible, and a write that fails is said. */
final class Streams {
    private final VisibleWriter outDoor;
    private final PrintWriter out;
    private final PrintWriter err;

    Streams(Writer out, Writer err) {
        this.outDoor = new VisibleWriter(out);
        this.out = new PrintWriter(outDoor);
        this.err = new PrintWriter(new VisibleWriter(err), true);
    }

    /** Those of this process, past System.out, which keeps its failures to itself. */
    static Streams ofTheProcess() {
        return new Streams(writer(FileDescriptor.out), writer(FileDescriptor.err));
    }

    private static Writer writer(FileDescriptor descriptor) {
        return new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8);
    }

    /** Whether the output of this process goes into a file. */
    static boolean isFile() {
        return Files.isRegularFile(Path.of("/dev/stdout"));
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** The exit code in the end: a command whose output did not arrive has failed. */
    int end(int exitCode) {
        out.flush();
        err.flush();
        try {
            outDoor.check();
            return exitCode;
        } catch (IOException e) {
            err.println("error: cannot write the output: " + Failures.why(e));
            err.flush();
            return exitCode == ExitCode.OK ? ExitCode.FAILED : exitCode;
        }
    }
}
