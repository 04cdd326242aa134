"""A run's counters → how far it is, and how long it still takes: for the terminal, the pages and the API. Pure."""

from dataclasses import dataclass

from crawler.model import RunState, RunSummary


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is: `done` of `total` sources, or articles of its only one.

    `seconds_left` is about how long it still takes, None while that cannot be told and once it has ended.
    """

    run: RunSummary
    done: int
    total: int
    seconds_left: float | None


def progress_of(run: RunSummary) -> RunProgress:
    """Return how far a run is; what is left is taken to go as what is done went."""
    done, total = _position(run)
    tellable = run.state is RunState.RUNNING and 0 < done <= total
    return RunProgress(run, done, total, run.seconds * (total - done) / done if tellable else None)


def _position(run: RunSummary) -> tuple[int, int]:
    if run.sources != 1 or run.done:
        return run.done, run.sources
    return run.new + run.revised + run.duplicates + run.near_duplicates, run.entries
