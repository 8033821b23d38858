package dev.ferrumdeck.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The boundaries between modules, checked in every module: each has a test class that extends this one. A rule allows
 * an empty selection, because a module sees only its own classes and those it depends on.
 */
@AnalyzeClasses(packages = "dev.ferrumdeck", importOptions = DoNotIncludeTests.class)
@SuppressWarnings("unused") // the rules are fields that ArchUnit's engine reads
public abstract class ArchitectureRules {

    @ArchTest
    static final ArchRule dependencies_point_one_way = noClasses()
            .that()
            .resideInAPackage("dev.ferrumdeck.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.ferrumdeck.policy..",
                    "dev.ferrumdeck.workflows..",
                    "dev.ferrumdeck.bridge..",
                    "dev.ferrumdeck.gateway..",
                    "dev.ferrumdeck.worker..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_worker_knows_nothing_of_the_control_plane = noClasses()
            .that()
            .resideInAPackage("dev.ferrumdeck.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.ferrumdeck.policy..", "dev.ferrumdeck.workflows..", "dev.ferrumdeck.gateway..", "java.sql..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jdbc_only_in_the_gateway = noClasses()
            .that()
            .resideOutsideOfPackages("dev.ferrumdeck.gateway..", "dev.ferrumdeck.localstack..", "dev.ferrumdeck.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule temporal_only_in_workflows_and_gateway = noClasses()
            .that()
            .resideOutsideOfPackages("dev.ferrumdeck.workflows.run..", "dev.ferrumdeck.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.temporal..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule the_machine_is_pure = noClasses()
            .that()
            .resideInAPackage("dev.ferrumdeck.workflows.machine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.temporal..",
                    "org.springframework..",
                    "java.sql..",
                    "java.io..",
                    "java.net..",
                    "java.util.concurrent..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule models_and_mcp_only_in_the_worker = noClasses()
            .that()
            .resideOutsideOfPackages("dev.ferrumdeck.worker..", "dev.ferrumdeck.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.langchain4j..", "io.modelcontextprotocol..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule redis_only_in_the_bridge = noClasses()
            .that()
            .resideOutsideOfPackages("dev.ferrumdeck.bridge..", "dev.ferrumdeck.localstack..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.lettuce..", "org.springframework.data.redis..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_package_cycles =
            slices().matching("dev.ferrumdeck.(**)").should().beFreeOfCycles().allowEmptyShould(true);
}
