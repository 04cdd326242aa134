"""Links prove what they are for, and end."""

from datetime import datetime, timedelta

import pytest

from alerts.errors import ExpiredLinkError, ForgedLinkError
from alerts.links import Links, Purpose

LINKS = Links("https://policy.example/", "a secret of the service")


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_names_its_thing_until_it_ends(now: datetime, purpose: Purpose) -> None:
    link = LINKS.to(purpose, 812, now)
    assert link.startswith(f"https://policy.example/{purpose}/")
    token = link.rpartition("/")[2]
    assert LINKS.read(purpose, token, now + timedelta(days=6)) == 812
    with pytest.raises(ExpiredLinkError, match="ended on"):
        LINKS.read(purpose, token, now + timedelta(days=4000))


def test_a_link_to_confirm_lives_for_seven_days(now: datetime) -> None:
    token = LINKS.token(Purpose.CONFIRM, 1, now)
    assert LINKS.read(Purpose.CONFIRM, token, now + timedelta(days=7) - timedelta(seconds=1)) == 1
    with pytest.raises(ExpiredLinkError):
        LINKS.read(Purpose.CONFIRM, token, now + timedelta(days=7))


def test_a_link_is_for_one_purpose_one_thing_and_one_service(now: datetime) -> None:
    token = LINKS.token(Purpose.DIGEST, 7, now)
    other = Links(LINKS.base, "another secret")
    for links, purpose, tried in (
        (LINKS, Purpose.PREFERENCES, token),
        (other, Purpose.DIGEST, token),
        (LINKS, Purpose.DIGEST, token[:-1]),
        (LINKS, Purpose.DIGEST, f"x{token}"),
        (LINKS, Purpose.DIGEST, "\udcff"),
        (LINKS, Purpose.DIGEST, ""),
    ):
        with pytest.raises(ForgedLinkError):
            links.read(purpose, tried, now)


def test_a_link_to_a_digest_names_a_subscription_and_a_period(now: datetime) -> None:
    link = LINKS.to_digest(7, "2026-W47", now)
    assert link.startswith("https://policy.example/digests/")
    token = link.rpartition("/")[2]
    assert LINKS.read_digest(token, now + timedelta(days=399)) == (7, "2026-W47")
    with pytest.raises(ExpiredLinkError):
        LINKS.read_digest(token, now + timedelta(days=401))
    with pytest.raises(ForgedLinkError):
        LINKS.read_digest(LINKS.token(Purpose.DIGEST, 7, now), now)
    with pytest.raises(ForgedLinkError):
        LINKS.read(Purpose.DIGEST, token, now)
