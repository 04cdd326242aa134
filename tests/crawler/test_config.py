import os
import re
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import SecretStr

from crawler import config, data_dir
from crawler.config import CrawlSettings, Settings
from crawler.errors import ConfigurationError, UnknownSettingError
from crawler.polling import Pace


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without smewatch.toml, and an environment without settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(config.PREFIX)]:
        monkeypatch.delenv(name)
    return tmp_path


def test_the_database_lies_in_the_data_directory_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMEWATCH_DATA_DIR", "/somewhere")
    assert config.load().database == "sqlite:////somewhere/smewatch.db"
    monkeypatch.setenv("SMEWATCH_DATABASE_URL", "postgresql+psycopg://host/news")
    assert config.load().database == "postgresql+psycopg://host/news"


def test_the_environment_goes_before_the_file(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "smewatch.toml").write_text(
        'mail_from = "file"\nbase_url = "https://file.example"\n[crawl]\ndelay = 7\n'
    )
    monkeypatch.setenv("SMEWATCH_MAIL_FROM", "environment")
    read = config.load()
    assert (read.mail_from, read.base_url, read.crawl.delay) == ("environment", "https://file.example", 7)
    assert config.load(file=False).base_url != "https://file.example"


def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMEWATCH_ALLOW_PRIVATE_ADDRESSES", "127.0.0.0/8, ::1/128")
    assert config.load().allow_private_addresses == (ip_network("127.0.0.0/8"), ip_network("::1/128"))


def test_a_nested_setting_is_named_with_two_underlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMEWATCH_CRAWL__TIMEOUT", "2.5")
    assert config.load().crawl.timeout == 2.5


def test_the_shortest_interval_is_no_longer_than_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMEWATCH_CRAWL__MIN_INTERVAL", "60")
    monkeypatch.setenv("SMEWATCH_CRAWL__MAX_INTERVAL", "3600")
    assert config.load().crawl.pace == Pace(timedelta(minutes=1), timedelta(hours=1))
    monkeypatch.setenv("SMEWATCH_CRAWL__MIN_INTERVAL", "7200")
    with pytest.raises(ConfigurationError, match=r"crawl\.min_interval is longer than crawl\.max_interval"):
        config.load()


def test_an_irrelevant_text_is_kept_for_as_long_as_others_are_held_against_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.load().retention.irrelevant == timedelta(days=90)
    monkeypatch.setenv("SMEWATCH_RETENTION__IRRELEVANT_DAYS", "30")
    assert config.load().retention.irrelevant == timedelta(days=30)
    monkeypatch.setenv("SMEWATCH_RETENTION__IRRELEVANT_DAYS", "29")
    with pytest.raises(ConfigurationError, match=r"retention\.irrelevant_days does not fit: at least 30 days, because"):
        config.load()


@pytest.mark.parametrize("name", ["SMEWATCH_COLOUR", "SMEWATCH_CRAWL__COLOUR", "smewatch_colour", "SMEWATCH_RETENTION"])
def test_a_setting_that_does_not_exist_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "red")
    with pytest.raises(UnknownSettingError, match=name):
        config.load()


@pytest.mark.parametrize("text", ['colour = "red"\n', "[crawl]\ncolour = 1\n"])
def test_a_setting_in_the_file_that_does_not_exist_is_refused(nowhere: Path, text: str) -> None:
    (nowhere / "smewatch.toml").write_text(text)
    with pytest.raises(UnknownSettingError, match="colour"):
        config.load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMEZONE", "Mars/Base"),
        ("CRAWL__DELAY", "slow"),
        ("CRAWL__DELAY", "-1"),
        ("CRAWL__TIMEOUT", "0"),
        ("CRAWL__CONCURRENT_REQUESTS", "0"),
        ("CRAWL__MAX_BYTES", "0"),
        ("CRAWL__MAX_ENTRIES", "0"),
        ("CRAWL__MIN_INTERVAL", "0"),
        ("RETENTION__IRRELEVANT_DAYS", "forever"),
        ("RETENTION__POLLS_DAYS", "7"),
        ("RETENTION__ENTRIES_DAYS", "1000000000"),
        ("ALLOW_PRIVATE_ADDRESSES", "localhost"),
    ],
)
def test_a_value_that_does_not_fit_is_named_and_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"SMEWATCH_{name}", value)
    with pytest.raises(ConfigurationError, match=rf"the setting {name.lower().replace('__', '.')} does not fit"):
        config.load()


def test_a_file_that_is_no_toml_is_named(nowhere: Path) -> None:
    (nowhere / "smewatch.toml").write_text("= what")
    with pytest.raises(ConfigurationError, match=r"smewatch\.toml cannot be read"):
        config.load()


def test_secrets_print_as_asterisks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMEWATCH_SMTP_URL", "smtp://user:hunter2@mail.example.org")
    assert "hunter2" not in repr(config.load())


def test_a_crawl_gets_the_settings_without_the_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(
        data_dir=Path("/somewhere"),
        smtp_url=SecretStr("smtp://user:hunter2@mail.example.org"),
        admin_password=SecretStr("hunter2"),
        allow_private_addresses=(ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8")),
        crawl=CrawlSettings(delay=0.25, obey_robots=False),
    )
    given = config.child_environment(settings, {"PATH": "/bin", "SMEWATCH_SMTP_URL": "smtp://hunter2@host"})
    assert given["PATH"] == "/bin"
    assert not any("hunter2" in value for value in given.values())
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    understood = config.load(file=False)
    assert understood.data_dir == settings.data_dir
    assert understood.allow_private_addresses == settings.allow_private_addresses
    assert understood.crawl == settings.crawl


def test_a_key_that_is_set_is_taken_and_a_short_one_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMEWATCH_SECRET_KEY", "k" * 32)
    assert data_dir.secret_key(config.load()) == "k" * 32
    monkeypatch.setenv("SMEWATCH_SECRET_KEY", "short")
    with pytest.raises(ConfigurationError, match="32 characters"):
        config.load()


@pytest.mark.parametrize("value", ["policy.example", "ftp://policy.example", "https://", "https://a.example/?x=1"])
def test_a_base_that_is_no_web_address_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SMEWATCH_BASE_URL", value)
    with pytest.raises(ConfigurationError, match="base_url"):
        config.load()


HASH = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA"


def test_a_hash_whose_dollar_signs_were_lost_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    for left in (
        re.sub(r"\$\w*", "", HASH),
        "19=65536,t=3,p=4+gXy",
        "argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaA",
    ):
        monkeypatch.setenv("SMEWATCH_ADMIN_PASSWORD", left)
        with pytest.raises(ConfigurationError, match=r"admin_password.*single quotes") as refused:
            config.load()
        assert "65536" not in str(refused.value)


@pytest.mark.parametrize("password", [HASH, "", "horse $battery", "p=4"])
def test_a_whole_hash_and_any_other_password_are_taken(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setenv("SMEWATCH_ADMIN_PASSWORD", password)
    assert config.load().admin_password.get_secret_value() == password
