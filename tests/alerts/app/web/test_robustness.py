"""Whatever is asked or posted, the answer is a page in plain words, with all headers, and never a 500."""

import re
import socket
from collections.abc import Callable
from importlib import resources

import pytest

from alerts import recent, subscriptions
from alerts.app.bootstrap import App
from alerts.audience import Filter, Subscription
from alerts.links import Purpose
from alerts.store import tables
from tests.alerts.app.web.conftest import Browser
from tests.alerts.app.web.test_subscribing import FORM

ODD_PATHS = (
    "/nowhere",
    "/confirm/x",
    "/confirm/%00",
    "/confirm/%ff%fe",
    "/confirm/%ed%a0%80",
    "/confirm/" + "x" * 10_000,
    "/confirm/..%2f..%2fetc%2fpasswd",
    "/unsubscribe/WzEsMV0.x",
    "/preferences/x/subscriptions/1",
    "/preferences/x/export",
    "/feeds/x.atom",
    "/feeds/.atom",
    "/digests/x",
)
ODD_VALUES = (
    "\0",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff\xfe",
    b"\xb2\xe2\xca\xd4",
    "\u202e\u2028\x1b[31m",
    "<script>",
)

MULTIPART = {"Content-Type": "multipart/form-data; boundary=x", "Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("path", ODD_PATHS)
def test_an_odd_address_is_a_page_that_says_so(browser: Browser, path: str) -> None:
    for answer in (browser.get(path), browser.post(path, {"cadence": "day"})):
        assert answer.status in {404, 405}
        assert answer.title
        assert "去首页" in answer.text


@pytest.mark.parametrize("value", ODD_VALUES)
@pytest.mark.parametrize("field", [*FORM, "name", "keywords", "topics", "kinds", "quiet_start", "when_empty", "odd"])
def test_odd_values_are_stored_harmless_or_refused(  # noqa: PLR0917
    browser: Browser,
    app: App,
    subscribed: Callable[..., Subscription],
    path: Callable[..., str],
    field: str,
    value: str,
) -> None:
    assert browser.post("/subscribe", FORM | {field: value}).status in {303, 422}
    own = path(Purpose.PREFERENCES, subscribed(filter=Filter(objects=("小巨人",))).subscriber.id)
    for act in ("settings", "subscriptions/new"):
        assert browser.post(f"{own}/{act}", FORM | {field: value}).status in {303, 422}
    assert browser.get(own).status == 200
    for it in subscriptions.everyone(app.database):
        assert all(word.isprintable() for word in (it.name, *it.filter.keywords))


def test_a_body_without_end_is_refused(browser: Browser) -> None:
    for size in (1_000_000, 6_000_000):
        answer = browser.post("/subscribe", FORM | {"keywords": "x" * size})
        assert (answer.status, answer.title) == (413, "填写的内容太长")
    many = "&".join(f"keywords={it}" for it in range(5000)).encode()
    assert browser.post("/subscribe", many).status == 413


@pytest.mark.parametrize("body", [b"", b"&&&=;%", b"\xff" * 100, b"address", b"%zz=%u1234", b"[" * 1000])
def test_a_form_that_is_none_is_shown_again(browser: Browser, body: bytes) -> None:
    assert browser.post("/subscribe", body).status == 422
    assert browser.post("/subscribe", body, MULTIPART).status == 422


def part(name: str, content: bytes, more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"


def test_a_form_in_parts_is_read_like_any_other_and_files_are_no_fields(browser: Browser, app: App) -> None:
    fields = b"".join(part(name, str(value).encode()) for name, value in FORM.items())
    file = part("keywords", b"\xff\x00", '; filename="a\x00.txt"')
    assert browser.post("/subscribe", fields + file + b"--x--\r\n", MULTIPART).status == 303
    (it,) = subscriptions.everyone(app.database)
    assert it.subscriber.address == FORM["address"]
    assert it.filter.keywords == ()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (part("address", b"x" * 600_000) + b"--x--", 422),
        (part("address", b"x" * 5_000_000, '; filename="f"') + b"--x--", 413),
        (part("file", b"", '; filename="f"') * 201 + b"--x--", 422),
        (part("address", b"") * 1001 + b"--x--", 422),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--", 422),
        (b"--x\r\n" + b"X: " + b"y" * 1_000_000, 422),
    ],
)
def test_a_form_of_too_many_or_too_large_parts_is_refused(browser: Browser, body: bytes, status: int) -> None:
    assert browser.post("/subscribe", body, MULTIPART).status == status


@pytest.mark.parametrize("declared", ["", "; boundary=", "; boundary=x; charset=undefined", "; boundary=x; charset=?"])
def test_a_form_in_parts_that_declares_itself_oddly_is_refused(browser: Browser, declared: str) -> None:
    headers = MULTIPART | {"Content-Type": f"multipart/form-data{declared}"}
    body = part("address", b"\xff") + b"--x--\r\n"
    assert browser.post("/subscribe", body, headers).status == 422


def test_the_reason_and_the_limit_are_told(browser: Browser, path: Callable[..., str]) -> None:
    elsewhere = browser.post("/subscribe", FORM, {"Sec-Fetch-Site": "cross-site"})
    assert (elsewhere.status, elsewhere.title) == (403, "这个请求来自别的网站")
    written = browser.post("/subscribe", FORM | {"keywords": "x" * 1_000_000})
    assert (written.title, "512 KB" in written.text) == ("填写的内容太长", True)
    strewn = browser.post("/subscribe", b"keywords=x&" * 1001)
    assert (strewn.status, strewn.title) == (413, "填写的项目太多")
    assert ("一次最多 1,000 项" in strewn.text, "KB" in strewn.text) == (True, False)
    file = part("file", b"x" * 5_000_000, '; filename="f"') + b"--x--"
    uploaded = browser.post("/subscribe", file, MULTIPART)
    assert (uploaded.title, "4 MB" in uploaded.text) == ("文件太大", True)
    assert "分几次" not in uploaded.text  # a form may take one file
    assert "从邮件里" not in browser.get("/nowhere").text
    assert "从邮件里" in browser.get(path(Purpose.CONFIRM, 1)[:-1]).text


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "/runs", "GET, POST, HEAD"), ("DELETE", "/schedules/crawl", "POST"), ("POST", "/targets", "GET, HEAD")],
)
def test_a_method_that_an_address_does_not_take_is_answered_with_those_that_it_takes(
    browser: Browser, method: str, path: str, allowed: str
) -> None:
    answer = browser.get(path, {"Sec-Fetch-Site": "same-origin"}, method)
    assert (answer.status, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize("number", ["0", "-1", "x", "2147483648", "9" * 5000, "1e3"])
def test_an_id_that_is_none_is_refused(
    browser: Browser, subscribed: Callable[..., Subscription], path: Callable[..., str], number: str
) -> None:
    own = path(Purpose.PREFERENCES, subscribed().subscriber.id)
    assert browser.get(f"{own}/subscriptions/{number}").status == 422


def test_every_answer_has_the_headers(browser: Browser) -> None:
    for path in ("/subscribe", "/nowhere", "/changes.atom", "/assets/style.css", "/"):
        headers = browser.get(path).headers
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
        assert "server" not in {name.lower() for name in headers}
    assert browser.get("/subscribe").headers["cache-control"] == "no-store"


def test_a_fault_of_ours_is_a_page_too(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(recent, "recent", fail)
    answer = browser.get("/changes.atom")
    assert (answer.status, answer.title) == (500, "出了点问题")
    assert "RuntimeError" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_a_database_that_cannot_be_used_is_a_page_too(browser: Browser, app: App) -> None:
    with app.database.write() as connection:
        tables.changes.drop(connection)
    answer = browser.get("/changes.atom")
    assert (answer.status, answer.title) == (503, "暂时打不开")


def test_no_page_holds_a_script_a_style_or_anything_from_elsewhere() -> None:
    inline = re.compile(r"<script(?! src=\"{{ root }}/{{ assets\[)|<style|style=|javascript:|\son\w+=['\"]")
    templates = [it for it in (resources.files("alerts") / "templates" / "web").iterdir() if it.is_file()]
    assert templates
    for template in templates:
        text = template.read_text(encoding="utf-8")
        assert not inline.search(text), template
        assert "://" not in text, template


def test_half_a_request_hurts_nobody(browser: Browser) -> None:
    with socket.create_connection(("127.0.0.1", browser.port)) as connection:
        connection.sendall(b"POST /subscribe HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\naddress=")
    with socket.create_connection(("127.0.0.1", browser.port)) as connection:
        connection.sendall(b"\x00\xff garbage\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
    assert browser.get("/subscribe").status == 200
