import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.detection import cleaned, detect_entities, with_detected
from bot.local.entities import Entity, FormattedText, utf16_length


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("read https://a.org/x?y=1#z, please", [("url", "https://a.org/x?y=1#z")]),
        ("(see http://127.0.0.1:8000/a.html)", [("url", "http://127.0.0.1:8000/a.html")]),
        ("https://en.wikipedia.org/wiki/X_(Y).", [("url", "https://en.wikipedia.org/wiki/X_(Y)")]),
        ("bbc.co.uk/news and example.com", [("url", "bbc.co.uk/news"), ("url", "example.com")]),
        ("the U.S. e.g. index.html v1.2", []),
        ("/ask why /ask@newsdesk_bot a/b/c", [("bot_command", "/ask"), ("bot_command", "/ask@newsdesk_bot")]),
        ("@newsdesk_bot who?", [("mention", "@newsdesk_bot")]),
        ("mail ada@example.org now", [("email", "ada@example.org")]),
        ("#news #2 #2024a", [("hashtag", "#news"), ("hashtag", "#2024a")]),
    ],
)
def test_telegram_marks_what_it_knows(text, found):
    entities = detect_entities(text).entities
    assert [(entity.type, text[entity.offset : entity.end]) for entity in entities] == found


def test_offsets_count_utf16_units():
    assert detect_entities("😀 /ask").entities == (Entity("bot_command", 3, 4),)


def test_control_characters_do_not_arrive():
    assert cleaned("a\r\nb\tc\x1b[0m\rd") == "a\nb c [0md"


def test_what_the_bot_marked_itself_stays():
    marked = FormattedText("see a.org now a.org", (Entity("text_link", 4, 5, "https://b.org"),))
    assert with_detected(marked).entities == (Entity("text_link", 4, 5, "https://b.org"), Entity("url", 14, 5))


def test_a_link_in_bold_is_bold_and_a_link():
    marked = FormattedText("a.org", (Entity("bold", 0, 5),))
    assert {entity.type for entity in with_detected(marked).entities} == {"bold", "url"}


@given(st.text())
def test_entities_lie_in_the_text_in_order_and_apart(text):
    formatted = detect_entities(cleaned(text))
    end = 0
    for entity in formatted.entities:
        assert end <= entity.offset < entity.end
        end = entity.end
    assert end <= utf16_length(formatted.text)
