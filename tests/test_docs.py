"""What the documents say is so: their commands exist, their links lead somewhere, both READMEs tell the same."""

import os
import re
from pathlib import Path

import pytest
import typer.main

from alerts.app.cli import app
from alerts.app.cli.grouping import ListsByDefault
from alerts.extract import findings
from alerts.model import Target
from crawler import catalog, config
from seeds import library
from seeds.document import Document
from seeds.text import plain

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "docs/api.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str = "") -> list[str]:
    """The blocks of code in a language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text(name), re.DOTALL | re.MULTILINE)
    return [code for named, code in found if named == language]


def block(name: str, language: str, holding: str) -> str:
    """The one block of code in a language that holds some words."""
    (found,) = (it for it in blocks(name, language) if holding in it)
    return found


def commands(name: str) -> list[list[str]]:
    """The command lines of `smewatch` in the code blocks, up to a comment, as words."""
    lines = [line.partition("#")[0] for block in blocks(name) for line in block.splitlines()]
    called = re.compile(r"(?:^|^SMEWATCH_\S+ |^\S+ \* \* \* \*\s+|; )smewatch ([^;|]*)")
    return [match[1].split() for line in lines for match in called.finditer(line)]


def options(command: typer.core.TyperCommand) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize("name", READMES)
def test_every_command_in_the_readme_exists_with_its_options(name: str) -> None:
    root = typer.main.get_command(app)
    assert len(commands(name)) > 10
    for words in commands(name):
        command = root
        while isinstance(command, typer.core.TyperGroup):
            unnamed = isinstance(command, ListsByDefault) and words[:1] not in [[it] for it in command.commands]
            assert words or unnamed, name
            command = command.commands["list" if unnamed else words.pop(0)]
        assert isinstance(command, typer.core.TyperCommand)
        assert {word for word in words if word.startswith("--")} <= options(command), words


@pytest.mark.parametrize("name", READMES)
def test_the_readme_lists_the_settings_that_there_are(name: str) -> None:
    known = {f"SMEWATCH_{name.upper()}" for name in config.names()}
    assert set(re.findall(r"SMEWATCH_[A-Z_]*[A-Z]", text(name))) == known
    assert set(re.findall(r"^\| `(SMEWATCH_[A-Z_]+)` \|", text(name), re.MULTILINE)) == known


@pytest.mark.parametrize("name", READMES)
def test_the_file_of_settings_in_the_readme_is_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in [it for it in os.environ if it.startswith(config.PREFIX)]:
        monkeypatch.delenv(setting)
    monkeypatch.chdir(tmp_path)
    (tmp_path / config.FILE).write_text(block(name, "toml", "[crawl]"), encoding="utf-8")
    assert (config.load().timezone, config.load().crawl.delay) == ("Asia/Urumqi", 2)


@pytest.mark.parametrize("name", READMES)
def test_the_document_in_the_readme_is_one_and_says_something(name: str, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(block(name, "", "title:"), encoding="utf-8")
    ((_, document),) = library.load(tmp_path / "article.txt")
    assert isinstance(document, Document)
    assert document.date is not None
    found = findings.find(document.title, plain(document.body), document.date.date())
    (target,) = (it for it in found if isinstance(it, Target))
    assert (target.value, target.deadline) == (3000, "2027")


@pytest.mark.parametrize("file", sorted((ROOT / "docs" / "deploy").iterdir()), ids=lambda it: it.name)
def test_what_a_service_is_set_up_with_names_settings_and_commands_that_exist(file: Path) -> None:
    said = file.read_text(encoding="utf-8")
    known = {f"SMEWATCH_{name.upper()}" for name in config.names()}
    assert set(re.findall(r"SMEWATCH_[A-Z_]*[A-Z]", said)) <= known
    root = typer.main.get_command(app)
    assert isinstance(root, typer.core.TyperGroup)
    called = re.findall(r"bin/smewatch (\w+)|--rm smewatch (\w+)|command: \[\"(\w+)", said)
    assert {name for names in called for name in names if name} <= set(root.commands)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text(name))
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_the_make_targets_in_the_readme_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z]+)", text(name)))
    assert {"demo", "test"} <= named
    assert {target for target in named if target in text(name)} <= targets | {"all"}


def test_both_readmes_show_the_same_commands_and_settings() -> None:
    english, chinese = READMES
    assert commands(english) == commands(chinese)
    assert set(re.findall(r"SMEWATCH_[A-Z_]+", text(english))) == set(re.findall(r"SMEWATCH_[A-Z_]+", text(chinese)))


@pytest.mark.parametrize("name", READMES)
def test_the_topic_in_the_readme_is_one(name: str, tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "exports.toml").write_text(block(name, "toml", "[terms]"), encoding="utf-8")
    assert catalog.topic_titles(tmp_path)["exports"] == "外贸出海"


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_topic_of_the_package(name: str, tmp_path: Path) -> None:
    for topic, title in catalog.topic_titles(tmp_path).items():
        assert f"`{topic}`" in text(name)
        assert title in text(name)
