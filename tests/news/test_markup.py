from hypothesis import given
from hypothesis import strategies as st

from bot.news.markup import HEAVY, block_lines, lighter, parse_html


def lines(html: str) -> list[str]:
    return block_lines(parse_html(html))


def test_each_block_is_a_line():
    assert lines("<p>One <b>bold</b>\n word.</p>after<div>Two<br>three<ul><li>four</li></ul></div>") == [
        "One bold word.",
        "after",
        "Two",
        "three",
        "four",
    ]


def test_what_no_reader_sees_is_left_out_but_not_what_follows_it():
    assert lines("<p>a<script>x()</script>b<!-- c --><style>d</style> e<noscript>f</noscript></p>") == ["ab e"]


def test_nothing_makes_no_lines():
    assert lines("") == lines("<!-- x -->") == lines("<html></html>") == []


def test_a_long_document_loses_its_scripts_and_a_usual_one_nothing():
    usual = "<p>One.</p><script>x()</script><p>Two.</p>"
    assert lighter(usual, parse_html(usual)) == usual
    heavy = f"<p>One.</p><script>{'x();' * HEAVY}</script>tail<style>{'a' * HEAVY}</style><p>Two.</p>"
    tree = parse_html(heavy)
    assert lines(lighter(heavy, tree)) == ["One.", "tail", "Two."]
    assert len(tree.xpath("//script")) == 1


def test_a_document_that_stays_long_is_cut():
    long = "<p>One.</p>" * HEAVY
    assert len(lighter(long[: 3 * HEAVY], parse_html(long[: 3 * HEAVY]))) == HEAVY


@given(st.text(alphabet="<>/pbdiv &;!-ab\n\x00\x85é"))
def test_any_markup_makes_lines_without_breaks(html):
    for line in lines(html):
        assert line == " ".join(line.split()) != ""
