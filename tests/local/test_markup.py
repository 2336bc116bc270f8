import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.entities import Entity, FormattedText, utf16_length
from bot.local.errors import ApiError
from bot.local.markup import parse_html


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain &amp; simple", "plain & simple", ()),
        ("&lt;b&gt; &quot;x&quot; &#65;&#x42;", '<b> "x" AB', ()),
        ("&nbsp; &copy &", "&nbsp; &copy &", ()),
        ("<b>a</b><strong>b</strong>", "ab", (Entity("bold", 0, 1), Entity("bold", 1, 1))),
        ("<i>a</i><em>b</em>", "ab", (Entity("italic", 0, 1), Entity("italic", 1, 1))),
        ("<u>a</u><ins>b</ins>", "ab", (Entity("underline", 0, 1), Entity("underline", 1, 1))),
        ("<s>a</s><del>b</del>", "ab", (Entity("strikethrough", 0, 1), Entity("strikethrough", 1, 1))),
        ("<tg-spoiler>a</tg-spoiler>", "a", (Entity("spoiler", 0, 1),)),
        ('<span class="tg-spoiler">a</span>', "a", (Entity("spoiler", 0, 1),)),
        ("<B>a</b >", "a", (Entity("bold", 0, 1),)),
        ("😀<b>é</b>", "😀é", (Entity("bold", 2, 1),)),
        ("<b>one <i>two</i></b>", "one two", (Entity("bold", 0, 7), Entity("italic", 4, 3))),
        ('<a href="https://a.org/?x=1&amp;y=2">a</a>', "a", (Entity("text_link", 0, 1, "https://a.org/?x=1&y=2"),)),
        ("<a href='http://a.org'>a</a>", "a", (Entity("text_link", 0, 1, "http://a.org"),)),
        ("<a>a.org/x</a>", "a.org/x", (Entity("text_link", 0, 7, "http://a.org/x"),)),
        ('<a href="nowhere">a</a>', "a", ()),
        ('<a href="tg://user?id=42">Ada</a>', "Ada", (Entity("text_mention", 0, 3, "42"),)),
        ("<blockquote>q</blockquote>", "q", (Entity("blockquote", 0, 1),)),
        ("<blockquote expandable>q</blockquote>", "q", (Entity("expandable_blockquote", 0, 1),)),
        ("<code>x</code>", "x", (Entity("code", 0, 1),)),
        ("<pre>x</pre>", "x", (Entity("pre", 0, 1),)),
        ('<pre><code class="language-python">x</code></pre>', "x", (Entity("pre", 0, 1, "python"),)),
        ('<tg-emoji emoji-id="5">x</tg-emoji>', "x", (Entity("custom_emoji", 0, 1, "5"),)),
        ('<tg-time unix="1700000000" format="wDT">x</tg-time>', "x", (Entity("date_time", 0, 1, "1700000000", "wDT"),)),
        ("<b></b>x", "x", ()),
        ("  <b> a </b>  ", "a", (Entity("bold", 0, 1),)),
    ],
)
def test_markup_becomes_text_and_entities(source, text, entities):
    parsed = parse_html(source)
    assert (parsed.text, parsed.entities) == (text, entities)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
        ("é <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x', "Unexpected end of name token at byte offset 8"),
        ("<a href=x", "Unclosed start tag at byte offset 0"),
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x<i>y</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href='x'y>x</a>", "Unexpected end of name token at byte offset 11"),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("<tg-time unix='noon'>x</tg-time>", "Invalid date specified"),
    ],
)
def test_wrong_markup_is_refused_in_telegrams_words(source, reason):
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert (refusal.value.code, str(refusal.value)) == (400, f"Bad Request: can't parse entities: {reason}")


def test_styles_stop_at_code_and_quotations_do_not_nest():
    parsed = parse_html("<b>a<code>b</code>c</b> <blockquote>d<blockquote>e</blockquote></blockquote>")
    assert parsed.entities == (
        Entity("bold", 0, 1),
        Entity("code", 1, 1),
        Entity("bold", 2, 1),
        Entity("blockquote", 4, 2),
    )
    assert parsed.dropped == (Entity("blockquote", 5, 1),)


def test_a_link_in_a_link_is_dropped_and_one_in_a_quotation_is_kept():
    inner = '<a href="https://a.org">a<a href="https://b.org">b</a></a>'
    assert parse_html(inner).dropped == (Entity("text_link", 1, 1, "https://b.org"),)
    assert parse_html(f"<blockquote>{inner}</blockquote>").entities[1].type == "text_link"


def test_entities_after_the_hundredth_are_dropped():
    parsed = parse_html("<b>a</b> " * 103)
    assert (len(parsed.entities), len(parsed.dropped)) == (100, 3)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_escaped_text_comes_back_whole(text):
    assert parse_html(html.escape(text, quote=False)) == FormattedText(text.strip())


@given(st.text(alphabet="<>/abi= \"'&;#x6blockquote\n😀é", max_size=60))
def test_any_text_is_parsed_or_refused(text):
    parsed, refusal = outcome(text)
    assert parsed is not None or refusal.startswith("Bad Request: can't parse entities: ")
    for entity in parsed.entities if parsed else ():
        assert 0 <= entity.offset < entity.end <= utf16_length(parsed.text)


def outcome(source):
    try:
        return parse_html(source), ""
    except ApiError as refusal:
        return None, str(refusal)


MARKS = st.sampled_from(["b", "i", "u", "s", "tg-spoiler"])
WORDS = st.text(alphabet="ab😀é", min_size=1, max_size=5)
NESTED = st.recursive(
    WORDS,
    lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", MARKS, st.lists(inner, min_size=1)),
    max_leaves=12,
)


@given(NESTED)
def test_entities_of_nested_styles_contain_each_other_or_stand_apart(source):
    entities = parse_html(source).entities
    assert source.count("</") == len(entities)
    for first in entities:
        for second in entities:
            apart = first.end <= second.offset or second.end <= first.offset
            inside = first.offset <= second.offset and second.end <= first.end
            around = second.offset <= first.offset and first.end <= second.end
            assert apart or inside or around
