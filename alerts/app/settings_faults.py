"""The settings of mail and sign-in → those that cannot work, each in a sentence that names it and what would do.

`crawler.config` cannot know what a mail server's address is. Held against who will use them, and nothing is connected
to; a crawl does without any of them, so that it is for `serve` and `doctor` to ask.
"""

from collections.abc import Callable, Iterator

from alerts import mailboxes, passwords, subscribe
from alerts.channels import email
from crawler.config import Settings
from crawler.errors import ConfigurationError


def find(settings: Settings) -> Iterator[str]:
    """Give a sentence for each setting that cannot work; of these all but the sender may be left empty."""
    optional = (
        (email.check_server, settings.smtp_url.get_secret_value()),
        (mailboxes.check, settings.bounces_url.get_secret_value()),
        (check_operator, settings.operator),
        (passwords.check, settings.admin_password.get_secret_value()),
    )
    for check, setting in ((email.check_sender, settings.mail_from), *(it for it in optional if it[1])):
        if fault := _fault(check, setting):
            yield fault


def check_operator(setting: str) -> str:
    """Return the operator's address in the form that is mailed. Raises ConfigurationError for what is none."""
    try:
        return subscribe.address(setting)
    except ConfigurationError as error:
        raise ConfigurationError(f"SMEWATCH_OPERATOR: {error}") from error


def _fault(check: Callable[[str], object], setting: str) -> str:
    try:
        check(setting)
    except ConfigurationError as error:
        return str(error)
    return ""
