"""Mails that came back are read from the mailbox that the settings name."""

from datetime import datetime

from alerts import returns
from alerts.app.bootstrap import App
from alerts.errors import ServerUnavailableError
from alerts.mailboxes import open_mailbox
from alerts.returns import ReturnReport


def collect_returns(app: App, now: datetime) -> ReturnReport:
    """Take down which mails came back; nothing where no mailbox is set.

    Raises ConfigurationError where the setting cannot be read.
    """
    url = app.settings.bounces_url.get_secret_value()
    if not url:
        return ReturnReport()
    try:
        with open_mailbox(url) as mailbox:
            return returns.collect(app.database, mailbox, now)
    except ServerUnavailableError as error:
        return ReturnReport(unavailable=str(error))
