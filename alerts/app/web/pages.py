"""Values → a page in its reader's language, by the templates in `alerts/templates/web`, where all words stand."""

from collections.abc import Mapping
from functools import cache

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from alerts import wording
from alerts.app.web import assets
from alerts.app.web.administrator import FORM_TOKEN, session_of
from alerts.app.web.languages import tongue_of
from alerts.audience import Cadence, Language, News
from alerts.language import tongue
from alerts.links import Purpose
from crawler.model import Level


def page(
    request: Request, name: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
) -> Response:
    """Answer with a page. Texts of others may hold half a character: it is shown as a question mark.

    Beside its values a template has `site`, `topics` (their titles in the language, by their names), `root` (the
    service's path), `here` (the page's own path below that), `back` (its whole address on this host), `signed`
    (whether that is a signed link), `session` (None where nobody is signed in), `words` (how values are written in the
    language) and `_` (how words are said in it).
    """
    site = request.app.state.site
    language = tongue_of(request).language
    path = request.url.path
    here = path.removeprefix(site.root)
    html = (
        _environment(language)
        .get_template(name)
        .render(
            values,
            status=status,
            site=site,
            topics=site.topic_titles[language],
            root=site.root,
            here=here,
            signed=here.split("/")[1] in set(Purpose),
            back=f"{path}?{request.url.query}" if request.url.query else path,
            session=session_of(request),
        )
    )
    varies = {"Vary": "Accept-Language, Cookie", **(headers or {})}
    return Response(html.encode("utf-8", "replace"), status, varies, "text/html; charset=utf-8")


@cache
def _environment(language: Language) -> Environment:
    said = tongue(language)
    made = Environment(
        loader=PackageLoader("alerts", "templates/web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(said.catalogue, newstyle=True)  # type: ignore[attr-defined]
    made.filters["quoted"] = wording.quoted
    made.globals.update(
        language=language,
        words=said.words,
        cadences=list(Cadence),
        languages=list(Language),
        news={it.value: said.words.news(it) for it in News},
        levels={it.value: said.words.level(it) for it in Level},
        assets=assets.ADDRESSES,
        form_token=FORM_TOKEN,
    )
    return made
