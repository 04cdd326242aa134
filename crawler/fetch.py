"""Addresses → answers, once and under a crawl's guard: for commands that look at the web without keeping anything.

The fetch is a child process (`crawler.spiders.once`) for the reasons that a crawl is one, and under the same rules: no
private networks, limits on size, time and redirects, robots.txt, one user agent. Nothing is stored or read here.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler import config
from crawler.address import has_credentials, host, is_web
from crawler.config import Settings
from crawler.errors import ConfigurationError, FetchError
from crawler.model import Reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered with a status of success.

    `url` is where the redirects led. The names of `headers` are in lower case. `text` is the body in the `encoding`
    that its header or its `<meta>` declares; both are empty for what is no text.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    encoding: str = ""
    text: str = ""


def fetch(
    settings: Settings, url: str, headers: Mapping[str, str] | None = None, within: float | None = None
) -> Answer:
    """Return what an address answers; FetchError, with its `Reason`, where it gives no usable answer.

    `headers` go along with those that every request has; `within` is as for `fetch_all`.
    """
    (answer,) = fetch_all(settings, [url], headers, within)
    if isinstance(answer, FetchError):
        raise answer
    return answer


def fetch_all(
    settings: Settings, urls: Sequence[str], headers: Mapping[str, str] | None = None, within: float | None = None
) -> tuple[Answer | FetchError, ...]:
    """Return what each address answers, or why it does not, in the order in which they were given.

    All go through one child process, which takes a second or two to start; what has not answered `within` so many
    seconds is given up, the rest counts. Raises ConfigurationError for an address that is none of the web.
    """
    for url in urls:
        if has_credentials(url):
            raise ConfigurationError(f"the address at {host(url)} holds a user name or a password: leave it out")
        if not is_web(url):
            raise ConfigurationError(f"{url!r} is no http(s) address")
    if not urls:
        return ()
    printed, missing = _printed(settings, {"urls": urls, "headers": dict(headers or {})}, within)
    rows = [json.loads(line) for line in printed.splitlines(keepends=True) if line.endswith(b"\n")]
    answers = {row["asked"]: _answer(row) for row in rows}
    return tuple(answers.get(number, missing) for number in range(len(urls)))


def _printed(settings: Settings, asked: Mapping[str, Any], within: float | None) -> tuple[bytes, FetchError]:
    """Return what the child process prints, and what is to be said of addresses that it prints nothing about."""
    try:
        # -P: a folder named `crawler` where the user stands must not be taken for ours.
        child = subprocess.run(
            [sys.executable, "-P", "-m", "crawler.spiders.once"],
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            env=config.child_environment(settings, os.environ),
            check=False,
            timeout=within,
        )
    except subprocess.TimeoutExpired as error:
        return error.stdout or b"", FetchError(Reason.TIMEOUT, "no complete answer in the time that there was for it")
    said = f"the fetch ended with exit code {child.returncode}, and without an answer"
    return child.stdout, FetchError(Reason.ERROR, said)


def _answer(row: Mapping[str, Any]) -> Answer | FetchError:
    if "reason" in row:
        return FetchError(Reason(row["reason"]), row["detail"])
    return Answer(
        url=row["url"],
        status=row["status"],
        headers=row["headers"],
        body=base64.b64decode(row["body"]),
        encoding=row["encoding"],
        text=row["text"],
    )
