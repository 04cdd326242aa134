"""`/findings` and `/corrections`: a person has the last word about what was found, and can take it back."""

from fastapi import APIRouter, Request, Response

from alerts import correcting
from alerts.app.findings import correction_row
from alerts.app.web.api import answers, models, orders
from alerts.app.web.api.access import Correcting
from alerts.app.web.api.problems import documented
from alerts.app.web.numbers import Number
from alerts.app.web.site import TheSite
from alerts.corrections import Correction
from crawler import clock

router = APIRouter(tags=["corrections"], responses=documented(401, 403, 404, 413))


@router.post("/findings/{number}/reject", status_code=201, response_model=models.Correction)
def reject(request: Request, site: TheSite, caller: Correcting, number: Number, said: orders.Reasoned) -> Response:
    """Say that a finding is none."""
    made = correcting.reject(site.app.database, number, by=caller.name, why=said.why, now=clock.now())
    return _said(request, made)


@router.post("/findings/{number}/correct", status_code=201, response_model=models.Correction)
def correct(request: Request, site: TheSite, caller: Correcting, number: Number, said: orders.Corrected) -> Response:
    """Give fields of a finding other values; what is not named stays as it is."""
    made = correcting.correct(site.app.database, number, said.fields, by=caller.name, why=said.why, now=clock.now())
    return _said(request, made)


@router.post("/findings/{number}/merge", status_code=201, response_model=models.Correction)
def merge(request: Request, site: TheSite, caller: Correcting, number: Number, said: orders.Merged) -> Response:
    """Say that a finding is the same as another one."""
    made = correcting.merge(site.app.database, number, said.other, by=caller.name, why=said.why, now=clock.now())
    return _said(request, made)


@router.post("/corrections/{number}/undo", status_code=201, response_model=models.Correction)
def undo(request: Request, site: TheSite, caller: Correcting, number: Number, said: orders.Reasoned) -> Response:
    """End a correction: what it was about is again as the rules read it."""
    made = correcting.undo(site.app.database, number, by=caller.name, why=said.why, now=clock.now())
    return _said(request, made)


def _said(request: Request, made: Correction) -> Response:
    return answers.one(request, correction_row((made, True)), 201)
