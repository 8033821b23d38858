package dev.ferrumdeck.cli;

/** How data is written. */
enum Format {
    TABLE,
    JSON,
    YAML,
    NDJSON
}
