package dev.ferrumdeck.gateway.journal;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** A gateway with a real database, without Temporal and Redis: runs are driven by a machine in the test. */
@Import(ControlTestBase.Fakes.class)
abstract class ControlTestBase extends RunTestBase {
    @Autowired
    protected FakeRunDoor door;

    @TestConfiguration(proxyBeanMethods = false)
    static class Fakes {
        @Bean
        @Primary
        RecordingDoorbell recordingDoorbell() {
            return new RecordingDoorbell();
        }

        @Bean
        @Primary
        FakeRunDoor fakeRunDoor() {
            return new FakeRunDoor();
        }
    }

    /** Gives the run what the relay brought, and all that follows from it at once. */
    protected void deliver(RunDriver run) {
        var told = new java.util.ArrayList<dev.ferrumdeck.workflows.machine.Event.Outcome>();
        org.awaitility.Awaitility.await().until(() -> told.addAll(door.take(run.id())) || !told.isEmpty());
        run.give(told.toArray(dev.ferrumdeck.workflows.machine.Event[]::new));
        run.settle();
    }
}
