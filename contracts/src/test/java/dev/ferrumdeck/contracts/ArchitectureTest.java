package dev.ferrumdeck.contracts;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import dev.ferrumdeck.rules.ArchitectureRules;

@AnalyzeClasses(packages = "dev.ferrumdeck", importOptions = DoNotIncludeTests.class)
class ArchitectureTest extends ArchitectureRules {}
