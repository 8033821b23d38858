/**
 * Blobs of runs, addressed by their SHA-256: files in the data folder, rows for who owns them. Others use {@link
 * dev.ferrumdeck.gateway.artifacts.ArtifactStore}.
 */
@NullMarked
package dev.ferrumdeck.gateway.artifacts;

import org.jspecify.annotations.NullMarked;
