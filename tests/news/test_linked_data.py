import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.linked_data import LinkedArticle, linked_article
from bot.news.markup import parse_html


def read(*scripts: object) -> LinkedArticle | None:
    tags = (s if isinstance(s, str) else json.dumps(s) for s in scripts)
    return linked_article(parse_html("".join(f'<script type="application/ld+json">{tag}</script>' for tag in tags)))


def test_every_field_is_read():
    node = {
        "@type": ["NewsArticle", "Thing"],
        "headline": "Ferries &amp;amp; <b>fuel</b>",
        "articleBody": "One.\n\n Two. ",
        "datePublished": "2026-11-18",
        "author": {"@type": "Person", "name": "Ada Pell"},
        "publisher": {"name": "Island News"},
        "image": [{"url": "https://e.example/1.jpg"}, "https://e.example/2.jpg"],
        "mainEntityOfPage": {"@id": "https://e.example/a"},
        "inLanguage": "en-GB",
        "isAccessibleForFree": "False",
    }
    assert read(node) == LinkedArticle(
        headline="Ferries & fuel",
        body="One.\nTwo.",
        published="2026-11-18",
        author="Ada Pell",
        publisher="Island News",
        image="https://e.example/1.jpg",
        url="https://e.example/a",
        language="en-GB",
        free=False,
    )


def test_the_article_is_found_in_graphs_lists_and_inside_other_things():
    article = {"@type": "BlogPosting", "name": "Found"}
    for wrapped in (
        [article],
        {"@graph": [{"@type": "WebSite"}, article]},
        {"@type": "WebPage", "mainEntity": article},
    ):
        assert read(wrapped).headline == "Found"


def test_of_several_articles_the_one_with_the_longest_text_counts_else_the_first():
    first, second = (
        {"@type": "Article", "headline": "First"},
        {"@type": "Article", "headline": "Second", "articleBody": "Text."},
    )
    assert read(first, second).headline == "Second"
    assert read(first, {"@type": "NewsArticle", "headline": "Third"}).headline == "First"


def test_a_body_of_html_becomes_paragraphs():
    assert read({"@type": "Article", "articleBody": "<p>One <b>bold</b>.</p><p>Two.</p>"}).body == "One bold.\nTwo."
    assert read({"@type": "Article", "articleBody": "<b>One</b> two."}).body == "One two."


@pytest.mark.parametrize(
    "script",
    [
        '//<![CDATA[\n{"@type":"Article","headline":"x"}\n//]]>',
        '/*<![CDATA[*/{"@type":"Article","headline":"x"}/*]]>*/',
        '<!-- {"@type":"Article","headline":"x"} -->',
        '{"@type":"Article","headline":"x","b":"a\nb"}',
    ],
)
def test_wrapped_and_sloppy_scripts_are_read(script):
    assert read(script).headline == "x"


@pytest.mark.parametrize(
    "script", ["", "{", "[" * 5000, '{"@type":"Organization"}', "null", "3", '{"@type":{"a":1}}', '{"@type":"Article"']
)
def test_what_is_no_article_is_none(script):
    assert read(script) is None


def test_authors_are_named_once_and_odd_ones_left_out():
    authors = [{"name": "Ann"}, {"name": ["Bo", "Cy"]}, {"name": "Ann"}, {"url": "x"}, "Dee", 3, None]
    assert read({"@type": "Article", "author": authors}).author == "Ann, Bo, Dee"


def test_only_so_many_nodes_are_looked_at():
    assert read([{"@type": "Thing"}] * 3000 + [{"@type": "Article", "headline": "late"}]) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "headline", "articleBody", "author", "name", "image", "url", "publisher"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON)
def test_any_data_is_an_article_or_none(data):
    found = read({"@type": "Article", "x": data}, data)
    assert isinstance(found, LinkedArticle)
