/**
 * Who may come in and where: API keys, the table of routes and roles, the first keys of an installation. Others see
 * only {@link dev.ferrumdeck.gateway.platform.web.Caller}.
 */
@NullMarked
package dev.ferrumdeck.gateway.access;

import org.jspecify.annotations.NullMarked;
