package dev.ferrumdeck.bridge;

import dev.ferrumdeck.rules.ArchitectureRules;

class ArchitectureTest extends ArchitectureRules {}
