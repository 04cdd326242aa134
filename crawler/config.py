"""The settings: environment variables `SMEWATCH_…`, then `smewatch.toml`, then defaults; names checked, secrets masked.

Turns the outside into one frozen `Settings`. It reads the environment and one file when `load` is called, and never
afterwards.
"""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from crawler.errors import ConfigurationError, UnknownSettingError
from crawler.networks import Network
from crawler.novelty import WINDOW
from crawler.polling import Pace

PREFIX = "SMEWATCH_"
FILE = "smewatch.toml"

#: Characters of a key that links are signed with, at least.
SECRET_LENGTH = 32

_LONGEST_DAYS = 36_500
_REST_OF_A_HASH = re.compile("=[0-9]+,t=[0-9]+,p=[0-9]+")  # of $argon2id$v=19$m=65536,t=3,p=4$…


def _comma_separated(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


# NoDecode: pydantic-settings would read a list in the environment as JSON; ours are comma-separated.
Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_comma_separated)]


class CrawlSettings(BaseModel):
    """How a crawl behaves towards the web (`SMEWATCH_CRAWL__…`, `[crawl]`). Times are seconds, sizes bytes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    user_agent: str = "smewatch/0.1 (+https://github.com/smewatch/smewatch)"
    delay: float = Field(default=1.0, ge=0)
    timeout: float = Field(default=30.0, gt=0)
    max_bytes: int = Field(default=10_000_000, gt=0)
    max_entries: int = Field(default=500, gt=0)
    concurrent_requests: int = Field(default=16, gt=0)
    obey_robots: bool = True
    min_interval: float = Field(default=600.0, gt=0)
    max_interval: float = Field(default=86_400.0, gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_interval > self.max_interval:
            raise ValueError("crawl.min_interval is longer than crawl.max_interval")
        return self

    @property
    def pace(self) -> Pace:
        """The shortest and the longest time between two polls of a source."""
        return Pace(timedelta(seconds=self.min_interval), timedelta(seconds=self.max_interval))


class RetentionSettings(BaseModel):
    """How many days is kept what is not kept for ever (`SMEWATCH_RETENTION__…`, `[retention]`).

    `irrelevant_days` counts from when a text that belongs to no topic came in, and is about its document alone;
    `entries_days` from when a feed last listed an entry; `mails_days` from when a mail was sent or given up, and is
    about what it said alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    irrelevant_days: int = Field(default=90, le=_LONGEST_DAYS)
    polls_days: int = Field(default=90, ge=8, le=_LONGEST_DAYS)  # a weekly digest tells of a week's polls
    entries_days: int = Field(default=400, ge=1, le=_LONGEST_DAYS)
    mails_days: int = Field(default=30, ge=1, le=_LONGEST_DAYS)

    @field_validator("irrelevant_days")
    @classmethod
    def _within_window(cls, value: int) -> int:
        if value < WINDOW.days:
            raise ValueError(
                f"at least {WINDOW.days} days, because nearly the same texts of {WINDOW.days} days are held against it"
            )
        return value

    @property
    def irrelevant(self) -> timedelta:
        """How long an irrelevant text keeps its document."""
        return timedelta(days=self.irrelevant_days)

    @property
    def polls(self) -> timedelta:
        """How long a poll is remembered."""
        return timedelta(days=self.polls_days)

    @property
    def entries(self) -> timedelta:
        """How long an entry is remembered that no feed lists."""
        return timedelta(days=self.entries_days)

    @property
    def mails(self) -> timedelta:
        """How long a mail that was sent keeps its text."""
        return timedelta(days=self.mails_days)


class Settings(BaseSettings):
    """Everything that can be set. Secrets are `SecretStr`: they print as asterisks."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, toml_file=FILE
    )
    # What a crawl has no business with: its child process is started without them.
    READS_ENVIRONMENT: ClassVar[bool] = True
    SECRETS: ClassVar[frozenset[str]] = frozenset(
        {"smtp_url", "bounces_url", "operator", "secret_key", "admin_password", "broker_url"}
    )

    data_dir: Path = Path("smewatch-data")
    database_url: str = ""
    smtp_url: SecretStr = SecretStr("")
    bounces_url: SecretStr = SecretStr("")
    mail_from: str = "smewatch <smewatch@localhost>"
    operator: str = ""
    base_url: str = "http://127.0.0.1:8000"
    secret_key: SecretStr = SecretStr("")
    admin_password: SecretStr = SecretStr("")
    broker_url: SecretStr = SecretStr("")
    rsshub_url: str = ""
    timezone: str = "Asia/Shanghai"
    allow_private_addresses: Networks = ()
    trusted_proxies: Networks = ()
    crawl: CrawlSettings = CrawlSettings()
    retention: RetentionSettings = RetentionSettings()

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f"{value!r} is no IANA time zone such as Asia/Shanghai") from error
        return value

    @field_validator("base_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("it is no address of a web site such as https://policy.example")
        return value.rstrip("/")

    @field_validator("admin_password")
    @classmethod
    def _whole(cls, value: SecretStr) -> SecretStr:
        if _REST_OF_A_HASH.search(value.get_secret_value()) and not value.get_secret_value().startswith("$argon2"):
            raise ValueError(
                "it is what is left of an Argon2 hash whose dollar signs were taken for variables: put the whole of "
                "what `smewatch password` prints in single quotes, or write each $ in it as $$"
            )
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SECRET_LENGTH:
            raise ValueError(f"a key that links are signed with has at least {SECRET_LENGTH} characters")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment first, then the file, as far as either is to be read."""
        environment = [env_settings] if cls.READS_ENVIRONMENT else []
        file = [TomlConfigSettingsSource(settings_cls)] if settings_cls.model_config.get("toml_file") else []
        return init_settings, *environment, *file

    @property
    def database(self) -> str:
        """The database's SQLAlchemy URL: as it is set, else SQLite in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'smewatch.db'}"


_GROUPS: Mapping[str, type[BaseModel]] = {
    name: field.annotation
    for name, field in Settings.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
}


class _EnvironmentSettings(Settings):
    """The settings without the file."""

    model_config = SettingsConfigDict(toml_file=None)


class _IsolatedSettings(_EnvironmentSettings):
    """The settings without the file and the environment."""

    READS_ENVIRONMENT: ClassVar[bool] = False


def isolated(**own: Any) -> Settings:
    """Return settings that are as the program has them, but for those named, whatever the surroundings say."""
    return _IsolatedSettings(**own)


def load(*, file: bool = True) -> Settings:
    """Read the settings; without the file in a crawl's child process, whose environment says all it may know.

    Raises UnknownSettingError for a name that does not exist, ConfigurationError for a value that does not fit; both
    name the setting, neither repeats a value (it may be a secret).
    """
    _refuse_unknown(os.environ)
    try:
        return Settings() if file else _EnvironmentSettings()
    except ValidationError as error:
        raise _in_a_sentence(error) from None
    except ValueError as error:  # smewatch.toml is not TOML
        raise ConfigurationError(f"{FILE} cannot be read: {error}") from error


def child_environment(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a crawl's child process: these settings, without the secrets of mail and web."""
    kept = {name: value for name, value in environ.items() if not name.upper().startswith(PREFIX)}
    return kept | {f"{PREFIX}{name}": value for name, value in _flat(settings)}


def _flat(settings: Settings) -> Iterable[tuple[str, str]]:
    for name, value in settings.model_dump(mode="json", exclude=set(Settings.SECRETS)).items():
        for path, leaf in value.items() if isinstance(value, dict) else [("", value)]:
            full = f"{name}__{path}" if path else name
            yield full.upper(), ",".join(leaf) if isinstance(leaf, list) else str(leaf)


def names() -> frozenset[str]:
    """Return the names of all settings, as `crawl__delay`."""
    return frozenset(
        f"{name}__{part}" if part else name
        for name in Settings.model_fields
        for part in (_GROUPS[name].model_fields if name in _GROUPS else [""])
    )


def _refuse_unknown(environ: Iterable[str]) -> None:
    known = {f"{PREFIX}{name}".upper() for name in names()}
    for name in sorted(environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise UnknownSettingError(
                f"{name} is no setting of smewatch: the known ones are {', '.join(sorted(known))}"
            )


def _in_a_sentence(error: ValidationError) -> ConfigurationError:
    first: Any = error.errors(include_url=False, include_input=False)[0]
    depth = 2 if first["loc"][0] in _GROUPS else 1  # below a setting's own name, pydantic tells its inner workings
    name = ".".join(str(part) for part in first["loc"][:depth])
    if first["type"] == "extra_forbidden":
        return UnknownSettingError(f"{FILE} has a setting that does not exist: {name}")
    return ConfigurationError(f"the setting {name} does not fit: {first['msg'].removeprefix('Value error, ')}")
