"""What a crawl costs, beside a bare Scrapy spider that does the same requests and nothing else.

    python tests/benchmarks/crawl.py --rig ../shared/rig --data ../shared/data [--feeds 500] [--items 20]

`--rig` is a folder with `farm.py`, a local news web, and `yard/bare_scrapy.py`, the yardstick; `--data` the articles
that it serves. Three works, in one run on one machine: the first poll with all pages read by the generic extractor, the
same with a publisher's selectors, and a poll of feeds that have not changed. Printed are CPU seconds of the whole
process tree, their ratio to the yardstick's for the same work, and the peak memory of the largest process.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ADMIN = "http://127.0.0.1:8790/__admin/"

# The farm's four kinds of page, as a publisher would declare them; `crawler.publishers` finds it on its path.
PUBLISHER = """
from crawler.model import Level, Publisher

PUBLISHER = Publisher(
    name="rig",
    title="rig",
    level=Level.PORTAL,
    hosts=({hosts}),
    body=(".content_area", ".article-body", ".cnt_bd", "td.text"),
    headline=("h1",),
    date=(".time",),
)
"""
SITE = "import crawler.publishers\ncrawler.publishers.__path__.append({folder!r})\n"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: CPU seconds of its process tree, and the peak memory of the largest process in MiB."""

    cpu: float
    peak: float


@contextmanager
def farm(rig: Path, data: Path, feeds: int, items: int) -> Iterator[None]:
    command = [
        sys.executable, rig / "farm.py", "--data", data, "--feeds", str(feeds), "--items", str(items), "--hosts", "100",
        "--formats", "rss2,atom,rss1", "--content", "summary", "--prerender", "--host-base", "127.7.0.2",
    ]  # fmt: skip
    server = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE)
    try:
        assert server.stdout is not None
        server.stdout.readline()  # it says what it serves once it does
        yield
    finally:
        server.terminate()
        server.wait()


def served() -> list[str]:
    with urllib.request.urlopen(ADMIN + "feeds") as answer:
        return [feed["url"] for feed in json.load(answer)]


def cost(command: Sequence[str | Path], environment: Mapping[str, str], log: Path) -> Cost:
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(map(str, command)), env={**os.environ, **environment}, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.stderr.write(log.read_text(encoding="utf-8")[-2000:])
        raise SystemExit(f"this failed: {' '.join(map(str, command[:5]))} …")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def smewatch(urls: Sequence[str], place: Path, path: str = "") -> Cost:
    command = [sys.executable, "-m", "alerts.app.cli", "crawl", "--announce", "--json"]
    environment = {
        "SMEWATCH_DATA_DIR": str(place / "data"),
        "SMEWATCH_ALLOW_PRIVATE_ADDRESSES": "127.0.0.0/8",
        "SMEWATCH_CRAWL__DELAY": "0",
        "PYTHONPATH": path,
    }
    return cost([*command, *(part for url in urls for part in ("--feed", url))], environment, place / "smewatch.log")


def declared(urls: Sequence[str], place: Path) -> str:
    """Declare the farm's hosts as a publisher's; return the folder that makes smewatch see it."""
    hosts = sorted({url.split("/")[2].partition(":")[0] for url in urls})
    folder = place / "publishers"
    folder.mkdir()
    (folder / "rig.py").write_text(PUBLISHER.format(hosts=", ".join(map(repr, hosts)) + ","), encoding="utf-8")
    (place / "sitecustomize.py").write_text(SITE.format(folder=str(folder)), encoding="utf-8")
    return str(place)


def row(work: str, ours: Cost, yardstick: Cost) -> str:
    return f"{work:38} {ours.cpu:8.2f} {yardstick.cpu:8.2f} {ours.cpu / yardstick.cpu:7.2f} {ours.peak:8.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rig", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=20)
    given: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, farm(given.rig, given.data, given.feeds, given.items):
        place = Path(folder)
        urls = served()
        listed = place / "feeds.txt"
        listed.write_text("\n".join(urls), encoding="utf-8")
        bare = [sys.executable, given.rig / "yard" / "bare_scrapy.py", listed]
        (generic := place / "generic").mkdir()
        (selected := place / "selected").mkdir()
        print(f"{'work':38} {'CPU s':>8} {'bare s':>8} {'ratio':>7} {'peak MiB':>8}")
        follow = cost([*bare, "--follow"], {}, place / "bare.log")
        print(row("first poll, all pages, generic", smewatch(urls, generic), follow))
        print(row("first poll, all pages, selectors", smewatch(urls, selected, declared(urls, selected)), follow))
        print(row("poll of unchanged feeds", smewatch(urls, generic), cost(bare, {}, place / "bare.log")))


if __name__ == "__main__":
    main()
