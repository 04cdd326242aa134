"""Values → a page, by the templates in `alerts/templates/web`, where all words stand."""

from collections.abc import Mapping

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from alerts import wording
from alerts.app.web import stylesheets
from alerts.audience import Cadence, Language, News
from crawler.model import Level

_environment = Environment(
    loader=PackageLoader("alerts", "templates/web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.globals.update(
    cadences=list(Cadence),
    languages=list(Language),
    news={it.value: wording.news(it) for it in News},
    levels={it.value: wording.level(it) for it in Level},
    sheets=stylesheets.ADDRESSES,
)


def page(
    request: Request, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
) -> Response:
    """Answer with a page. Texts of others may hold half a character: it is shown as a question mark."""
    site = request.app.state.site
    html = _environment.get_template(name).render(values, status=status, site=site, root=site.root)
    return Response(html.encode("utf-8", "replace"), status, headers, "text/html; charset=utf-8")
