package dev.ferrumdeck.gateway.platform.web;

import java.io.IOException;

/** A body went over the limit of its route while it was being read. */
class BodyTooLargeException extends IOException {
    BodyTooLargeException(long limit) {
        super("The body is larger than the " + limit + " bytes that this route takes.");
    }
}
