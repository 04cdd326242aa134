"""What the processes of runs say is kept for a while, and no more of it than there is room for."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from crawler import run_log
from crawler.config import Settings


def test_what_a_run_says_is_passed_on_and_kept(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    run_log.copy(io.BytesIO("WARNING 页面不全\n".encode()), settings, 7)
    assert run_log.read(settings, 7) == "WARNING 页面不全\n"
    assert capfd.readouterr().err == "WARNING 页面不全\n"
    assert run_log.read(settings, 8) == ""


def test_a_run_that_says_nothing_leaves_no_file(settings: Settings) -> None:
    run_log.copy(io.BytesIO(), settings, 7)
    assert not (settings.data_dir / "logs").exists()


def test_of_more_than_there_is_room_for_the_beginning_and_the_end_are_kept(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_log, "_PART", 20)
    run_log.copy(io.BytesIO(b"this was the cause. " + b"x" * 200_000 + b"so it ends"), settings, 7)
    assert run_log.read(settings, 7) == "this was the cause. \n[200000 bytes are left out here]\nso it ends"
    assert len(capfd.readouterr().err) == 200_030


def test_what_is_said_is_there_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_log, "_PART", 20)
    monkeypatch.setattr(run_log, "_AT_ONCE", 9)
    shown = []

    class Speaker(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            shown.append(run_log.read(settings, 7))
            return super().read(size)

    run_log.copy(Speaker(b"".join(b"line %03d\n" % number for number in range(100))), settings, 7)
    assert all(it.endswith(f"line {number:03}\n") for number, it in enumerate(shown[1:]))
    assert max(map(len, shown)) < 100


def test_nothing_is_left_out_of_what_there_is_room_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_log, "_PART", 10)
    monkeypatch.setattr(run_log, "_AT_ONCE", 3)
    run_log.copy(io.BytesIO(b"0123456789abcdefghij"), settings, 7)
    assert run_log.read(settings, 7) == capfd.readouterr().err == "0123456789abcdefghij"


def test_nobody_else_on_the_machine_reads_it(settings: Settings) -> None:
    run_log.copy(io.BytesIO(b"said"), settings, 7)
    (path,) = (settings.data_dir / "logs").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_takes_nothing_holds_nobody_up(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    (settings.data_dir / "logs").write_text("in the way of the folder")
    run_log.copy(io.BytesIO(b"said"), settings, 7)
    assert capfd.readouterr().err == "said"


def test_what_was_said_long_ago_goes(settings: Settings) -> None:
    run_log.copy(io.BytesIO(b"said"), settings, 7)
    now = datetime.now(UTC)
    assert run_log.drop(settings, now - timedelta(days=1)) == 0
    assert run_log.drop(settings, now + timedelta(days=1)) == 1
    assert run_log.read(settings, 7) == ""
