"""How sources fare is kept from one look to the next, of those that there are."""

from datetime import timedelta

import pytest

from alerts.app import fares, sourcing
from alerts.app.bootstrap import App, up_to_date
from alerts.app.fares import Standings
from alerts.app.sourcing import Reading
from crawler import clock
from crawler.archive import states
from crawler.health import State
from tests.alerts.app.web.steering import polled

FEED = "https://feeds.example.org/news.xml"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources whose states are read, as they are read."""
    names: list[str] = []
    everything = states.everything

    def listening(connection: object, sources: set[str]) -> object:
        names.extend(sources)
        return everything(connection, sources)  # type: ignore[arg-type]

    monkeypatch.setattr(states, "everything", listening)
    return names


def test_only_the_states_of_sources_that_were_polled_since_are_read_again(installation: App, read: list[str]) -> None:
    standings, now = Standings(), clock.now()
    for hour in range(2):
        polled(installation, "gov/news", [None], now + timedelta(hours=hour))
        for _ in range(2):
            del read[:]
            listed = {it.source.name: it for it in fares.fares(installation, standings)}
            assert listed["gov/news"].health.state is not State.UNKNOWN
        assert read == []
    polled(installation, "gov/news", [None], now + timedelta(hours=3))
    del read[:]
    fares.fares(installation, standings)
    assert read == ["gov/news"]


def test_a_source_that_was_removed_is_forgotten(installation: App) -> None:
    standings = Standings()
    sourcing.add(installation, [FEED], Reading(), clock.now())
    polled(installation, FEED, [None], clock.now())
    fares.fares(up_to_date(installation), standings)
    assert FEED in standings.look(installation.database, up_to_date(installation).catalog.sources)
    sourcing.remove(up_to_date(installation), FEED)
    assert FEED not in {it.source.name for it in fares.fares(up_to_date(installation), standings)}
    assert FEED not in standings._known
