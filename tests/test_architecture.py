"""The house keeps its law: who may import whom, what stays pure, one home for each library, and no cycles.

The imports are read from the source, those inside functions and under TYPE_CHECKING included.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("seeds", "crawler", "alerts")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    return {module_name(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


@cache
def imports(module: str) -> frozenset[str]:
    """What a module imports, as deep as the import names a module: `from crawler import model` is crawler.model."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(modules()[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                names.add(full if full in modules() else node.module)
    return frozenset(names)


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def ours(module: str) -> frozenset[str]:
    return frozenset(name for name in imports(module) if within(name, PACKAGES))


# 1. Who may import whom.

CRAWLER_FOR_ALERTS = tuple(
    f"crawler.{name}"
    for name in (
        "model", "config", "clock", "catalog", "errors", "relevance", "health", "archive", "edits", "networks",
        "touchstones",
    )
)  # fmt: skip
CRAWLER_CLOSED_TO_APP = tuple(f"crawler.{name}" for name in ("pipelines", "middlewares", "settings"))


def strangers(module: str) -> Iterator[str]:
    for name in ours(module):
        if within(module, ("seeds",)):
            allowed = within(name, ("seeds",))
        elif within(module, ("crawler",)):
            allowed = within(name, ("seeds", "crawler"))
        elif within(module, ("alerts.app",)):
            allowed = not within(name, CRAWLER_CLOSED_TO_APP)
        else:
            allowed = within(name, ("seeds", "alerts", *CRAWLER_FOR_ALERTS)) and not within(name, ("alerts.app",))
        if not allowed:
            yield name


@pytest.mark.parametrize("module", sorted(modules()))
def test_imports_point_left(module: str) -> None:
    assert sorted(strangers(module)) == []


# 2. Pure modules do no input or output and read no clock.

PURE = (
    "seeds",
    "crawler.model",
    "crawler.bulletins",
    "crawler.discovery",
    "crawler.health",
    "crawler.holding",
    "crawler.networks",
    "crawler.polling",
    "crawler.times",
    "crawler.walls",
    "crawler.article",
    "crawler.opml",
    "crawler.rules",
    "crawler.encoding",
    "crawler.extraction",
    "crawler.relevance",
    "crawler.novelty",
    "crawler.resemblance",
    "crawler.stories",
    "crawler.alignment",
    "crawler.edits",
    "crawler.touchstones",
    "alerts.model",
    "alerts.extract",
    "alerts.explain",
    "alerts.identity",
    "alerts.ledger",
    "alerts.figures",
    "alerts.cascade",
    "alerts.plausibility",
    "alerts.rephrasing",
    "alerts.sayings",
    "alerts.officials",
    "alerts.corrections",
    "alerts.wording",
    "alerts.edits",
    "alerts.audience",
    "alerts.bounces",
    "alerts.posting",
    "alerts.refusals",
    "alerts.ways",
    "alerts.digest",
    "alerts.deadlines",
    "alerts.english",
    "alerts.excerpts",
    "alerts.headline",
    "alerts.items",
    "alerts.styles",
    "alerts.feed",
    "alerts.filters",
    "alerts.letters",
    "alerts.links",
    "alerts.mail_templates",
    "alerts.subscribe",
    "alerts.characters",
    "alerts.render",
    "alerts.blocks",
    "alerts.edit_lines",
    "alerts.attribution",
    "alerts.trajectory",
    "alerts.plots",
    "alerts.agenda",
)
IMPURE = ("seeds.library",)
FORBIDDEN_TO_PURE = (
    "crawler.clock", "os", "io", "socket", "subprocess", "time", "smtplib", "urllib.request", "http", "asyncio",
    "threading", "tempfile", "shutil", "sqlalchemy", "scrapy", "twisted", "logging", "random", "secrets",
)  # fmt: skip
CLOCK_CALLS = {"now", "utcnow", "today", "localtime", "time", "monotonic", "perf_counter"}
CLOCK_OWNERS = {"datetime", "date", "time"}


@pytest.mark.parametrize("module", sorted(m for m in modules() if within(m, PURE) and not within(m, IMPURE)))
def test_pure_modules_touch_nothing_outside(module: str) -> None:
    touched = sorted(name for name in imports(module) if within(name, FORBIDDEN_TO_PURE))
    assert touched == []


@pytest.mark.parametrize("module", sorted(m for m in modules() if m != "crawler.clock"))
def test_only_the_clock_reads_the_clock(module: str) -> None:
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    readings = [
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.attr in CLOCK_CALLS - {"monotonic", "perf_counter"})
        and (node.func.value.id in CLOCK_OWNERS)
    ]
    assert readings == []


# 3. One home for each library.

HOMES = {
    "scrapy": (
        "crawler.spiders", "crawler.pipelines", "crawler.middlewares", "crawler.resolver", "crawler.exporter",
        "crawler.addon", "crawler.settings", "crawler.run",
    ),
    "twisted": (
        "crawler.spiders", "crawler.pipelines", "crawler.middlewares", "crawler.resolver", "crawler.addon",
        "crawler.settings", "crawler.run",
    ),
    "feedparser": ("crawler.spiders",),
    "sqlalchemy": (
        "crawler.archive", "crawler.ingest", "crawler.adoption", "crawler.renewal", "alerts.store", "alerts.correcting",
        "alerts.reanalysis", "alerts.signup", "alerts.subscriptions",
    ),
    "alembic": ("alerts.store",),
    "jinja2": ("alerts.mail_templates", "alerts.blocks", "alerts.app.web", "alerts.app.demo"),
    "apscheduler": ("alerts.app.scheduler",),
    "fastapi": ("alerts.app.web",),
    "starlette": ("alerts.app.web",),
    "uvicorn": ("alerts.app.web",),
    "itsdangerous": ("alerts.links",),
    "argon2": ("alerts.passwords",),
    "babel": ("alerts.language",),
    "smtplib": ("alerts.channels.email",),
    "imaplib": ("alerts.mailboxes",),
    "poplib": ("alerts.mailboxes",),
    "apprise": ("alerts.channels.apprise",),
    "typer": ("alerts.app",),
    "rich": ("alerts.app",),
    "pydantic": ("crawler.config", "alerts.app.web.api"),
    "pydantic_settings": ("crawler.config",),
    "pygal": ("alerts.plots",),
    "readability": ("crawler.extraction.body",),
    "opencc": ("seeds.fingerprint",),
}  # fmt: skip


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_is_imported_in_its_home_alone(library: str) -> None:
    users = {m for m in modules() if any(within(name, (library,)) for name in imports(m))}
    assert users, f"nothing imports {library}: its line here is dead"
    assert sorted(m for m in users if not within(m, HOMES[library])) == []


# What a process is to start with, and what it leaves for when there is work for it.
STARTS = {
    "alerts.app.cli": ("typer", "sqlalchemy alembic scrapy twisted jinja2 fastapi uvicorn alerts.extract rich.table"),
    "alerts.app.listings": ("rich.table", "sqlalchemy scrapy jinja2 alerts.extract.findings alerts.app.doctor"),
    "alerts.app.figure_lists": ("rich.table", "sqlalchemy scrapy jinja2 alerts.extract.findings"),
    "alerts.app.jobs.crawling": ("sqlalchemy", "alembic scrapy twisted jinja2 alerts.extract.findings"),
    "crawler.spiders.__main__": ("scrapy", "alembic feedparser alerts"),
}


@pytest.mark.parametrize("module", STARTS)
def test_a_process_starts_without_what_only_some_of_its_work_needs(module: str) -> None:
    needed, left = STARTS[module]
    script = f"import sys, {module}; print(*sys.modules)"
    started = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(started.stdout.split())
    assert needed in loaded
    assert not loaded & set(left.split())


# 4. No cycles, and names that say something.


def test_no_import_goes_round_in_a_circle() -> None:
    done: set[str] = set()
    path: list[str] = []

    def visit(module: str) -> None:
        if module in path:
            raise AssertionError(" → ".join([*path[path.index(module) :], module]))
        if module in done:
            return
        path.append(module)
        for name in sorted(ours(module) & modules().keys()):
            visit(name)
        path.pop()
        done.add(module)

    for module in modules():
        visit(module)


@pytest.mark.parametrize("module", sorted(modules()))
def test_no_file_is_a_drawer_for_everything(module: str) -> None:
    assert module.rsplit(".", 1)[-1] not in {"utils", "util", "helpers", "common", "misc"}


@pytest.mark.parametrize("module", sorted(modules()))
def test_every_module_says_what_it_is(module: str) -> None:
    tree = ast.parse(modules()[module].read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
