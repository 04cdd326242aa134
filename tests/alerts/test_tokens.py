"""Tokens allow what they were made for, until they end or are revoked."""

from datetime import datetime, timedelta

import pytest

from alerts import tokens
from alerts.store import tables
from alerts.tokens import Scope
from crawler.archive.db import Database
from crawler.errors import ConfigurationError

DAY = timedelta(days=1)


def test_a_token_allows_what_it_was_made_for(database: Database, now: datetime) -> None:
    cron = tokens.find(database, tokens.add(database, "cron", {Scope.CRAWL}, now), now)
    assert cron is not None
    assert cron.name == "cron"
    assert [scope for scope in Scope if tokens.allows(cron.scopes, scope)] == [Scope.CRAWL]
    boss = tokens.find(database, tokens.add(database, "boss", {Scope.ADMIN}, now), now)
    assert boss is not None
    assert all(tokens.allows(boss.scopes, scope) for scope in Scope)


@pytest.mark.parametrize("secret", ["", "smewatch_", "x" * 1_000_000, "\udcff", "\x00"])
def test_what_was_not_made_here_allows_nothing(database: Database, now: datetime, secret: str) -> None:
    tokens.add(database, "cron", {Scope.ADMIN}, now)
    assert tokens.find(database, secret, now) is None


def test_a_token_ends_and_can_be_revoked(database: Database, now: datetime) -> None:
    short = tokens.add(database, "short", {Scope.READ}, now, DAY)
    assert tokens.find(database, short, now + DAY - timedelta(seconds=1))
    assert tokens.find(database, short, now + DAY) is None
    long = tokens.add(database, "long", {Scope.READ}, now)
    tokens.revoke(database, "long")
    assert tokens.find(database, long, now) is None
    with pytest.raises(ConfigurationError, match="no token"):
        tokens.revoke(database, "long")


def test_the_secret_is_nowhere_in_the_database_and_its_use_is(database: Database, now: datetime) -> None:
    secret = tokens.add(database, "cron", {Scope.READ}, now)
    tokens.find(database, secret, now + DAY)
    with database.read() as connection:
        (row,) = connection.execute(tables.tokens.select()).all()
    assert secret not in str(row)
    assert tokens.everything(database)[0].used_at == now + DAY


@pytest.mark.parametrize("name", ["", " ", "two\nlines", "n" * 61])
def test_a_name_is_a_line(database: Database, now: datetime, name: str) -> None:
    with pytest.raises(ConfigurationError, match="name"):
        tokens.add(database, name, {Scope.READ}, now)


def test_a_name_is_taken_once_and_a_scope_is_named(database: Database, now: datetime) -> None:
    tokens.add(database, "cron", {Scope.READ}, now)
    with pytest.raises(ConfigurationError, match="already"):
        tokens.add(database, "cron", {Scope.READ}, now)
    with pytest.raises(ConfigurationError, match="scope"):
        tokens.add(database, "other", set(), now)
