import html
import re

import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from bot.local.entities import Entity, FormattedText
from bot.local.markup import parse_html
from bot.local.render import COLOURED, PLAIN, STYLED, Line, message_lines, visible, wrapped

SEQUENCE = re.compile(r"\x1b\[[0-9;]*m")


def plain(source):
    return [line.text for line in message_lines(parse_html(source), PLAIN)]


def drawn(source, width=0, palette=PLAIN):
    lines = message_lines(parse_html(source), palette)
    return [part for line in lines for part in wrapped(line, width, "", palette)]


def test_an_address_stands_behind_its_words():
    assert plain('<a href="https://a.org/x">The Post</a>, today') == ["The Post (https://a.org/x), today"]


def test_an_address_that_is_its_own_words_stands_once():
    assert plain('<a href="https://a.org/">https://a.org</a>') == ["https://a.org"]


def test_an_address_is_shown_without_the_words_it_opens_at():
    assert plain('<a href="https://a.org/x#:~:text=One,end">The Post</a>') == ["The Post (https://a.org/x)"]


def test_a_quotation_has_a_bar_beside_each_line():
    assert drawn("Before\n<blockquote expandable>one\ntwo</blockquote>\nAfter") == ["Before", "│ one", "│ two", "After"]


def test_a_quotation_in_the_middle_of_a_line_gets_lines_of_its_own():
    assert drawn("a<blockquote>b</blockquote>c") == ["a", "│ b", "c"]


def test_an_empty_line_after_a_quotation_stays():
    assert drawn("<blockquote>b</blockquote>\n\nc") == ["│ b", "", "c"]


def test_styles_become_codes_only_with_a_palette():
    assert plain("<b>a</b> <i>b</i>") == ["a b"]
    assert message_lines(parse_html("<b>a</b> <i>b</i>"), STYLED)[0].text == "\x1b[1ma\x1b[0m \x1b[3mb\x1b[0m"


def test_colours_are_left_out_of_the_colourless_palette():
    assert message_lines(parse_html("<code>a</code>"), STYLED)[0].text == "a"
    assert "36" in message_lines(parse_html("<code>a</code>"), COLOURED)[0].text


def test_a_message_cannot_command_the_terminal():
    hostile = "a&#27;[2Jb&#155;c&#x202e;d"
    assert plain(hostile) == ["a[2Jbcd"]
    link = FormattedText("x", (Entity("text_link", 0, 1, "https://a.org/\x1b]0;t\x07"),))
    assert "\x1b" not in message_lines(link, PLAIN)[0].text


def test_lines_wrap_at_words_and_keep_their_indent():
    line = Line("one two three four five six seven", quoted=True)
    assert wrapped(line, 24, "  ", PLAIN) == ["  │ one two three four", "  │ five six seven"]


def test_points_hang():
    assert wrapped(Line("• one two three four five six"), 20, "", PLAIN) == ["• one two three four", "  five six"]


def test_wide_characters_count_as_two():
    assert [wcwidth.width(part) for part in wrapped(Line("港口城市的新图书馆在星期天开放"), 20, "", PLAIN)] == [20, 10]


def test_a_long_address_stays_whole():
    address = "https://example.org/a/very/long/address"
    assert address in wrapped(Line(f"see {address} now"), 20, "", PLAIN)


def test_preformatted_lines_are_never_wrapped():
    assert drawn("<pre>a  b                        c</pre>", 20) == ["a  b                        c"]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_all_visible_words_arrive_in_a_pipe(text):
    content = parse_html(html.escape(text.replace("\r", ""), quote=False))
    assert "\n".join(drawn(html.escape(text.replace("\r", ""), quote=False))).split() == visible(content.text).split()


MARKUP = st.lists(
    st.sampled_from(
        [
            "word ",
            "港口 ",
            "\n",
            "<b>bold</b> ",
            "<i>it 😀</i>",
            "<blockquote>said so</blockquote>",
            '<a href="http://a.b/c">link</a> ',
        ]
    )
).map("".join)


@given(MARKUP, st.integers(20, 60))
def test_no_line_is_wider_than_the_window(source, width):
    for line in drawn(source, width, COLOURED):
        assert wcwidth.width(SEQUENCE.sub("", line)) <= width


@given(MARKUP)
def test_colours_change_nothing_but_the_colours(source):
    assert [SEQUENCE.sub("", line) for line in drawn(source, 0, COLOURED)] == drawn(source)
