from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.news.article import ExtractedArticle
from bot.news.errors import Empty, NeedsBrowser, NewsError, NotAnArticle, Paywalled
from bot.news.extraction import extract_article

PAGES = Path(__file__).parent.parent / "data" / "pages"
COUNCIL = (PAGES / "council.html").read_text()
URL = "https://m.harbour-gazette.example/news/council-approves-bridge?utm_source=x"
PARAGRAPHS = [
    "The ferry company said on Monday that it would cut its winter timetable by a third because of rising fuel prices.",
    "Passengers on the northern islands will have two crossings a day instead of three, the company's director said.",
    "The island council called the decision a blow to people who work on the mainland and asked for talks this week.",
    "A spokeswoman for the transport ministry said that the state would look at the figures before it offered any money.",
]


def test_a_news_page_gives_its_text_and_nothing_around_it():
    article = extract_article(COUNCIL.encode(), URL)
    lines = article.text.split("\n")
    assert len(lines) == 4
    assert lines[0].startswith("The harbour council voted on Tuesday evening")
    assert lines[-1].endswith("measured every month.")
    for foreign in ("Okafor", "Read more", "Ferry delayed", "©", "Home", "Council approves"):
        assert foreign not in article.text


def test_a_news_page_gives_its_facts():
    article = extract_article(COUNCIL.encode(), URL)
    assert article == ExtractedArticle(
        title="Council approves river bridge after ten-year dispute",
        text=article.text,
        author="Ines Okafor, Tom Birk",
        outlet="The Harbour Gazette",
        published=datetime(2026, 11, 18, 8, 30, tzinfo=UTC),
        language="en",
        image="https://m.harbour-gazette.example/images/bridge.jpg",
        url="https://www.harbour-gazette.example/news/council-approves-bridge",
    )


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251", "utf-8", "utf-16"])
def test_a_page_in_an_old_encoding_is_read(encoding):
    text = "Городской совет в среду принял новый бюджет на следующий год, сообщила пресс-служба мэрии города. " * 2
    html = page([text, text], title="Совет принял бюджет", head=f'<meta charset="{encoding}">')
    article = extract_article(html.encode(encoding), "https://example.com/a")
    assert article.text.startswith("Городской совет в среду принял")
    assert article.title == "Совет принял бюджет"
    assert article.language == "ru"


def test_a_chinese_page_in_gbk_is_read():
    text = (
        "市议会周三通过了新的预算，市政府表示，文件将于春季生效。市长说，桥梁将在明年重建，费用约为四千八百万元。" * 3
    )
    html = page([text, text], title="市议会通过新预算", head='<meta charset="gb2312">')
    article = extract_article(html.encode("gbk"), "https://example.com/a")
    assert "桥梁将在明年重建" in article.text
    assert article.language == "zh"


def test_the_publishers_own_text_is_taken_when_the_page_shows_next_to_none():
    body = "\\n\\n".join(PARAGRAPHS)
    script = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferries","articleBody":"{body}"}}</script>'
    article = extract_article(page([], head=script).encode(), "https://example.com/a")
    assert article.text.split("\n") == PARAGRAPHS


def test_a_page_that_is_mostly_lost_by_one_library_is_saved_by_the_other():
    # One section in the page's language of layout, the rest in plain blocks.
    html = f"<html><body><div class='article-body'>{''.join(f'<div>{p} {p}</div>' for p in PARAGRAPHS)}</div></body></html>"
    text = extract_article(html.encode(), "https://example.com/a").text
    assert all(paragraph in text for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "<title>Ferries cut timetable - Island News</title><meta property='og:site_name' content='Island News'>",
            "Ferries cut timetable",
        ),
        ("<title>Ferries cut timetable | example.com</title>", "Ferries cut timetable"),
        ("<title>Island News: Ferries cut timetable</title>", "Island News: Ferries cut timetable"),
        ("<title>x</title><meta property='og:title' content='Ferries &amp;amp; fuel'>", "Ferries &amp; fuel"),
        ("<meta name='twitter:title' content='Ferries – a crisis'>", "Ferries – a crisis"),
    ],
)
def test_the_title_comes_without_the_sites_name(head, title):
    assert extract_article(page(PARAGRAPHS, title="", head=head).encode(), "https://www.example.com/a").title == title


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            "<meta property='article:published_time' content='2026-11-18T09:30:00Z'>",
            datetime(2026, 11, 18, 9, 30, tzinfo=UTC),
        ),
        ("<meta name='date' content='2026-11-18'>", datetime(2026, 11, 18, tzinfo=UTC)),
        (
            "<meta name='date' content='2026-11-18'><meta itemprop='datePublished' content='2026-11-18T09:30:00+0100'>",
            datetime(2026, 11, 18, 8, 30, tzinfo=UTC),
        ),
        ("<meta name='pubdate' content='Wed, 18 Nov 2026 09:30:00 -0500'>", datetime(2026, 11, 18, 14, 30, tzinfo=UTC)),
        ("<meta name='date' content='yesterday'>", None),
        ("<meta name='date' content='0001-01-01T00:00:00Z'>", None),
        ("", None),
    ],
)
def test_the_date_is_read_with_its_time_where_there_is_one(head, published):
    assert extract_article(page(PARAGRAPHS, head=head).encode(), "https://example.com/a").published == published


@pytest.mark.parametrize(
    ("declared", "url"),
    [
        ("https://www.example.com/news/ferries/", "https://www.example.com/news/ferries"),
        ("/news/ferries?utm_source=x", "https://example.com/news/ferries"),
        ("https://bank.example.org/news/ferries", ""),
        ("https://example.com/", ""),
        ("javascript:alert(1)", ""),
        ("http://[bad", ""),
    ],
)
def test_the_page_may_name_its_own_address_but_not_another_sites(declared, url):
    html = page(PARAGRAPHS, head=f'<link rel="canonical" href="{declared}">')
    assert extract_article(html.encode(), "https://example.com/amp/ferries").url == url


# What is no article


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("", Empty),
        ("<html><body></body></html>", Empty),
        ("<html><body><p>Hello.</p></body></html>", Empty),
        ("<html><body><div id='root'></div><script src='/app.js'></script></body></html>", NeedsBrowser),
        ("<html><body><noscript>You need to enable JavaScript to run this app.</noscript></body></html>", NeedsBrowser),
        ("<html><body><h1>Just a moment...</h1><p>Checking your browser</p></body></html>", NeedsBrowser),
        ("<html><body><form><input name='u'><input type='password'></form></body></html>", NeedsBrowser),
        ("<html><body><h1>Before you continue</h1><p>We use cookies and data.</p><button>Accept all</button></body></html>", NeedsBrowser),
        ("<html><body><ul>" + "".join(f"<li><a href='/{n}'>Story {n}</a></li>" for n in range(40)) + "</ul></body></html>", NotAnArticle),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_what_it_is(html, kind):
    with pytest.raises(kind):
        extract_article(html.encode(), "https://example.com/a")


def test_a_front_page_is_no_article():
    html = page([f"{p} {p}" for p in PARAGRAPHS])
    with pytest.raises(NotAnArticle):
        extract_article(html.encode(), "https://example.com/")
    assert extract_article(html.encode(), "https://example.com/a").text


@pytest.mark.parametrize(
    "html",
    [
        lambda: page(
            PARAGRAPHS[:2],
            head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
        ),
        lambda: page([*PARAGRAPHS[:2], "Subscribe to continue reading this article."]),
        lambda: page([*PARAGRAPHS[:1], "Already a subscriber? Log in"]),
    ],
)
def test_a_paywalled_page_is_named_as_such_and_keeps_its_beginning(html):
    with pytest.raises(Paywalled) as caught:
        extract_article(html().encode(), "https://example.com/a")
    assert caught.value.text.startswith(PARAGRAPHS[0])


def test_a_short_article_on_a_page_whose_menu_offers_subscriptions_is_no_paywall():
    html = page(PARAGRAPHS).replace("<body>", "<body><nav>Already a subscriber? Log in</nav>")
    html = html.replace(
        "</body>", "".join(f"<p>Story {n}</p>" for n in range(9)) + "<footer>Subscribe to read more</footer></body>"
    )
    assert extract_article(html.encode(), "https://example.com/a").text.split("\n")[: len(PARAGRAPHS)] == PARAGRAPHS


def test_an_article_that_is_whole_is_no_paywall_though_its_page_offers_subscriptions():
    html = page(
        PARAGRAPHS * 4,
        head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
    )
    assert extract_article(html.encode(), "https://example.com/a").text.startswith(PARAGRAPHS[0])


# Strangers' bytes

TAGS = st.sampled_from(
    "<html> <body> <p> </p> <div> </div> <table> <tr> <td> <a href='x'> </a> <br> <script> </script> <!-- --> <![CDATA[ ]]> "
    "<meta charset=utf-16> <meta property=og:title content=x> <title> </title> <svg> <math> <template> &#0; &#xD800; &nbsp; "
    "<script type=application/ld+json>{\"@type\":\"Article\",\"articleBody\":[1,{\"a\":2}]}</script> <link rel=canonical href=//[> "
    "<time datetime=9999-99-99> <base href='http://['> text. Long".split(" ")
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=500)
    | st.lists(TAGS | st.text(max_size=20), max_size=40).map(
        lambda parts: " ".join(parts).encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_are_an_article_or_a_news_error(body):
    try:
        article = extract_article(body, "https://example.com/a")
    except NewsError as error:
        text = error.text
    else:
        text = article.text
        assert text
    assert "\n\n" not in text


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 5000,
        b"<a " * 5000,
        b"<table><tr><td>" * 1500,
        b'<script type="application/ld+json">' + b'{"a":' * 20000 + b"</script>",
        b"<p>" + b"a" * 300_000,
        b"&" * 50_000,
        b"<meta property=og:title content='" + b" | x" * 20_000 + b"'>",
    ],
    ids=["deep", "attributes", "tables", "json", "long word", "entities", "title"],
)
def test_crafted_pages_end(body):
    try:
        text = extract_article(b"<html><body>" + body, "https://example.com/a").text
    except NewsError as error:
        text = error.text
    assert len(text) <= 200_000


def page(paragraphs: list[str], title: str = "Ferries cut their timetable", head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    heading = f"<title>{title}</title>" if title else ""
    return f"<html><head>{head}{heading}</head><body><main><article>{body}</article></main></body></html>"
