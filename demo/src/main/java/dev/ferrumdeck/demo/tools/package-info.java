/**
 * The demonstration's MCP servers: real ones, each a process of its own over stdio. Everything they are asked and
 * everything they do is appended to a witness log, which knows nothing of the platform and so can testify for or against
 * it.
 */
@NullMarked
package dev.ferrumdeck.demo.tools;

import org.jspecify.annotations.NullMarked;
