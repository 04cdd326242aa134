"""Whatever happens while digests are composed and sent: nothing is lost, and nothing comes twice whose 250 was heard.

Real processes against a real mail server with faults, on generated articles that each hold a target of their own. No
test waits for time to go by: a process stands still where it is to be killed, and says so; later is `--now`.
"""

import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.model import Message
from alerts.store import outbox
from crawler import clock
from crawler.archive.db import Database
from tests.conftest import Smewatch
from tests.faulty_mail import FaultyMailSink
from tests.servers import NewsSite
from tests.test_end_to_end import publish

ROOT = Path(__file__).parents[1]
PROVINCES = ("河北省", "山西省", "辽宁省", "吉林省", "江苏省", "浙江省", "安徽省", "福建省")
GOALS = [str(3107 + 211 * number) for number in range(len(PROVINCES))]
READERS = [f"{name}@example.org" for name in ("ann", "bob", "cat")]
SOON, LATER = timedelta(minutes=1), timedelta(hours=1)


def article(province: str, goal: str) -> tuple[str, ...]:
    return (
        f"{province}：到2027年培育{goal}家专精特新中小企业",
        f"{province}日前印发《{province}中小企业梯度培育行动方案》，对全省优质中小企业培育作出部署。",
        f"方案提出，到2027年，{province}力争培育{goal}家专精特新中小企业，进一步完善梯度培育体系。",
        f"{province}各市要把中小企业公共服务体系建设摆在突出位置，推动政策直达中小微企业。",
    )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of an installation that has crawled the articles, and has told nobody."""
    home = tmp_path_factory.mktemp("crawled")
    command = Smewatch(
        home,
        {"DATA_DIR": str(home / "data"), "ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8", "CRAWL__DELAY": "0"},
    )
    with NewsSite() as site:
        for reader in READERS:
            added = command("subscribers", "add", reader, "--every", "instant", "--confirmed")
            assert added.returncode == 0, added.stderr
        feed = publish(site, *map(article, PROVINCES, GOALS))
        done = command("crawl", "--feed", feed, "--announce")
        assert done.returncode == 0, done.stderr
    return home / "data"


@pytest.fixture
def installation(crawled: Path, smewatch: Smewatch) -> Smewatch:
    """The command line, with the news that nobody has been told."""
    shutil.copytree(crawled, smewatch.home / "data")
    return smewatch


@pytest.fixture
def sink() -> Iterator[FaultyMailSink]:
    with FaultyMailSink() as server:
        yield server


@pytest.fixture
def send(installation: Smewatch, sink: FaultyMailSink) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run `digest send`, some time from now."""
    began = clock.now()

    def run(later: timedelta = timedelta(0), url: str = "") -> "subprocess.CompletedProcess[str]":
        return installation("digest", "send", "--now", moment(began + later), SMTP_URL=url or sink.url)

    return run


Send = Callable[..., "subprocess.CompletedProcess[str]"]


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S%z")


def hindered(installation: Smewatch, hindrance: str, url: str) -> "subprocess.Popen[str]":
    """Start `digest send`, hindered as `tests.hindered` says."""
    script = [sys.executable, "-W", "error", str(ROOT / "tests" / "hindered.py"), hindrance, "digest", "send"]
    environment = installation.environment(SMTP_URL=url)
    return subprocess.Popen(
        script,
        cwd=installation.home,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def mails(sink: FaultyMailSink) -> Counter[str]:
    """How often each reader got a mail; each mail holds every target."""
    ids: dict[str, set[str]] = {}
    for recipient, mail in zip(sink.recipients, sink.mails, strict=True):
        text = mail.get_body(("plain",))
        assert text is not None
        assert [goal for goal in GOALS if goal not in text.get_content()] == []
        ids.setdefault(recipient, set()).add(mail["Message-ID"])
    assert all(len(them) == 1 for them in ids.values()), "a duplicate is the same message"
    return Counter(sink.recipients)


ONCE = Counter(READERS)

STAGES = {
    "while digests are composed": ("alerts.store.outbox:add:2:after", 0),
    "before what is composed is kept": ("alerts.store.subscribers:deal_with:3:after", 0),
    "once it is kept": ("alerts.deliver:deliver_due:1:before", 0),
    "with a mail in hand": ("alerts.channels.email:_Smtp.send:2:before", 0),
    "while connecting": ("alerts.channels.email:_connect:1:after", 0),
    "once a mail is taken": ("alerts.channels.email:_Smtp.send:2:after", 1),
    "while that is written down": ("alerts.store.outbox:settle:2:after", 1),
    "once that is written down": ("alerts.deliver:_taken:2:after", 0),
}


@pytest.mark.parametrize(("stage", "twice"), STAGES.values(), ids=STAGES.keys())
def test_killed_at_a_stage_of_its_own(
    installation: Smewatch, sink: FaultyMailSink, send: Send, stage: str, twice: int
) -> None:
    with hindered(installation, stage, sink.url) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reached\n", process.stderr and process.stderr.read()
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert send(LATER).returncode == 0  # the mail in hand is free again
    assert send(2 * LATER).stderr == "nothing new, no mail\n"
    assert mails(sink) - ONCE == Counter(READERS[1:2] * twice)
    assert not ONCE - mails(sink)


@pytest.mark.parametrize(("stage", "twice"), [("EHLO", 0), ("MAIL", 0), ("RCPT", 0), ("DATA", 0), ("250", 1)])
def test_killed_while_the_server_is_about_to_answer(
    installation: Smewatch, sink: FaultyMailSink, send: Send, stage: str, twice: int
) -> None:
    sink.held = stage
    with installation.start("digest", "send", SMTP_URL=sink.url) as process:
        assert sink.reached.wait(60)
        process.kill()
        assert process.wait() == -signal.SIGKILL
    sink.go_on()
    assert send(LATER).returncode == 0
    assert send(2 * LATER).stderr == "nothing new, no mail\n"
    assert mails(sink) - ONCE == Counter(READERS[:1] * twice)
    assert not ONCE - mails(sink)


def test_a_server_that_is_away_for_hours(sink: FaultyMailSink, send: Send, closed_port: int) -> None:
    for hours in range(3):
        away = send(timedelta(hours=hours), f"smtp://127.0.0.1:{closed_port}")
        assert away.returncode == 1
        assert "3 in the queue" in away.stderr
        assert len(away.stderr.splitlines()) == 1
    assert send(timedelta(hours=3)).stderr == "0 composed, 3 sent\n"
    assert mails(sink) == ONCE


def test_a_250_that_is_lost(sink: FaultyMailSink, send: Send) -> None:
    sink.drops = {READERS[1]}
    lost = send()
    assert lost.returncode == 1
    assert "3 composed, 2 sent; put off: the connection was lost" in lost.stderr
    sink.drops = set()
    assert send(LATER).stderr == "0 composed, 1 sent\n"
    assert mails(sink) == Counter({READERS[0]: 1, READERS[1]: 2, READERS[2]: 1})


def test_a_server_that_hangs_up_after_every_mail(sink: FaultyMailSink, send: Send) -> None:
    sink.hangs_up_after = 1
    assert send().stderr == "3 composed, 3 sent\n"
    assert mails(sink) == ONCE


def test_a_server_that_takes_its_time(installation: Smewatch, sink: FaultyMailSink, send: Send) -> None:
    sink.held = "250"
    with installation.start("digest", "send", SMTP_URL=sink.url) as process:
        assert sink.reached.wait(60)
        sink.go_on()
        assert process.wait() == 0
    assert send(LATER).stderr == "nothing new, no mail\n"
    assert mails(sink) == ONCE


def test_recipients_that_are_refused_cost_themselves_alone(
    installation: Smewatch, sink: FaultyMailSink, send: Send
) -> None:
    sink.refusals = {
        READERS[0]: f"451 4.7.1 <{READERS[0]}>: try again later",
        READERS[1]: f"550 5.1.1 <{READERS[1]}>: no such user",
    }
    refused = send()
    assert refused.returncode == 1
    assert "3 composed, 1 sent; put off: 451 4.7.1" in refused.stderr
    assert "given up: 550 5.1.1" in refused.stderr
    assert all(reader not in refused.stderr for reader in READERS)
    sink.refusals = {}
    assert send(LATER).stderr == "0 composed, 1 sent\n"
    assert mails(sink) == ONCE - Counter(READERS[1:2])
    assert "suspended" in installation("subscribers", "list").stdout


def test_a_mail_that_is_too_large_costs_itself_alone(sink: FaultyMailSink, send: Send) -> None:
    sink.refused = {READERS[0]: "552 5.3.4 too large"}
    assert "3 composed, 2 sent; given up: 552 5.3.4 too large" in send().stderr
    sink.refused = {}
    assert send(LATER).stderr == "nothing new, no mail\n"
    assert mails(sink) == ONCE - Counter(READERS[:1])


def test_two_senders_at_once(installation: Smewatch, sink: FaultyMailSink, send: Send) -> None:
    sink.held = "RCPT"
    with installation.start("digest", "send", SMTP_URL=sink.url) as one:
        assert sink.reached.wait(60)
        sink.reached.clear()
        with installation.start("digest", "send", SMTP_URL=sink.url) as other:
            assert sink.reached.wait(60)
            sink.go_on()
            assert (one.wait(), other.wait()) == (0, 0)
    assert send(LATER).stderr == "nothing new, no mail\n"
    assert mails(sink) == ONCE


def test_a_clock_that_is_put_back(sink: FaultyMailSink, send: Send, closed_port: int) -> None:
    assert send(LATER, f"smtp://127.0.0.1:{closed_port}").returncode == 1
    assert send().stderr == "3 in the queue\n"
    assert send(LATER + SOON).stderr == "0 composed, 3 sent\n"
    assert send().stderr == "nothing new, no mail\n"
    assert send(2 * LATER).stderr == "nothing new, no mail\n"
    assert mails(sink) == ONCE


def test_a_disk_that_is_full_while_digests_are_composed(
    installation: Smewatch, sink: FaultyMailSink, send: Send
) -> None:
    with hindered(installation, "8192", sink.url) as process:
        said = process.communicate()[1]
        assert process.returncode == 1
    assert len(said.splitlines()) == 1
    assert "cannot be written" in said
    assert "make room" in said
    assert sink.mails == []
    assert send().stderr == "3 composed, 3 sent\n"
    assert mails(sink) == ONCE


def test_a_disk_that_fills_up_while_mails_are_sent(
    installation: Smewatch, sink: FaultyMailSink, send: Send, closed_port: int
) -> None:
    """The journal of the database finds no more room, be it before a mail is sent or after."""
    assert send(url=f"smtp://127.0.0.1:{closed_port}").returncode == 1
    file = installation.home / "data" / "smewatch.db"
    database = Database(f"sqlite:///{file}")
    crowd = [f"reader{number}@example.org" for number in range(150)]
    with database.write() as connection:
        for reader in crowd:
            message = Message(reader, "notice", "text", "<p>text</p>", f"<{reader}>", clock.now())
            outbox.add_notice(connection, message, clock.now() - LATER)
    database.close()
    pages = -(-file.stat().st_size // 4096) + 16
    failed = 0
    for more in range(6):
        with hindered(installation, str((pages + more) * 4096), sink.url) as process:
            said = process.communicate()[1]
        assert process.returncode in (0, 1), said
        assert len(said.splitlines()) == 1
        failed += process.returncode and "make room" in said
    assert failed
    assert send(LATER).returncode == 0
    assert Counter(sink.recipients) == ONCE + Counter(crowd)
