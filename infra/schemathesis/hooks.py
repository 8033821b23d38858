"""What schemathesis cannot know of this API."""

import schemathesis
from schemathesis.generation.meta import CoverageScenario


@schemathesis.hook
def filter_case(context, case) -> bool:
    query = case.query or {}
    # A cursor is signed and good for one list: no schema can make one. RequestsTest holds what is refused.
    if "cursor" in query:
        return False
    # Waiting for a run takes up to a minute. RunCreationTest and WaitTest hold it.
    if "wait" in query or "Prefer" in (case.headers or {}):
        return False
    # Everything in a query is text: a number or null in place of a text is that text.
    data = case.meta.phase.data if case.meta else None
    return not (
        getattr(data, "scenario", None) == CoverageScenario.INCORRECT_TYPE
        and getattr(data, "parameter_location", None) == "query"
    )
