package dev.ferrumdeck.localstack;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks this machine. */
@Command(
        name = "doctor",
        description = "Check this machine; each problem comes with its remedy",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        List<Doctor.Finding> findings = new Doctor(Main.layout(), System.getenv()).examine();
        for (Doctor.Finding finding : findings) {
            out.printf("  %-5s %-16s %s%n", finding.verdict().label(), finding.what(), finding.detail());
            if (!finding.remedy().isEmpty()) {
                out.printf("        fix: %s%n", finding.remedy());
            }
        }
        boolean well = findings.stream().noneMatch(finding -> finding.verdict() == Doctor.Verdict.BAD);
        out.println(well ? "This machine can run FerrumDeck." : "Mend what is marked BAD, then ./ferrumdeck up.");
        return well ? 0 : 1;
    }
}
