package dev.ferrumdeck.worker;

import dev.ferrumdeck.rules.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
