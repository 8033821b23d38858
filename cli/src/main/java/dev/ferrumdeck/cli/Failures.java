package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.ApiProblem;
import dev.ferrumdeck.cli.client.ServerUnreachable;
import dev.ferrumdeck.contracts.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says on stderr what went wrong, where, and what to do, and chooses the exit code. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof ApiProblem problem) {
            print(problem, err);
            return ExitCode.ofProblem(problem.code());
        }
        if (failure instanceof ServerUnreachable unreachable) {
            err.println("error: " + Visible.line(String.valueOf(unreachable.getMessage())));
            err.println("  remedy: start it with ./ferrumdeck up, or name it with --server or FERRUMDECK_SERVER");
            return ExitCode.UNREACHABLE;
        }
        if (failure instanceof UserError wrong) {
            err.println("error: " + String.valueOf(wrong.getMessage()).replace("\n", "\n  "));
            return wrong.exitCode();
        }
        if (failure instanceof IOException io) {
            err.println("error: " + why(io));
            return ExitCode.FAILED;
        }
        throw failure;
    }

    /** What is wrong with a file, in words; the exceptions of Java often have only its name. */
    static String why(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file or folder: " + e.getMessage();
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied: " + e.getMessage();
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason() + ": " + file.getFile();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void print(ApiProblem problem, PrintWriter err) {
        err.println("error: " + Visible.line(problem.code() + ": " + problem.detail()));
        for (ApiProblem.Fault fault : problem.errors()) {
            String where = fault.pointer().isEmpty() ? "(whole body)" : fault.pointer();
            err.println("  at " + Visible.line(where) + ": " + Visible.line(fault.message()));
        }
        err.println("  remedy: " + Remedies.of(problem.code()));
        if (problem.traceId() != null) {
            err.println("  trace: " + Visible.line(problem.traceId()));
        }
    }
}
