"""The command line, as a person types it."""

import json

import pytest

from bot.__main__ import main
from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE, page, pasted


@pytest.fixture(autouse=True)
def _a_folder_of_its_own(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def library(tmp_path, capsys):
    """Two articles, imported."""
    lines = [
        {"url": "https://courier.example/bridge", "source": "The Harwick Courier", "title": BRIDGE_TITLE,
         "published": "2026-05-04", "text": "\n".join(BRIDGE)},
        {"source": "Blue Otter", "title": FERRY_TITLE, "published": "2026-05-06T08:00:00+02:00", "text": "\n".join(FERRY)},
    ]  # fmt: skip
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    assert main(["import", str(path)]) == 0
    assert "2 stored, 0 known already, 0 faulty" in capsys.readouterr().out
    return path


def test_an_article_imported_again_is_known(library, capsys):
    assert main(["import", str(library)]) == 0
    assert "0 stored, 2 known already" in capsys.readouterr().out


def test_faulty_lines_are_named_and_the_others_stored(tmp_path, capsys):
    path = tmp_path / "mixed.jsonl"
    good = json.dumps({"title": BRIDGE_TITLE, "text": "\n".join(BRIDGE)}).encode()
    faults = [
        b"{",
        b'"text"',
        b"{}",
        b'{"text": 5}',
        b'{"text": "a b", "published": "yesterday"}',
        b"\xff\xfe",
        b'{"text": "?!"}',
    ]
    path.write_bytes(b"\n".join([*faults, b"", good]))
    assert main(["import", str(path)]) == 1
    said = capsys.readouterr()
    assert "1 stored, 0 known already, 7 faulty" in said.out
    assert f"{path}:2: not a JSON object" in said.err
    assert f"{path}:5: published is not an ISO 8601 date" in said.err


def test_a_file_that_is_not_there_is_named(capsys):
    assert main(["import", "nowhere.jsonl"]) == 2
    assert "nowhere.jsonl cannot be read" in capsys.readouterr().err


def test_a_question_is_answered_from_what_was_imported(library, capsys):
    assert main(["ask", "how", "much", "will", "the", "repairs", "of", "the", "bridge", "cost?"]) == 0
    said = capsys.readouterr().out
    assert BRIDGE[6] in said
    assert "The Harwick Courier · 4 May 2026" in said


def test_an_answer_for_programs_is_json(library, capsys):
    assert main(["ask", "--json", "how many pilots did the ferry company hire?"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["answered"] is True
    assert answer["quotes"][0]["sentence"] == FERRY[1]
    assert answer["quotes"][0]["published"] == "2026-05-06T06:00:00+00:00"


def test_what_nothing_answers_has_its_own_exit_code(library, capsys):
    assert main(["ask", "who won the chess championship in Oslo?"]) == 1
    assert "Nothing I have read answers that" in capsys.readouterr().out
    assert main(["ask", "--json", "who won the chess championship in Oslo?"]) == 1
    assert json.loads(capsys.readouterr().out)["answered"] is False


@pytest.mark.parametrize("name", ["bridge.txt", "bridge.html"])
def test_a_file_is_summarised(tmp_path, capsys, name):
    text = pasted(BRIDGE_TITLE, BRIDGE) if name.endswith("txt") else page(BRIDGE_TITLE, BRIDGE)
    (tmp_path / name).write_text(text)
    assert main(["summarise", name]) == 0
    said = capsys.readouterr().out
    assert said.startswith(BRIDGE_TITLE)
    assert BRIDGE[0] in said


def test_a_summary_for_programs_has_as_many_sentences_as_asked_for(tmp_path, capsys):
    (tmp_path / "bridge.txt").write_text(pasted(BRIDGE_TITLE, BRIDGE))
    assert main(["summarise", "--json", "--sentences", "2", "bridge.txt"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["title"] == BRIDGE_TITLE
    assert len(summary["sentences"]) == 2
    assert set(summary["sentences"]) <= set(BRIDGE)


def test_an_address_that_must_not_be_fetched_is_refused(capsys):
    assert main(["summarise", "http://127.0.0.1:8080/secret"]) == 2
    assert "private network" in capsys.readouterr().err


def test_a_backup_holds_what_was_stored_and_overwrites_nothing(library, tmp_path, capsys):
    assert main(["backup", "copy.db"]) == 0
    assert "Backed up and checked: copy.db" in capsys.readouterr().out
    assert main(["backup", "copy.db"]) == 2
    assert "copy.db" in capsys.readouterr().err


def test_check_says_what_there_is(library, capsys):
    assert main(["check"]) == 0
    assert "All is well" in capsys.readouterr().out
    assert main(["check", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def test_check_says_when_something_is_wrong(tmp_path, capsys):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "newsdesk.db").write_bytes(b"this is no database" * 100)
    assert main(["check", "--quiet"]) == 2
    assert "Not well" in capsys.readouterr().err


def test_migrate_makes_a_database(tmp_path, capsys):
    assert main(["migrate"]) == 0
    assert (tmp_path / "data" / "newsdesk.db").exists()


def test_settings_that_are_wrong_are_named_before_anything_starts(monkeypatch, capsys):
    monkeypatch.setenv("FETCH_TIMEOUT_SECONDS", "never")
    assert main(["check"]) == 2
    assert "FETCH_TIMEOUT_SECONDS" in capsys.readouterr().err
