"""Whatever is asked within or against the description, the answer is one that is described, and never a fault."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from alerts import tokens
from alerts.app.bootstrap import App
from alerts.app.crawls import Crawls
from alerts.app.web.server import listen, server
from alerts.store import schema as database_schema
from alerts.tokens import Scope
from crawler import catalog, clock
from crawler.archive import runs
from crawler.archive.db import Database
from crawler.config import Settings
from crawler.model import RunState

# What a description cannot say is no fault: which names are sources', which cursors were given out.
_NO_FAULTS: list[Any] = [positive_data_acceptance]
MOMENT = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The API of a service whose crawls do nothing, asked by somebody who may do all."""
    folder = tmp_path_factory.mktemp("service")
    database = Database(f"sqlite:///{folder / 'smewatch.db'}")
    database_schema.upgrade(database)
    with database.write() as connection:
        ended = runs.begin(connection, (), trigger="cli", announce=False, now=MOMENT)
        runs.end(connection, ended, RunState.FINISHED, now=MOMENT)
    app = App(Settings(data_dir=folder), database, catalog.load())
    secret = tokens.add(database, "schemathesis", {Scope.ADMIN}, clock.now())
    patched = pytest.MonkeyPatch()
    patched.setattr(Crawls, "_lasts", lambda *_: 0)
    serving = server(app)
    with listen("127.0.0.1", 0) as listener:
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listener]})
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        described = schemathesis.openapi.from_url(f"{address}/v1/openapi.json")
        described.config.update(base_url=address, headers={"Authorization": f"Bearer {secret}"})
        yield described
        serving.should_exit = True
        thread.join()
    patched.undo()
    database.close()


def test_no_request_brings_about_a_fault(described: BaseSchema, subtests: pytest.Subtests) -> None:
    for found in described.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        for mode in GenerationMode:
            with subtests.test(operation.label, mode=mode.value):
                _ask(operation.as_strategy(generation_mode=mode))


def _ask(cases: SearchStrategy[Case[Any]]) -> None:
    @given(cases)
    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def ask(case: Case[Any]) -> None:
        case.call_and_validate(excluded_checks=_NO_FAULTS)

    with suppress(Unsatisfiable):  # what takes nothing cannot be given anything wrong
        ask()
