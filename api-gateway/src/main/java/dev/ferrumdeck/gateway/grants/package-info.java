/**
 * Grants: the signed permission that a worker checks before it carries out a tool call. The key pair is made at the
 * first start and lives with the server's secrets. Source: the worker protocol, "Grants".
 */
@NullMarked
package dev.ferrumdeck.gateway.grants;

import org.jspecify.annotations.NullMarked;
