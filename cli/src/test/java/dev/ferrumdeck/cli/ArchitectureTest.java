package dev.ferrumdeck.cli;

import dev.ferrumdeck.rules.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
