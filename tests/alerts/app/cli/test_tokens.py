"""`smewatch tokens` makes what scripts show to the API: printed once, listed without it, gone when it is revoked."""

from tests.conftest import Smewatch


def test_a_token_is_printed_once_listed_and_revoked(smewatch: Smewatch) -> None:
    made = smewatch("tokens", "add", "cron", "--scope", "crawl", "--scope", "read", "--days", "30")
    assert made.returncode == 0
    assert made.stdout.startswith("smewatch_")
    assert "cannot be shown again" in made.stderr
    listed = smewatch("tokens", "list").stdout
    assert "cron" in listed
    assert "crawl, read" in listed
    assert "never" in listed  # used
    assert made.stdout.strip() not in listed
    assert smewatch("tokens", "revoke", "cron").returncode == 0
    assert "cron" not in smewatch("tokens", "list").stdout


def test_what_cannot_be_made_or_revoked_is_named(smewatch: Smewatch) -> None:
    for arguments, reason in (
        (("add", "cron", "--scope", "everything"), "there is no scope 'everything'"),
        (("add", "", "--scope", "read"), "a token's name is a line"),
        (("revoke", "cron"), "there is no token 'cron'"),
    ):
        refused = smewatch("tokens", *arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert reason in refused.stderr
