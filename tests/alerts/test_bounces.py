"""What servers say when they refuse an address."""

import pytest

from alerts import bounces


@pytest.mark.parametrize(
    ("words", "hard"),
    [
        ("550 5.1.1 no such user", True),
        ("550-5.1.1 no such user 550 5.1.1 see https://example.org", True),
        ("553 5.1.2 no such domain", True),
        ("550 no such user", True),
        ("550 5.7.1 we do not like you", False),
        ("550 5.2.1 disabled", False),
        ("552 5.2.2 full", False),
        ("553 5.1.8 your domain does not exist", False),
        ("554 no", False),
        ("551 user not local", False),
    ],
)
def test_only_an_address_that_does_not_exist_is_refused_for_good(words: str, hard: bool) -> None:
    assert bounces.is_hard(words) is hard
