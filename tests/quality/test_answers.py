"""Floors for answers: which sentence comes first, which is among three, and what is refused, on invented news."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.articles import BRIDGE, BRIDGE_TITLE, FERRY, FERRY_TITLE
from tests.benchmarks.answers import Answers

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["answers"]
NOW = datetime(2026, 5, 6, tzinfo=UTC).date().isoformat()

STORED = {
    "bridge": (BRIDGE_TITLE, BRIDGE),
    "ferry": (FERRY_TITLE, FERRY),
    "readers": (
        "Corner Books stops ordering Quillfax readers",
        (
            "Corner Books, the country's largest bookseller, has stopped ordering e-readers from Quillfax.",
            "A person close to the chain said the last Quillfax readers would be sold within weeks.",
            "“We change what we sell for many reasons,” said a spokeswoman of Corner Books.",
            "Quillfax said in a statement that it did not discuss its partners.",
            "The library service of Orland dropped Quillfax two years ago.",
            "Last month the data offices of Orland and Vessia warned against Quillfax readers, raising concerns over spying.",
            "Quillfax is the second largest maker of e-readers, with a market share of 31 percent.",
        ),
    ),
    "vote": (
        "Marit Solheim wins the election in Vessia",
        (
            "Marit Solheim of the Green Alliance won Sunday's presidential election in Vessia with 53.2 percent.",
            "Her rival, the former finance minister Pavel Dorn, conceded shortly before midnight.",
            "Turnout was 71 percent, the highest since 1994.",
            "Solheim promised to lower rents and to close the country's last coal mine at Brenna by 2030.",
            "Dorn lost because voters in the cities blamed him for the rise of rents, analysts said.",
            "She will be sworn in on 4 June in the capital, Lund Harbour.",
        ),
    ),
    "storm": (
        "Storm Odile leaves thousands without power on Selby Island",
        (
            "Storm Odile left 14,000 homes on Selby Island without power on Monday night.",
            "Two fishermen from the village of Tarn are missing, the coastguard said.",
            "Winds of 150 kilometres an hour tore the roof off the island's only hospital.",
            "All 62 patients were flown to Rossmore on the mainland.",
            "“I have never heard such a noise,” said the nurse Hanne Brekke.",
            "The ferry line Northline cancelled all crossings until Thursday due to high waves.",
        ),
    ),
    "find": (
        "Divers find Roman ship off Rossmore",
        (
            "Divers have found a Roman merchant ship under six metres of sand off Rossmore.",
            "The ship, about 1,900 years old, carried wine from what is now Spain.",
            "Professor Idris Cole of the University of Harwick leads the excavation.",
            "It was discovered when a cable for the wind farm was laid.",
            "The museum of Harwick wants to show the cargo from next year.",
        ),
    ),
}

ASKED = {
    "why did corner books drop quillfax": ("readers", {2, 5}),
    "What did the spokeswoman of Corner Books say?": ("readers", {2}),
    "who else dropped Quillfax?": ("readers", {4}),
    "Which offices warned against Quillfax?": ("readers", {5}),
    "how big is Quillfax?": ("readers", {6}),
    "Who won the election in Vessia?": ("vote", {0}),
    "How high was the turnout in Vessia?": ("vote", {2}),
    "Why did Dorn lose the election?": ("vote", {4}),
    "When will Solheim be sworn in?": ("vote", {5}),
    "What did Solheim promise?": ("vote", {3}),
    "Who is missing after Storm Odile?": ("storm", {1}),
    "How many homes are without power on Selby Island?": ("storm", {0}),
    "Why did Northline cancel its crossings?": ("storm", {5}),
    "Where were the patients of the hospital taken?": ("storm", {3}),
    "What did the nurse say about the storm?": ("storm", {4}),
    "How fast were the winds?": ("storm", {2}),
    "How old is the Roman ship?": ("find", {1}),
    "Who leads the excavation of the Roman ship?": ("find", {2}),
    "roman ship found where": ("find", {0}),
    "What did the ship carry?": ("find", {1}),
    "A bridge in Harwick was closed. How many vehicles used it a day?": ("bridge", {1}),
    "Who is the council's chief engineer?": ("bridge", {2}),
    "How much does a ferry ticket cost?": ("ferry", {2}),
    "What had cyclists complained of?": ("ferry", {3}),
}

UNANSWERABLE = (
    "Who won the World Cup?",
    "How many medals did Norway win at the winter games?",
    "Why did the central bank raise interest rates?",
    "Which actor plays the detective in the new film?",
    "When was the telescope launched into space?",
    "What is the name of the new virus variant?",
)


@pytest.fixture(scope="module")
def answers() -> Iterator[Answers]:
    opened = Answers()
    opened.add(
        [
            {"id": name, "source": "News", "title": title, "published": "2026-05-04", "text": "\n".join(sentences)}
            for name, (title, sentences) in STORED.items()
        ]
    )
    yield opened
    opened.close()


def _hits(answers: Answers, shown: int) -> float:
    right = 0
    for question, (article, places) in ASKED.items():
        wanted = {STORED[article][1][place] for place in places}
        right += any(sentence in wanted for _, sentence, _ in answers.ask(question, shown, NOW))
    return right / len(ASKED)


def test_the_right_sentence_comes_first(answers: Answers) -> None:
    assert _hits(answers, 1) >= FLOORS["first"]


def test_the_right_sentence_is_among_three(answers: Answers) -> None:
    assert _hits(answers, 3) >= FLOORS["three"]


def test_what_is_not_stored_is_refused(answers: Answers) -> None:
    refused = [question for question in UNANSWERABLE if not answers.ask(question, 1, NOW)]
    assert len(refused) / len(UNANSWERABLE) >= FLOORS["refused"]


def test_given_sentences_are_ranked_in_their_order(answers: Answers) -> None:
    title, sentences = STORED["vote"]
    scores = answers.rank("Who won the election?", sentences, title)
    assert max(range(len(sentences)), key=scores.__getitem__) == 0
    assert answers.rank("Who won the election?", ["Nothing of the kind."])[0] < min(scores)


def test_the_article_meant_is_found_first(answers: Answers) -> None:
    assert answers.search("Roman ship off Rossmore", 3, NOW)[0][0] == "find"
    assert answers.disk() > 0
