"""Who asks too often has to wait; nobody else does, and nobody is remembered for ever."""

from datetime import UTC, datetime, timedelta

from alerts.app.web.limits import Limiter

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_client_has_so_many_acts_in_a_span() -> None:
    limiter = Limiter(2, HOUR)
    assert limiter.wait("203.0.113.1", NOW) is None
    assert limiter.wait("203.0.113.1", NOW + HOUR / 2) is None
    assert limiter.wait("203.0.113.1", NOW + HOUR * 0.75) == HOUR / 4
    assert limiter.wait("203.0.113.2", NOW + HOUR * 0.75) is None
    assert limiter.wait("203.0.113.1", NOW + HOUR) is None
    assert limiter.wait("203.0.113.1", NOW + HOUR) == HOUR / 2


def test_the_addresses_of_one_line_are_one_client() -> None:
    limiter = Limiter(1, HOUR)
    assert limiter.wait("2001:db8:0:1::1", NOW) is None
    assert limiter.wait("2001:db8:0:1:ffff::2", NOW) is not None
    assert limiter.wait("2001:db8:0:2::1", NOW) is None
    assert limiter.wait("::ffff:203.0.113.1", NOW) is None
    assert limiter.wait("203.0.113.1", NOW) is not None
    assert limiter.wait("fe80::1%eth0", NOW) is None
    assert limiter.wait("no address", NOW) is None


def test_only_the_latest_clients_are_remembered() -> None:
    limiter = Limiter(1, HOUR, clients=3)
    for number in range(4):
        assert limiter.wait(f"203.0.113.{number}", NOW) is None
    assert limiter.wait("203.0.113.3", NOW) is not None
    assert limiter.wait("203.0.113.0", NOW) is None
