"""What `smewatch schedules list` says of the last run of each."""

import pytest

from alerts.app.schedule_lists import print_schedules
from alerts.store.schedules import Memory
from crawler import clock


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("crawl", 1, "something failed: `smewatch runs list`"), ("crawl", 2, "exit code 2"), ("backup", 1, "code 1")],
)
def test_how_a_command_ended_is_said(name: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    now = clock.now()
    print_schedules({name: Memory(started=now, ended=now, exit_code=code)}, "UTC")
    printed = " ".join(capsys.readouterr().out.split())
    assert said in printed
    assert ("exit code" in printed) == ("code" in said)
