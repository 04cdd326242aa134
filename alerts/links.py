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

    CONFIRM, UNSUBSCRIBE and FEED are about a subscription, PREFERENCES about a reader, by their ids; DIGEST is about
    what a subscription was told for a period (`Links.to_digest`).
    """

    CONFIRM = "confirm"
    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    DIGEST = "digests"
    FEED = "feeds"


#: How long links of a purpose live. Who keeps a mail for a year can still unsubscribe by it.
LIVES = {
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.UNSUBSCRIBE: timedelta(days=800),
    Purpose.PREFERENCES: timedelta(days=90),
    Purpose.DIGEST: timedelta(days=400),
    Purpose.FEED: timedelta(days=3650),  # feed readers are set up once
}


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links to the service at `base` (`https://policy.example`), and reads them, with its secret."""

    base: str
    secret: str

    def to(self, purpose: Purpose, number: int, now: datetime) -> str:
        """Return the link for a purpose to the thing with an id."""
        return self._link(purpose, self.token(purpose, number, now))

    def to_digest(self, subscription: int, period: str, now: datetime) -> str:
        """Return the link to what a subscription is told for a period: a mail holds it before it has an id itself."""
        return self._link(Purpose.DIGEST, self._token(Purpose.DIGEST, now, subscription, period))

    def token(self, purpose: Purpose, number: int, now: datetime) -> str:
        """Return what a link says: the id and the day on which it ends, signed."""
        return self._token(purpose, now, number)

    def read(self, purpose: Purpose, token: str, now: datetime) -> int:
        """Return the id that a token names.

        Raises ForgedLinkError for one that was not made here for this purpose, ExpiredLinkError for one that has ended.
        """
        (number,) = self._read(purpose, token, now, 1)
        return int(number)

    def read_digest(self, token: str, now: datetime) -> tuple[int, str]:
        """Return the subscription's id and the period that the token of a digest names. Raises as `read` does."""
        subscription, period = self._read(Purpose.DIGEST, token, now, 2)
        return int(subscription), str(period)

    def _link(self, purpose: Purpose, token: str) -> str:
        return f"{self.base.rstrip('/')}/{purpose}/{token}"

    def _token(self, purpose: Purpose, now: datetime, *named: int | str) -> str:
        ends = int((now + LIVES[purpose]).timestamp())
        return str(self._serializer(purpose).dumps([*named, ends]))

    def _read(self, purpose: Purpose, token: str, now: datetime, names: int) -> list[int | str]:
        try:
            *named, ends = self._serializer(purpose).loads(token)
        except (BadData, ValueError) as error:  # ValueError: it cannot even be written in UTF-8
            raise ForgedLinkError("this link was not made by the service, or a part of it is missing") from error
        if len(named) != names:
            raise ForgedLinkError("this link is of another kind")
        if now >= datetime.fromtimestamp(ends, UTC):
            raise ExpiredLinkError(f"this link ended on {datetime.fromtimestamp(ends, UTC):%Y-%m-%d}")
        return list(named)

    def _serializer(self, purpose: Purpose) -> URLSafeSerializer:
        return URLSafeSerializer(self.secret, salt=f"smewatch {purpose}")
