package dev.ferrumdeck.workflows.machine;

/** The same work for each item of a list: items come up as far as parallelism and the width of the run allow. */
record MapType() implements StepType {
    @Override
    public Node first(Draft draft, StepPath path) {
        return new Node.MapItems(Phase.TO_OPEN, 0, 0, 0);
    }

    @Override
    public void opened(Flow flow, StepPath path, Node node, Event.Opened opened) {
        Node.MapItems map = Node.MapItems.over(opened.items());
        flow.draft().put(path.toString(), map);
        goOn(flow, path, map);
    }

    @Override
    public void goOn(Flow flow, StepPath path, Node node) {
        if (!(node instanceof Node.MapItems map) || map.phase() != Phase.LOOPING) {
            return;
        }
        Draft draft = flow.draft();
        PlanWork.ForEach plan = draft.plan().map(path);
        while (map.open() < plan.maxParallel() && map.next() < map.items() && draft.hasRoom()) {
            flow.start(path.item(map.next()), plan.kind());
            map = map.nextItem();
        }
        draft.put(path.toString(), map);
        if (map.open() == 0 && map.next() == map.items()) {
            flow.end(path, Ending.COMPLETED);
        }
    }

    @Override
    public void childEnded(Flow flow, StepPath path, StepPath child, Ending ending, Reply reply) {
        Draft draft = flow.draft();
        draft.forget(child.toString());
        if (ending.isFailure() && draft.plan().step(path).onError() == OnError.FAIL) {
            String why = ending.note() == null ? "" : ": " + ending.note();
            flow.end(
                    path,
                    new Ending(StepState.FAILED, ending.code(), "item " + child.item() + " " + ending.word() + why));
            return;
        }
        if (draft.get(path) instanceof Node.MapItems map) {
            Node.MapItems left = map.oneEnded();
            draft.put(path.toString(), left);
            goOn(flow, path, left);
        }
    }
}
