"""The administrator's password: held against what is set, which is the password or its Argon2 hash.

An empty setting is no password: nobody can sign in.
"""

from functools import cache
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from crawler.errors import ConfigurationError

_HASHED = "$argon2"
_LONGEST = 1_000  # characters that are looked at: hashing takes its time with every one

_hasher = PasswordHasher()
_hashing = Semaphore(2)  # each takes 64 MB: strangers decide how many try at once


def hashed(password: str) -> str:
    """Return what may stand in the settings in the place of a password."""
    return _hasher.hash(password)


def check(setting: str) -> None:
    """Refuse a setting that is meant to be a hash and is none: nobody could sign in. Raises ConfigurationError."""
    if setting.startswith(_HASHED):
        _is_of(setting, "")


def fits(typed: str, setting: str) -> bool:
    """Whether what somebody typed is the password that is set. It takes as long for a wrong one as for the right one.

    Raises ConfigurationError where the setting is meant to be a hash, and is none.
    """
    if not setting or len(typed) > _LONGEST:
        return False
    return _is_of(setting if setting.startswith(_HASHED) else _hash_of(setting), typed)


def _is_of(made: str, typed: str) -> bool:
    try:
        with _hashing:
            return _hasher.verify(made, typed)
    except VerifyMismatchError:
        return False
    except (InvalidHashError, VerificationError) as error:  # the latter for one that begins well
        raise ConfigurationError(
            "SMEWATCH_ADMIN_PASSWORD looks like an Argon2 hash and cannot be read as one: set the whole of "
            "what `smewatch password` prints, in single quotes"
        ) from error


@cache
def _hash_of(setting: str) -> str:
    return hashed(setting)
