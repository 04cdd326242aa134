"""An address → the way out that it names, and what of it may be shown.

Pure. E-mail addresses are everybody's; the addresses of the other ways hold secrets, and only the operator adds them.
"""

import hashlib
from enum import StrEnum


class Way(StrEnum):
    """How messages go out, in the order in which a round takes them: readers' mails wait for nothing else."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    SERVICE = "service"


def way(address: str) -> Way:
    """Return the way out of an address: `https://…` is a webhook, any other `scheme://…` a service of Apprise's."""
    scheme, mark, _ = address.partition("://")
    if not mark or "@" in scheme:
        return Way.MAIL
    return Way.WEBHOOK if scheme.lower() in ("https", "http") else Way.SERVICE


def masked(address: str) -> str:
    """Return an address as lists and logs may show it: an e-mail address as it is, of the others no secret.

    `https://hooks.example.org/...5d41402abc4b`: the last part tells those of one host apart.
    """
    if way(address) is Way.MAIL:
        return address
    scheme, _, rest = address.partition("://")
    host = rest.partition("/")[0].rpartition("@")[2] if way(address) is Way.WEBHOOK else ""
    return f"{scheme}://{host}/...{hashlib.sha256(address.encode()).hexdigest()[:12]}"
