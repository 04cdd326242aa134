"""The errors of bringing in and remembering.

seeds.errors.SmewatchError
├── ConfigurationError           the command or the configuration is wrong (exit code 2)
│   ├── UnknownSettingError      a setting that does not exist
│   └── SourceError              a source that is none, or with which what is asked for cannot be done
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

from collections.abc import Mapping
from enum import StrEnum

from crawler.model import Reason
from seeds.errors import SmewatchError


class ConfigurationError(SmewatchError):
    """The command or the configuration is wrong: somebody has to change it."""


class UnknownSettingError(ConfigurationError):
    """A setting with a name that does not exist."""


class SourceFault(StrEnum):
    """Why what is asked of a source cannot be."""

    UNNAMED = "unnamed"
    UNKNOWN = "unknown"
    SWITCHED_OFF = "switched off"
    PASSWORD = "password"  # noqa: S105 - its address holds one
    PRIVATE = "private"
    NAME = "name"
    POLLED = "polled"
    READ_OTHERWISE = "read otherwise"
    TAKEN = "taken"
    DECLARED = "declared"
    SHADOWED = "shadowed"


#: The next step after a fault for somebody at a terminal, where it is a command.
COMMANDS: Mapping[SourceFault, str] = {
    SourceFault.UNKNOWN: "`smewatch sources list` shows what there is",
    SourceFault.SWITCHED_OFF: "`smewatch sources enable {}` brings it back",
    SourceFault.READ_OTHERWISE: "`smewatch sources remove {}` makes room for it",
    SourceFault.DECLARED: "`smewatch sources disable {}` switches it off",
}


def stepped(reason: str, step: str) -> str:
    """Return a reason with the next step behind it, where there is one."""
    return f"{reason}: {step}" if step else reason


class SourceError(ConfigurationError):
    """What is asked of a source cannot be: `fault` says why, `subject` of which name, address or host.

    `reason` says it in words, for others than a terminal's user without the command that comes next.
    """

    def __init__(self, fault: SourceFault, subject: str, reason: str) -> None:
        super().__init__(stepped(reason, COMMANDS.get(fault, "").format(subject)))
        self.fault = fault
        self.subject = subject
        self.reason = reason


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
