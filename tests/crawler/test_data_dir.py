"""The data directory is made for its owner alone, and keeps the key that links are signed with."""

from pathlib import Path

import pytest

from crawler import data_dir
from crawler.config import Settings
from crawler.errors import ConfigurationError


def test_the_data_directory_is_made(tmp_path: Path) -> None:
    folder = data_dir.prepare(Settings(data_dir=tmp_path / "deep" / "data"))
    assert folder.is_dir()
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_data_directory_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o750)
    folder = data_dir.prepare(Settings(data_dir=tmp_path / "data"))
    assert folder.stat().st_mode & 0o777 == 0o750


def test_a_data_directory_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="SMEWATCH_DATA_DIR"):
        data_dir.prepare(Settings(data_dir=tmp_path / "file" / "data"))


def test_links_are_signed_with_a_key_that_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    key = data_dir.secret_key(settings)
    assert len(key) >= 32
    assert data_dir.secret_key(settings) == key
    assert [(it.name, it.stat().st_mode & 0o777) for it in (tmp_path / "data").iterdir()] == [("secret.key", 0o600)]
    assert data_dir.secret_key(Settings(data_dir=tmp_path / "other")) != key
