"""Whether `smewatch serve` grows: its memory, its handles and its children, minute by minute, with a crawl each minute.

    python tests/benchmarks/soak.py [--minutes 30] [--articles 20]

A local site has new articles on SME policy each time it is polled; a reader subscribes to what is instant, and pages
are read all the while. Printed is a line a minute; at last how the second half stands against the first. The exit code
is 1 where something grew, or a crawl failed.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.policy_news import PolicySite

PAGES = ("/", "/targets", "/officials", "/articles", "/calendar", "/sources", "/runs", "/subscribe", "/changes.atom")
GROWTH = 1.1  # of the second half's median to the first's: more is a leak


@dataclass(frozen=True, slots=True)
class Sample:
    """What the server has at a moment: resident MiB, open handles, threads, children."""

    memory: float
    handles: int
    threads: int
    children: int


def smewatch(environment: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, "-m", "alerts.app.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def prepare(environment: Mapping[str, str], feed: str) -> None:
    """Let there be one source, a crawl each minute, and a reader."""
    smewatch(environment, "init")
    others = [json.loads(line)["name"] for line in smewatch(environment, "sources", "list", "--json").splitlines()]
    for name in others:
        smewatch(environment, "sources", "disable", name)
    smewatch(environment, "sources", "add", feed)
    smewatch(environment, "schedules", "set", "crawl", "60s")
    smewatch(environment, "subscribers", "add", "reader@example.org", "--every", "instant", "--confirmed")


def sample(pid: int) -> Sample:
    place = Path(f"/proc/{pid}")
    said = dict(line.split(":", 1) for line in (place / "status").read_text().splitlines() if ":" in line)
    children = [it for it in Path("/proc").iterdir() if it.name.isdigit() and _parent(it) == pid]
    return Sample(
        int(said["VmRSS"].split()[0]) / 1024, len(list((place / "fd").iterdir())), int(said["Threads"]), len(children)
    )


def _parent(process: Path) -> int | None:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has ended meanwhile
        return None


def read_pages(port: int, until: float) -> int:
    """Ask for pages until a moment; return how many were not answered well."""
    failed = 0
    while time.monotonic() < until:
        for path in PAGES:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            failed += answer.status not in {200, 429}  # the feed is answered so often, and no more
        time.sleep(0.5)
    return failed


def watch(pid: int, port: int, minutes: int) -> tuple[Sequence[Sample], int]:
    print(f"{'minute':>6}{'MiB':>8}{'handles':>9}{'threads':>9}{'children':>10}")
    samples, failed = [], 0
    for minute in range(1, minutes + 1):
        failed += read_pages(port, time.monotonic() + 60)
        samples.append(sample(pid))
        it = samples[-1]
        print(f"{minute:6}{it.memory:8.1f}{it.handles:9}{it.threads:9}{it.children:10}", flush=True)
    return samples, failed


def grown(samples: Sequence[Sample]) -> list[str]:
    """Name what the second half has more of than the first; its first fifth is the time to warm up in."""
    warm = samples[len(samples) // 5 :]
    halves = warm[: len(warm) // 2], warm[len(warm) // 2 :]
    found = []
    for name in ("memory", "handles", "threads", "children"):
        before, after = (statistics.median(getattr(it, name) for it in half) for half in halves)
        print(f"{name:10}{before:8.1f} → {after:.1f}")
        if after > before * GROWTH + 1:
            found.append(name)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--articles", type=int, default=20, help="new ones at each poll")
    options = parser.parse_args()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as place, PolicySite(options.articles) as site:
        others = {name: value for name, value in os.environ.items() if not name.startswith("SMEWATCH_")}
        environment = others | {
            "SMEWATCH_DATA_DIR": place, "SMEWATCH_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
            "SMEWATCH_SMTP_URL": f"file://{place}/mails", "SMEWATCH_CRAWL__DELAY": "0",
            "SMEWATCH_CRAWL__MIN_INTERVAL": "10", "SMEWATCH_CRAWL__MAX_INTERVAL": "20", "SMEWATCH_BASE_URL": f"http://127.0.0.1:{port}",
        }  # fmt: skip
        prepare(environment, site.feed)
        command = [sys.executable, "-m", "alerts.app.cli", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr
            server.stderr.readline()
            samples, failed = watch(server.pid, port, options.minutes)
            server.send_signal(signal.SIGTERM)
            began = time.monotonic()
            _, said = server.communicate(timeout=30)
        ended = time.monotonic() - began
        runs = [
            json.loads(line) for line in smewatch(environment, "runs", "list", "--json", "--limit", "1000").splitlines()
        ]
    states = {it["state"] for it in runs}
    new = sum(it["new"] for it in runs)
    print(f"{len(runs)} runs listed ({', '.join(sorted(states))}), {new} new; ended in {ended:.1f} s")
    print(f"pages not answered well: {failed}; said on standard error: {said.strip()[-500:] or 'nothing'}")
    more = grown(samples)
    sys.exit(1 if more or failed or states - {"finished"} else 0)


if __name__ == "__main__":
    main()
