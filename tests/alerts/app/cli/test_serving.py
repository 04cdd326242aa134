"""`smewatch serve` listens where it is told to, and ends when it is told to."""

import http.client
import json
import re
import signal
import socket
import time
from urllib.parse import urlsplit

from tests.alerts.app.web.conftest import Browser
from tests.alerts.app.web.steering import hanging
from tests.conftest import Smewatch
from tests.servers import MailSink, NewsSite

PASSWORD = "three horses"


def test_pages_are_served_until_the_end(smewatch: Smewatch) -> None:
    serving = smewatch.start("serve", "--port", "0", "--no-schedules", BASE_URL="https://policy.example/news")
    assert serving.stderr is not None
    assert serving.stderr.readline().startswith("SMEWATCH_SMTP_URL is not set")
    line = serving.stderr.readline()
    address = urlsplit(line.split()[2].rstrip(","))
    assert line.endswith("for readers at https://policy.example/news\n")
    for path in ("/subscribe", "/news/subscribe"):  # whether or not a proxy takes its part of the path away
        connection = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        assert 'action="/news/subscribe"' in answer.read().decode()
        connection.close()
    serving.send_signal(signal.SIGINT)
    _, rest = serving.communicate(timeout=30)
    assert (serving.returncode, rest) == (0, "")


def test_nothing_is_served_with_settings_that_cannot_work(smewatch: Smewatch) -> None:
    refused = smewatch("serve", "--port", "0", SMTP_URL="http://x", OPERATOR="abc", ADMIN_PASSWORD="$argon2id$broken")
    assert refused.returncode == 2
    named = ["SMEWATCH_SMTP_URL", "SMEWATCH_OPERATOR", "SMEWATCH_ADMIN_PASSWORD"]
    assert all(name in line for name, line in zip(named, refused.stderr.splitlines(), strict=True))


def test_the_schedules_run_and_end_with_the_server(smewatch: Smewatch, mail_sink: MailSink) -> None:
    smewatch("schedules", "disable", "crawl")  # nothing is to leave this machine
    smewatch("subscribers", "add", "reader@example.org")
    serving = smewatch.start("serve", "--port", "0", SMTP_URL=mail_sink.url)
    assert mail_sink.arrived.get(timeout=60)["To"] == "reader@example.org"
    deadline = time.monotonic() + 60
    while "1 sent" not in smewatch("schedules", "list").stdout and time.monotonic() < deadline:
        pass
    serving.send_signal(signal.SIGTERM)
    serving.communicate(timeout=30)
    assert serving.returncode in {0, -signal.SIGTERM}
    listed = smewatch("schedules", "list")
    assert "nobody runs them" in listed.stderr
    digests = next(line for line in listed.stdout.splitlines() if line.startswith("digests"))
    assert "1 sent" in digests
    assert "exit code" not in digests


def test_a_crawl_and_a_digest_under_way_come_to_a_good_end(
    smewatch: Smewatch, mail_sink: MailSink, news_site: NewsSite
) -> None:
    """The crawl waits for a page that does not come, the digest for the mail server's answer."""
    over = hanging(news_site)
    smewatch("schedules", "disable", "crawl")
    smewatch("subscribers", "add", "reader@example.org")
    mail_sink.answering.clear()
    serving = smewatch.start("serve", "--port", "0", SMTP_URL=mail_sink.url, ADMIN_PASSWORD=PASSWORD)
    assert serving.stderr is not None
    browser = Browser(urlsplit(serving.stderr.readline().split()[2].rstrip(",")).port or 0)
    cookie = browser.post("/login", {"password": PASSWORD, "next": ""}).headers["set-cookie"].split(";")[0]
    (token,) = set(re.findall(r'name="form_token" value="([^"]+)"', browser.get("/runs", {"Cookie": cookie}).text))
    order = {"form_token": token, "scope": "named", "names": f"{news_site.url}/feed.xml"}
    begun = browser.post("/runs", order, {"Sec-Fetch-Site": "same-origin", "Cookie": cookie})
    assert begun.headers["location"] == "/runs/1"
    assert mail_sink.began.wait(60)
    deadline = time.monotonic() + 60
    while "/1.html" not in news_site.requests:
        assert time.monotonic() < deadline
    serving.send_signal(signal.SIGTERM)
    mail_sink.answering.set()
    serving.communicate(timeout=30)
    over.set()
    assert json.loads(smewatch("runs", "show", "1", "--json").stdout)["state"] == "cancelled"
    assert "0 mails queued, 0 given up" in smewatch("doctor").stdout
    assert len(mail_sink.mails) == 1


def test_a_port_that_is_taken_is_named(smewatch: Smewatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = smewatch("serve", "--port", port, SMTP_URL="file:///tmp/mails")
    assert refused.returncode == 2
    assert refused.stderr == f"smewatch: port {port} of 127.0.0.1 cannot be listened at: Address already in use\n"


def test_an_address_that_is_none_is_named(smewatch: Smewatch) -> None:
    refused = smewatch("serve", "--host", "300.1.2.3", SMTP_URL="file:///tmp/mails")
    assert refused.returncode == 2
    assert "'300.1.2.3' is no address to listen at" in refused.stderr
