"""`smewatch serve` listens where it is told to, and ends when it is told to."""

import http.client
import signal
import socket
import time
from urllib.parse import urlsplit

from tests.conftest import Smewatch
from tests.servers import MailSink


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
