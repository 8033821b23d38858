package dev.ferrumdeck.contracts;

import dev.ferrumdeck.rules.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
