"""How far a run is and how long it still takes, as it is shown everywhere."""

import pytest

from alerts.app.run_progress import progress_of
from crawler.model import RunState, RunSummary


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (RunSummary(1, RunState.RUNNING, "api", 10, 20, done=5), (5, 20, 30)),
        (RunSummary(1, RunState.RUNNING, "api", 10, 20), (0, 20, None)),
        (RunSummary(1, RunState.RUNNING, "api", 10, 1, entries=40, new=5, duplicates=3, revised=2), (10, 40, 30)),
        (RunSummary(1, RunState.RUNNING, "api", 10, 1, done=1, entries=40, new=40), (1, 1, 0)),
        (RunSummary(1, RunState.CANCELLED, "api", 10, 20, done=5), (5, 20, None)),
        (RunSummary(1, RunState.RUNNING, "api", 10, 0), (0, 0, None)),
    ],
    ids=["of many sources", "before the first", "articles of the only source", "at the end", "cancelled", "of nothing"],
)
def test_what_is_left_goes_as_what_is_done_went(run: RunSummary, expected: tuple[int, int, float | None]) -> None:
    come = progress_of(run)
    assert (come.done, come.total, come.seconds_left) == expected
