package dev.ferrumdeck.workflows.machine;

/** A pause: it waits for its time and ends. */
record WaitType() implements StepType {
    @Override
    public Node first(Draft draft, StepPath path) {
        return new Node.Pause(Phase.TO_OPEN);
    }

    @Override
    public void opened(Flow flow, StepPath path, Node node, Event.Opened opened) {
        Draft draft = flow.draft();
        String step = path.toString();
        draft.put(step, node.in(Phase.TIMING));
        long millis = draft.plan().work(path) instanceof PlanWork.Pause pause ? pause.millis() : 0;
        draft.startTimer(
                "wait:" + step, new MachineTimer(Saturating.plus(draft.at(), millis), MachineTimer.Purpose.WAIT, step));
    }

    @Override
    public void timeIsUp(Flow flow, StepPath path, Node node) {
        if (node.phase() == Phase.TIMING) {
            flow.end(path, Ending.COMPLETED);
        }
    }
}
