/** The way of an attempt through the worker: read, claim, acknowledge, check, act while renewing, report. Holds nothing durable: a killed worker loses only its lease. */
@NullMarked
package dev.ferrumdeck.worker.intake;

import org.jspecify.annotations.NullMarked;
