package dev.ferrumdeck.cli;

import dev.ferrumdeck.cli.client.ApiProblem;
import dev.ferrumdeck.cli.client.ServerUnreachable;
import java.io.PrintWriter;
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
            err.println("error: " + unreachable.getMessage());
            err.println("  remedy: start it with ./ferrumdeck up, or name it with --server or FERRUMDECK_SERVER");
            return ExitCode.UNREACHABLE;
        }
        if (failure instanceof UserError wrong) {
            err.println("error: " + wrong.getMessage());
            return wrong.exitCode();
        }
        throw failure;
    }

    private static void print(ApiProblem problem, PrintWriter err) {
        err.println("error: " + problem.code() + ": " + problem.detail());
        for (ApiProblem.Fault fault : problem.errors()) {
            String where = fault.pointer().isEmpty() ? "(whole body)" : fault.pointer();
            err.println("  at " + where + ": " + fault.message());
        }
        err.println("  remedy: " + Remedies.of(problem.code()));
        if (problem.traceId() != null) {
            err.println("  trace: " + problem.traceId());
        }
    }
}
