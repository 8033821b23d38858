/** The description of the API: OpenAPI 3.1 at {@code /v3/api-docs}, for people at {@code /docs}. */
@NullMarked
package dev.ferrumdeck.gateway.platform.openapi;

import org.jspecify.annotations.NullMarked;
