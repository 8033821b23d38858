package dev.ferrumdeck.stacktests;

import dev.ferrumdeck.rules.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
