"""What the README and the pins say is true of the code."""

import re
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.handlers.features import MENU
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_every_setting_is_in_the_readme(name):
    assert f"| `{name}` |" in README


def test_the_readme_names_no_setting_that_is_not_there():
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_example_settings_are_settings():
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert named <= {name.upper() for name in Settings.model_fields}


def test_every_command_of_the_shell_is_in_the_readme(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = re.findall(r"^    (\w+)\b", capsys.readouterr().out, re.MULTILINE)
    assert "summarise" in listed
    for command in set(listed) - {"run", "chat", "migrate"}:
        assert f"newsdesk {command}" in README


def test_the_menu_is_as_long_as_a_client_shows_well():
    assert len(MENU) <= 30


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "pyproject.toml"])
def test_no_pin_names_a_package_index(name):
    assert not re.search(r"https?://|--index-url|--find-links", (ROOT / name).read_text())


def test_every_pin_is_exact_and_hashed():
    pins = (ROOT / "requirements.txt").read_text().replace("\\\n", " ").splitlines()
    assert len(pins) > 30
    for pin in pins:
        assert re.match(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==\S+ .*--hash=sha256:", pin), pin


@pytest.mark.parametrize("name", ["compose.postgres.yaml", "newsdesk.service", "Dockerfile", "README.md"])
def test_what_looks_like_a_setting_is_one(name):
    known = {field.upper() for field in Settings.model_fields}
    named = set(re.findall(r"\b(?:TELEGRAM|DATA|DATABASE|FETCH|LOG|HEALTH)_[A-Z_]+\b", (ROOT / name).read_text()))
    assert named
    assert {setting.removesuffix("_FILE") for setting in named} <= known
