from hypothesis import given
from hypothesis import strategies as st

from bot.text.paragraphs import normalise

WRAPPED = """\
The council voted on Tuesday to close the swimming baths in the old govern-
ment quarter, a decision that has angered residents who say that they were
never asked about it. The vote was eleven to four.

The mayor, who did not vote, said the building had become too dear to heat
and that a new bath will open within two years on the site of the old mill.
"""


def test_lines_broken_at_a_width_are_joined_and_broken_words_mended():
    paragraphs = normalise(WRAPPED).split("\n")
    assert len(paragraphs) == 2
    assert "old government quarter, a decision" in paragraphs[0]
    assert paragraphs[1].endswith("on the site of the old mill.")


def test_a_hyphen_that_the_text_writes_elsewhere_stays():
    text = (
        "The bath was a well-known place in which the whole of the town had learned to\n"
        "swim. On its last day a crowd that had come from all its quarters saw how well-\n"
        "known people of the town stood outside and sang a song about the old baths.\n"
    )
    assert "how well-known people" in normalise(text)


def test_paragraphs_on_lines_of_their_own_stay_apart():
    text = "Bath closes for good\n\nThe council closed the baths.\n\nResidents are angry.\nThe mayor was away."
    assert normalise(text).split("\n") == [
        "Bath closes for good",
        "The council closed the baths.",
        "Residents are angry.",
        "The mayor was away.",
    ]


def test_list_items_stay_on_their_lines():
    text = "- bring a towel that is large and dry and that you know to be your own one\n" * 4
    assert normalise(text).count("\n") == 3


def test_invisible_characters_and_odd_breaks_go():
    assert normalise("A\u00adb\u200bc\r\nd\u2028e\ufeff\tf") == "Abc\nd\ne f"


@given(st.text())
def test_the_result_holds_no_empty_lines_and_normalises_to_itself_in_shape(text):
    result = normalise(text)
    assert "\r" not in result
    assert all(line and line == line.strip() for line in result.split("\n") if result)
