"""The errors of bringing in and remembering.

seeds.errors.SmewatchError
├── ConfigurationError           the command or the configuration is wrong (exit code 2)
│   ├── UnknownSettingError      a setting that does not exist
│   └── UnknownSourceError       a source or publisher that nobody declared
├── StorageError                 the archive cannot be used
│   ├── UnusableDatabaseError    it cannot be opened or written (exit code 2)
│   │   └── DiskError            … because its disk is full or fails (exit code 1)
│   ├── UnmigratedDatabaseError  it is older than the program, or empty (exit code 2)
│   └── NewerDatabaseError       it is newer than the program (exit code 2)
├── RunRefusedError              another run holds the sources (exit code 3)
├── FetchError                   an address gave no usable answer; carries a `Reason`
├── ArticleError                 a page holds no article
└── IndexLineError               a line of an exported folder's index that no archive can have written
"""

from crawler.model import Reason
from seeds.errors import SmewatchError


class ConfigurationError(SmewatchError):
    """The command or the configuration is wrong: somebody has to change it."""


class UnknownSettingError(ConfigurationError):
    """A setting with a name that does not exist."""


class UnknownSourceError(ConfigurationError):
    """A source or publisher that is neither in the catalogue nor in the database."""


class StorageError(SmewatchError):
    """The archive cannot be used."""


class UnusableDatabaseError(StorageError):
    """The database cannot be opened or written."""


class DiskError(UnusableDatabaseError):
    """The disk of the database is full, or fails: what was stored before is whole."""


class UnmigratedDatabaseError(StorageError):
    """The database lacks tables that the program needs: `smewatch init` makes them."""


class NewerDatabaseError(StorageError):
    """The database was migrated by a newer smewatch than this one."""


class RunRefusedError(SmewatchError):
    """Another run holds a source that this run was to poll."""

    def __init__(self, source: str, holder: int) -> None:
        super().__init__(
            f"{source} is being crawled by run {holder}: wait for it (`smewatch runs show {holder}`); "
            "if its process is gone, the source is free a minute after its last sign of life"
        )
        self.source = source
        self.holder = holder


class FetchError(SmewatchError):
    """An address gave no usable answer."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class ArticleError(SmewatchError):
    """A page holds nothing that reads like an article."""


class IndexLineError(SmewatchError):
    """A line of an exported folder's index that no archive can have written."""
