package dev.ferrumdeck.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.localstack.Doctor.Finding;
import dev.ferrumdeck.localstack.Doctor.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    private Path folder;

    @Test
    void without_python_and_temporal_it_names_the_packages_to_install() {
        List<Finding> findings = examine(Map.of("PATH", folder.toString()));

        assertThat(find(findings, "Python").verdict()).isEqualTo(Verdict.BAD);
        assertThat(find(findings, "Python").remedy()).contains("apt-get install python3 python3-venv");
        assertThat(find(findings, "Maven").remedy()).contains("apt-get install maven");
    }

    @Test
    void an_outside_temporal_needs_no_python() {
        List<Finding> findings = examine(Map.of("PATH", folder.toString(), "TEMPORAL_ADDRESS", "example:7233"));

        assertThat(find(findings, "Python").verdict()).isEqualTo(Verdict.NOTE);
        assertThat(find(findings, "Temporal").detail()).contains("example:7233");
    }

    @Test
    void a_temporal_program_that_does_not_run_is_told() throws IOException {
        Path broken = Files.writeString(folder.resolve("temporal"), "#!/bin/sh\nexit 1\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();

        Finding finding = find(examine(Map.of("PATH", folder.toString())), "Temporal");
        assertThat(finding.verdict()).isEqualTo(Verdict.BAD);
        assertThat(finding.detail()).contains(broken.toString());
    }

    @Test
    void every_problem_has_a_remedy_and_nothing_else_has() {
        assertThat(examine(Map.of("PATH", folder.toString())))
                .allSatisfy(
                        finding -> assertThat(finding.remedy().isEmpty()).isEqualTo(finding.verdict() == Verdict.OK));
    }

    private List<Finding> examine(Map<String, String> env) {
        return new Doctor(new Layout(folder, folder.resolve("home")), env).examine();
    }

    private static Finding find(List<Finding> findings, String what) {
        return findings.stream()
                .filter(finding -> finding.what().equals(what))
                .findFirst()
                .orElseThrow();
    }
}
