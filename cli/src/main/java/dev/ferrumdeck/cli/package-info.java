/**
 * The command line: nouns and verbs over the REST API. Each noun is a class whose methods are its verbs; what all share
 * (server, key, format, exit codes) is {@link dev.ferrumdeck.cli.Main}'s. Data goes to stdout, words to stderr.
 */
@NullMarked
package dev.ferrumdeck.cli;

import org.jspecify.annotations.NullMarked;
