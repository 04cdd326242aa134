"""The administrator's password: held against what is set, which is the password or its Argon2 hash.

An empty setting is no password: nobody can sign in.
"""

from functools import cache
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from crawler.errors import ConfigurationError

_HASHED = "$argon2"
_LONGEST = 1_000  # characters that are looked at: hashing takes its time with every one

_hasher = PasswordHasher()
_hashing = Semaphore(2)  # each takes 64 MB: strangers decide how many try at once


def hashed(password: str) -> str:
    """Return what may stand in the settings in the place of a password."""
    return _hasher.hash(password)


def fits(typed: str, setting: str) -> bool:
    """Whether what somebody typed is the password that is set. It takes as long for a wrong one as for the right one.

    Raises ConfigurationError where the setting is meant to be a hash, and is none.
    """
    if not setting or len(typed) > _LONGEST:
        return False
    try:
        with _hashing:
            return _hasher.verify(setting if setting.startswith(_HASHED) else _hash_of(setting), typed)
    except InvalidHashError as error:
        raise ConfigurationError(
            "the setting admin_password looks like an Argon2 hash and is none: `smewatch password` makes one"
        ) from error
    except VerificationError:
        return False


@cache
def _hash_of(setting: str) -> str:
    return hashed(setting)
