"""The data directory: made for its owner alone, and the key in it with which links are signed."""

import secrets
from contextlib import suppress
from pathlib import Path

from crawler.config import PREFIX, SECRET_LENGTH, Settings
from crawler.errors import ConfigurationError

_SECRET_FILE = "secret.key"  # noqa: S105 - the name of a file


def prepare(settings: Settings) -> Path:
    """Make the data directory if need be, for its owner alone, and return it.

    Raises ConfigurationError where it cannot be written.
    """
    folder = settings.data_dir.absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise ConfigurationError(
            f"the data directory {folder} cannot be written ({error.strerror}): "
            f"mend its permissions, or name another in {PREFIX}DATA_DIR"
        ) from error
    return folder


def secret_key(settings: Settings) -> str:
    """Return the key that links are signed with: the one that is set, else one of the data directory's own.

    It is made when it is first asked for, readable by its owner alone; whoever comes second takes the first one's.
    """
    if settings.secret_key.get_secret_value():
        return settings.secret_key.get_secret_value()
    path = prepare(settings) / _SECRET_FILE
    made = path.with_name(f".{_SECRET_FILE}.{secrets.token_hex(8)}")
    if not path.exists():
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(SECRET_LENGTH), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(made)
        made.unlink()
    return path.read_text(encoding="ascii")
