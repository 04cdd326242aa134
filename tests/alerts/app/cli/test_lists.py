"""Lists that a user has watched by rules of the user's own: tried, added, crawled, handed over; over real HTTP."""

import json
import shlex
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
import typer.main

from alerts.app.cli import app
from crawler.model import HtmlList, JsonList
from tests.conftest import Smewatch
from tests.servers import Answer, NewsSite

PLACES = ("甲", "乙", "丙")
ITEMS = "ul.news > li:has(a)"


def page(place: str) -> Answer:
    story = f"示例省{place}市日前印发若干措施，支持中小企业发展，为{place}市的企业减免租金，并设立{place}市纾困基金。"
    body = f"<h1>{place}市支持中小企业</h1><div class='article'><p>{story}</p></div>"
    return Answer(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode())


def html_list(*numbers: int) -> Answer:
    items = (
        f"<li><em>要闻</em><a href='/{it}.html'>{PLACES[it]}市支持中小企业</a><i>2026-03-0{it + 1}</i></li>"
        for it in numbers
    )
    menu = "<ul><li><a href='/about.html'>关于我们</a></li></ul>"
    return Answer(f"<html><body>{menu}<ul class='news'>{''.join(items)}</ul></body></html>".encode())


def json_list(site: NewsSite, *numbers: int) -> Answer:
    items = [
        {"链接": f"{site.url}/{it}.html", "bt": f"{PLACES[it]}市支持中小企业", "rq": f"2026-03-0{it + 1}"}
        for it in numbers
    ]
    return Answer(json.dumps({"data": {"list": items}}).encode(), content_type="application/json")


@pytest.fixture
def site(news_site: NewsSite) -> NewsSite:
    """A site with an HTML list of one article and a JSON list of another."""
    for number, place in enumerate(PLACES):
        news_site.pages[f"/{number}.html"] = page(place)
    news_site.pages["/list/"] = html_list(0)
    news_site.pages["/api/roll?page=1&n=20"] = json_list(news_site, 1)
    return news_site


def html_options() -> list[str]:
    return ["--kind", "listing", "--items", ITEMS, "--date", "i"]


def json_options() -> list[str]:
    return ["--kind", "json", "--items", "data.list", "--url", "链接", "--title", "bt", "--published", "rq"]


def listed(smewatch: Smewatch) -> dict[str, Any]:
    printed = smewatch("sources", "list", "--json")
    assert printed.returncode == 0, printed.stderr
    return {row["name"]: row for row in map(json.loads, printed.stdout.splitlines())}


def crawled(smewatch: Smewatch, *names: str) -> dict[str, Any]:
    done = smewatch("crawl", *names, "--json")
    assert done.returncode == 0, (done.stdout, done.stderr)
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


def test_lists_that_were_added_are_crawled_like_declared_ones(smewatch: Smewatch, site: NewsSite) -> None:
    page_url, roll_url, referer = f"{site.url}/list/", f"{site.url}/api/roll?page=1&n=20", f"{site.url}/from.html"
    assert smewatch("sources", "add", page_url, *html_options()).returncode == 0
    assert smewatch("sources", "add", roll_url, *json_options(), "--referer", referer).returncode == 0
    assert site.requests == []
    rows = listed(smewatch)
    assert (rows[page_url]["kind"], rows[page_url]["rules"]) == ("listing", asdict(HtmlList(ITEMS, date="i")))
    declared = JsonList("data.list", url="链接", title="bt", published="rq")
    assert (rows[roll_url]["rules"], rows[roll_url]["referer"]) == (asdict(declared), referer)

    first = crawled(smewatch, page_url, roll_url)
    assert (first["entries"], first["new"], first["sources_failed"]) == (2, 2, [])
    assert site.headers["/api/roll?page=1&n=20"]["Referer"] == referer
    assert "/about.html" not in site.requests
    articles = [json.loads(line) for line in smewatch("articles", "--json").stdout.splitlines()]
    assert {(it["title"], it["published"][:10]) for it in articles} == {
        ("甲市支持中小企业", "2026-02-28"),
        ("乙市支持中小企业", "2026-03-01"),
    }

    site.requests.clear()
    second = crawled(smewatch, page_url, roll_url)
    assert (second["not_modified"], second["entries"], second["new"]) == (2, 0, 0)
    assert [path for path in site.requests if path.endswith(".html")] == []
    site.pages["/list/"] = html_list(2, 0)
    assert crawled(smewatch, page_url)["new"] == 1


def test_a_list_is_read_anew_by_other_rules_though_it_has_not_changed(smewatch: Smewatch, site: NewsSite) -> None:
    url = f"{site.url}/list/"
    site.pages["/list/"] = html_list(0, 1)
    smewatch("sources", "add", url, "--kind", "listing", "--items", f"{ITEMS}:first-child")
    assert crawled(smewatch, url)["new"] == 1
    refused = smewatch("sources", "add", url, *html_options())
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"`smewatch sources remove {url}`" in refused.stderr
    assert listed(smewatch)[url]["rules"]["items"] == f"{ITEMS}:first-child"
    smewatch("sources", "remove", url)
    assert smewatch("sources", "add", url, *html_options()).returncode == 0
    assert smewatch("sources", "add", url, *html_options()).stderr == f"{url} is there already\n"
    assert crawled(smewatch, url)["new"] == 1


@pytest.mark.parametrize(
    ("path", "options", "form"),
    [("/list/", html_options(), "HTML list"), ("/api/roll?page=1&n=20", json_options(), "JSON list")],
)
def test_the_command_that_a_check_ends_with_has_the_list_watched(
    smewatch: Smewatch, site: NewsSite, path: str, options: list[str], form: str
) -> None:
    url, referer = f"{site.url}{path}", f"{site.url}/from.html"
    shown = smewatch("sources", "check", url, *options, "--referer", referer)
    assert shown.returncode == 0, shown.stderr
    assert site.headers[path]["Referer"] == referer
    heading, *_, last = shown.stdout.splitlines()
    assert heading == f"{form}  {url}"
    assert "1 of 1 entries have one" in shown.stdout
    assert "市支持中小企业" in shown.stdout
    assert set(site.requests) == {"/robots.txt", path}
    command = shlex.split(last.removeprefix("   to watch it: smewatch "))
    assert smewatch(*command).returncode == 0
    (found,) = map(json.loads, smewatch("sources", "check", url, *options, "--json").stdout.splitlines())
    row = listed(smewatch)[url]
    assert row["referer"] == referer
    assert (row["kind"], row["rules"]) == (found["kind"], found["rules"])
    assert (found["form"], found["usable"], found["preview"][0]["url"][-5:]) == (form, True, ".html")


def test_a_list_that_a_page_only_leads_to_is_tried_there(smewatch: Smewatch, site: NewsSite) -> None:
    script = "<script parseType=buildstatic url='/api/unit' querydata=\"{'id':'7'}\"></script>"
    site.pages["/unit.html"] = Answer(f"<html><body>{script}</body></html>".encode())
    built = {"data": {"html": html_list(0).body.decode()}}
    site.pages["/api/unit?id=7"] = Answer(json.dumps(built).encode(), content_type="application/json")
    options = ("--kind", "listing", "--items", ITEMS, "--built-by", "script[parseType=buildstatic]")
    tried = smewatch("sources", "check", f"{site.url}/unit.html", *options, "--json")
    assert tried.returncode == 0, tried.stderr
    assert json.loads(tried.stdout)["preview"][0]["title"] == "甲市支持中小企业"
    assert site.headers["/api/unit?id=7"]["Referer"] == f"{site.url}/unit.html"


def test_rules_that_find_nothing_are_said_to_and_are_not_offered(smewatch: Smewatch, site: NewsSite) -> None:
    shown = smewatch("sources", "check", f"{site.url}/list/", "--kind", "listing", "--items", "table[id=x] tr")
    assert shown.returncode == 1
    assert "none of the 0 items that 'table[id=x] tr' selects has an address" in shown.stdout
    assert "sources add" not in shown.stdout
    found = smewatch("sources", "check", f"{site.url}/list/", "--kind", "json", "--items", "data", "--json")
    assert (found.returncode, json.loads(found.stdout)["usable"], found.stderr) == (1, False, "")


@pytest.mark.parametrize(
    ("command", "options", "named"),
    [
        ("add", ["--items", "li"], "--items is no rule of the kind rss"),
        ("check", ["--items", "li"], "--items is no rule of the kind rss"),
        ("add", ["--kind", "listing"], "needs --items"),
        ("check", ["--kind", "listing", "--items", "li", "--date", "i["], "--date 'i[' is no CSS selector"),
        ("add", ["--kind", "json", "--link", "a"], "--link is no rule of the kind json"),
        ("add", ["--kind", "sitemap", "--referer", "a.org"], "--referer 'a.org' is no http(s) address"),
    ],
)
def test_options_that_do_not_go_together_are_named_before_anything_is_done(
    smewatch: Smewatch, site: NewsSite, command: str, options: list[str], named: str
) -> None:
    refused = smewatch("sources", command, f"{site.url}/list/", *options)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert named in refused.stderr
    assert site.requests == []
    assert not (smewatch.home / "data").exists()


def test_every_rule_of_a_list_has_its_option() -> None:
    rules = {f"--{it.name.replace('_', '-')}" for it in (*fields(HtmlList), *fields(JsonList))}
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    sources = group.commands["sources"]
    assert isinstance(sources, typer.core.TyperGroup)
    for name in ("add", "check"):
        assert rules <= {option for parameter in sources.commands[name].params for option in parameter.opts}


def test_lists_go_from_one_installation_to_another_in_opml(smewatch: Smewatch, tmp_path: Path) -> None:
    smewatch("sources", "add", "https://example.org/list/", *html_options(), "--referer", "https://example.org/")
    smewatch("sources", "add", "https://example.org/roll", *json_options())
    smewatch("sources", "add", "https://example.org/feed.json", "--kind", "json")
    assert smewatch("sources", "export", "mine.opml").returncode == 0
    other = Smewatch(tmp_path, smewatch.settings | {"DATA_DIR": str(tmp_path / "other")})
    done = other("sources", "import", "mine.opml")
    assert (done.returncode, done.stderr) == (0, "3 sources are added, 0 were there already\n")
    assert listed(other) == listed(smewatch)
