"""The last polls of a source, as a row of marks."""

from datetime import timedelta

from alerts.app import bootstrap, sourcing
from alerts.app.bootstrap import App
from alerts.app.web.poll_marks import MOST, Drawings, draw
from crawler import clock
from crawler.archive import states
from crawler.archive.poll_lists import Outcome
from tests.alerts.app.web.steering import added, polled


def test_each_poll_is_a_mark_by_how_it_went_beginning_at_the_left_end() -> None:
    marks = draw([Outcome(0, failed=False), Outcome(99, failed=False), Outcome(0, failed=True)])
    assert (marks.polls, marks.good, marks.failed) == (3, 2, 1)
    assert marks.calm == "M0 11h3v5h-3z"
    assert marks.news == "M4 0h3v16h-3z"
    assert marks.bad == "M8 0h3v16h-3z"


def test_more_new_entries_are_a_higher_mark() -> None:
    marks = draw([Outcome(new, failed=False) for new in (1, 5, 10)])
    assert [it.partition("v")[2].partition("h")[0] for it in marks.news.split("z")[:-1]] == ["6", "10", "16"]


def test_no_more_marks_are_drawn_than_there_is_room_for() -> None:
    assert draw([Outcome(0, failed=False)] * (MOST + 5)).calm.count("M") == MOST


def test_a_source_without_polls_has_no_marks() -> None:
    assert draw([]).calm == draw([]).bad == ""


def test_a_drawing_is_made_anew_when_its_source_was_polled_again(app: App) -> None:
    drawings, now = Drawings(), clock.now()
    for polls in (1, 2):
        polled(app, "gov/news", [None], now + timedelta(hours=polls))
        for _ in "twice":
            with app.database.read() as connection:
                looked = drawings.look(app, states.polled(connection))
            assert looked["gov/news"].polls == polls


def test_the_drawing_of_a_source_that_was_removed_is_not_kept(app: App) -> None:
    drawings, mine = Drawings(), added(app)
    drawings.look(bootstrap.up_to_date(app), {mine.name: clock.now()})
    sourcing.remove(bootstrap.up_to_date(app), mine.name)
    drawings.look(bootstrap.up_to_date(app), {"gov/news": clock.now()})
    assert drawings._drawn.keys() == {"gov/news"}
