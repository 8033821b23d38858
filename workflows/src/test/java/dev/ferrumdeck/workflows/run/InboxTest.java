package dev.ferrumdeck.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferrumdeck.workflows.machine.Event;
import dev.ferrumdeck.workflows.machine.OutcomeStatus;
import dev.ferrumdeck.workflows.machine.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox();
    private final Event.Outcome lie = Event.Outcome.of("pay", 1, OutcomeStatus.FAILED);
    private final Event.Outcome truth = Event.Outcome.of("pay", 1, OutcomeStatus.COMPLETED);
    private final Event unbacked = new Event.Unbacked(lie.key());

    @Test
    void what_nothing_backs_leaves_with_the_entry_that_found_it_out() {
        inbox.add(lie);
        assertThat(inbox.next()).containsExactly(lie);
        inbox.remove(List.of(unbacked));
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void the_truth_that_comes_while_the_lie_is_looked_at_is_kept() {
        inbox.add(lie);
        inbox.next();
        assertThat(inbox.holds(truth)).isFalse();
        inbox.add(truth);
        inbox.remove(List.of(unbacked));
        assertThat(inbox.all()).containsExactly(truth);
    }

    @Test
    void a_lie_does_not_take_the_place_of_an_answer_that_waits() {
        inbox.addFirst(List.of(truth));
        inbox.add(lie);
        assertThat(inbox.next()).containsExactly(truth);
        inbox.remove(List.of(truth));
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void an_answer_takes_the_place_of_a_lie_that_waits() {
        inbox.add(lie);
        inbox.addFirst(List.of(truth));
        assertThat(inbox.all()).containsExactly(truth);
    }

    @Test
    void a_key_that_is_longer_than_any_of_ours_is_not_taken() {
        inbox.add(new Event.Decided("apr_" + "x".repeat(2_000), "pay", Verdict.APPROVED, false, null, 0));
        assertThat(inbox.isEmpty()).isTrue();
    }
}
