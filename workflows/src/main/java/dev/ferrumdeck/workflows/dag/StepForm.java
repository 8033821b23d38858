package dev.ferrumdeck.workflows.dag;

import dev.ferrumdeck.policy.spec.SpecObject;

/**
 * How steps of one type are told from others, and read.
 *
 * @param type its name in a definition: {@code tool}
 * @param spec the record that it is read into
 * @param place where it may stand
 */
record StepForm(String type, Class<? extends StepSpec> spec, Place place, Reader reader) {

    /** Where a step may stand, and with it what its frame has. */
    enum Place {
        /** Only as a step of the plan; nothing of it goes to a worker. */
        STEP,
        /** Also as the body of a map; it has {@code retry}, {@code timeout_seconds} and {@code queue}. */
        WORK
    }

    /** Reads what is this type's own. */
    interface Reader {
        StepSpec read(SpecObject step, Frame frame, PartReader parts);
    }
}
