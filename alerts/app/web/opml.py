"""Sources go in and out as OPML, the format in which feed readers hand them over."""

from fastapi import APIRouter, Request, Response

from alerts.app import bootstrap, sourcing
from alerts.app.web.adding import form_page
from alerts.app.web.administrator import TheAdministrator
from alerts.app.web.security import TheFiles, TheForm
from alerts.app.web.site import TheSite
from crawler import clock
from crawler.errors import ConfigurationError

router = APIRouter(include_in_schema=False)


@router.get("/sources.opml")
def export(site: TheSite, session: TheAdministrator) -> Response:
    """Hand out the sources that were added."""
    written, _ = sourcing.export_opml(site.app)
    named_so = {"Content-Disposition": 'attachment; filename="smewatch.opml"'}
    return Response(written, media_type="text/x-opml", headers=named_so)


@router.post("/sources/import")
def take_in(request: Request, site: TheSite, session: TheAdministrator, form: TheForm, uploads: TheFiles) -> Response:
    """Add the feeds of a file."""
    upload = next(iter(uploads.get("file", ())), None)
    if upload is None or not upload.content:
        return form_page(request, form, 422, unreadable="")
    try:
        report = sourcing.import_opml(bootstrap.up_to_date(site.app), upload.content, clock.now())
    except ConfigurationError as error:
        return form_page(request, form, 422, unreadable=str(error))
    return form_page(request, {}, imported=report)
