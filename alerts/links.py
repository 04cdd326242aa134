"""Links in mails ↔ what they let their reader do: signed, each for one purpose and one thing, until a day.

Pure: a token proves that the service made it; whether the thing is still there is asked of the store. A link opens a
page, and only its button acts.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

from alerts.errors import ExpiredLinkError, ForgedLinkError


class Purpose(StrEnum):
    """What a link is for; also the first part of its path.

    CONFIRM and UNSUBSCRIBE are about a subscription, PREFERENCES about a reader, DIGEST about a mail in the outbox, by
    their ids.
    """

    CONFIRM = "confirm"
    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    DIGEST = "digests"


#: How long links of a purpose live. Who keeps a mail for a year can still unsubscribe by it.
_LIVES = {
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.UNSUBSCRIBE: timedelta(days=800),
    Purpose.PREFERENCES: timedelta(days=90),
    Purpose.DIGEST: timedelta(days=400),
}


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links to the service at `base` (`https://policy.example`), and reads them, with its secret."""

    base: str
    secret: str

    def to(self, purpose: Purpose, number: int, now: datetime) -> str:
        """Return the link for a purpose to the thing with an id."""
        return f"{self.base.rstrip('/')}/{purpose}/{self.token(purpose, number, now)}"

    def token(self, purpose: Purpose, number: int, now: datetime) -> str:
        """Return what a link says: the id and the day on which it ends, signed."""
        ends = int((now + _LIVES[purpose]).timestamp())
        return str(self._serializer(purpose).dumps([number, ends]))

    def read(self, purpose: Purpose, token: str, now: datetime) -> int:
        """Return the id that a token names.

        Raises ForgedLinkError for one that was not made here for this purpose, ExpiredLinkError for one that has ended.
        """
        try:
            number, ends = self._serializer(purpose).loads(token)
        except (BadData, ValueError) as error:  # ValueError: it cannot even be written in UTF-8
            raise ForgedLinkError("this link was not made by the service, or a part of it is missing") from error
        if now >= datetime.fromtimestamp(ends, UTC):
            raise ExpiredLinkError(f"this link ended on {datetime.fromtimestamp(ends, UTC):%Y-%m-%d}")
        return int(number)

    def _serializer(self, purpose: Purpose) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"smewatch {purpose}")
