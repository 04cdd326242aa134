"""Documents in the seed format that the administrator brings from a machine: taken in as known, nobody is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request, Response

from alerts.app.bootstrap import App
from alerts.app.jobs import importing
from alerts.app.jobs.importing import ImportReport
from alerts.app.web.administrator import TheAdministrator
from alerts.app.web.pages import page
from alerts.app.web.security import MOST, TheFiles, Upload, Why
from alerts.app.web.site import TheSite
from crawler.archive import search

router = APIRouter(include_in_schema=False)

_MOST = 50  # files at once: each is read for findings before the answer is there


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of files: the report, and those that were refused by the names that they have where they come from."""

    report: ImportReport
    refused: Sequence[tuple[str, str]]


@router.get("/articles/import")
def ask(request: Request, session: TheAdministrator) -> Response:
    """Show the form."""
    return _form(request)


@router.post("/articles/import")
def take_in(request: Request, site: TheSite, session: TheAdministrator, files: TheFiles) -> Response:
    """Take the files in, and say what came of each that was refused."""
    brought = [it for it in files.get("documents", ()) if it.name]
    if not 0 < len(brought) <= _MOST:
        return _form(request, error="many" if brought else "none")
    imported = _imported(site.app, brought)
    search.catch_up(site.app.database)
    return _form(request, imported)


def _imported(app: App, files: Sequence[Upload]) -> Imported:
    with TemporaryDirectory(prefix="smewatch-") as folder:
        # What a file is called elsewhere is never a path here.
        placed = {Path(folder, f"{number}.txt"): it for number, it in enumerate(files)}
        for path, it in placed.items():
            path.write_bytes(it.content)
        report = importing.import_documents(app, placed)
    names = {str(path): it.name for path, it in placed.items()}
    return Imported(report, [(names[it.name], it.reason) for it in report.texts.refused])


def _form(request: Request, imported: Imported | None = None, error: str = "") -> Response:
    return page(
        request,
        "import.html",
        422 if error else 200,
        imported=imported,
        error=error,
        most=_MOST,
        size=MOST[Why.LARGE_FILES],
    )
