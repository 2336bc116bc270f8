"""The article this project was asked for, where it lies beside the project: pasted, then asked about."""

from pathlib import Path

import pytest

ARTICLE = Path(__file__).parents[3] / "shared" / "huawei.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the article does not lie beside this project")

WARNING = "various security and intelligence agencies of the U.S. government, such as FBI and CIA warned"
VARIETY = "for a variety of reasons,” said a spokeswoman of Best Buy."
TITLE = "Huawei suffers another blow by losing an online smartphone retailer"


@pytest.fixture
async def read(talk):
    (card,) = await talk.say(ARTICLE.read_text())
    talk.card = card
    return talk


def first_quote(message) -> str:
    quotes = [entity for entity in message.content.entities if entity.type.endswith("blockquote")]
    units = message.content.text.encode("utf-16-le")
    first = min(quotes, key=lambda entity: entity.offset)
    return units[2 * first.offset : 2 * first.end].decode("utf-16-le")


async def test_its_card_is_the_news_and_nothing_of_the_page_around_it(read):
    text = read.card.content.text
    assert text.startswith(TITLE)
    assert "Best Buy has “ceased ordering”" in text or "Best Buy will stop selling" in text
    for junk in ("Mobile\n", "min read", "Written by", "Sajeel", "TechJuice", "twitter", "Xbox"):
        assert junk not in text
    assert not any(line.endswith(("U.S.", "U.S. ")) for line in text.splitlines())


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("what did Best Buy's spokeswoman say?", VARIETY),
        ("who else ended plans to sell Huawei phones?", "Verizon also ended its plans"),
        ("which agencies warned about Huawei?", WARNING),
        ("how big is Huawei?", "third largest smartphones’ manufacturer"),
        ("when did Verizon drop Huawei?", "Verizon also ended its plans to sell Huawei phones last year"),
    ],
)
async def test_its_sentences_answer_first(read, question, answer):
    (message,) = await read.say(question)
    assert answer in first_quote(message)


@pytest.mark.parametrize("question", ["why did Best Buy drop Huawei?", "why did best buy drop huawei"])
async def test_it_gives_the_background_and_says_that_no_reason_is_stated(read, question):
    (message,) = await read.say(question)
    assert "No source I have read states the reason outright" in message.content.text
    assert VARIETY in message.content.text
    assert WARNING in message.content.text


async def test_last_year_is_bold(read):
    (message,) = await read.say("when did Verizon drop Huawei?")
    units = message.content.text.encode("utf-16-le")
    strong = [units[2 * e.offset : 2 * e.end].decode("utf-16-le") for e in message.content.entities if e.type == "bold"]
    assert "last year" in strong


async def test_what_it_does_not_say_is_refused(read):
    (message,) = await read.say("who won the World Cup?")
    assert "Nothing I have read answers that" in message.content.text
