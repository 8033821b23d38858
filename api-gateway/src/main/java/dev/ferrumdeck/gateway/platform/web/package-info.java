/**
 * What every route shares: who calls ({@link dev.ferrumdeck.gateway.platform.web.Caller}), how errors look ({@link
 * dev.ferrumdeck.gateway.platform.web.ApiException}, RFC 9457), ids, JSON, keyset pages, request ids, body limits and idempotency
 * keys. Knows no feature; features know it.
 */
@NullMarked
package dev.ferrumdeck.gateway.platform.web;

import org.jspecify.annotations.NullMarked;
