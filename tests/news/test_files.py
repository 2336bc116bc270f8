import zlib
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from bot.news.errors import BrokenFile, Empty, LockedFile, NewsError, ScannedFile, UnknownFile
from bot.news.files import file_kind, read_file

TITLE = "Lighthouse to be lit again after sixty years"
PARAGRAPHS = [
    "The lighthouse on the eastern point will be lit again in June, the harbour trust said on Friday.",
    "Volunteers have repaired the lamp room over four winters, at a cost of about 90,000 pounds.",
    "“It was the sailors who asked for it,” said Ada Pell, who leads the work. The light will be seen for nine miles.",
]
TEXT = "\n\n".join([TITLE, *PARAGRAPHS])
PAGE = f"<html><head><title>{TITLE}</title></head><body><article>{''.join(f'<p>{p} {p}</p>' for p in PARAGRAPHS)}</article></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_a_text_file_in_any_encoding_is_an_article(encoding):
    article = read_file(TEXT.encode(encoding), "lighthouse.txt", "text/plain")
    assert article.title == TITLE
    assert article.text.split("\n") == PARAGRAPHS
    assert article.language == "en"


def test_a_saved_page_is_an_article_without_an_address():
    article = read_file(PAGE.encode(), "saved.html", "text/html")
    assert article.title == TITLE
    assert PARAGRAPHS[1] in article.text
    assert article.url == ""


def test_a_mail_gives_subject_sender_and_date():
    mail = message(TEXT, subject="Fwd: Re: Lighthouse  news", sender="Harbour Trust <news@harbour.example>")
    article = read_file(mail.as_bytes(), "letter.eml", "message/rfc822")
    assert article.title == "Lighthouse news"
    assert article.outlet == "Harbour Trust"
    assert article.published == datetime(2026, 11, 20, 7, 15, tzinfo=UTC)
    assert PARAGRAPHS[2] in article.text


def test_a_mail_with_only_a_page_in_it_is_read():
    mail = message("", subject="Lighthouse")
    mail.set_content(PAGE, subtype="html", charset="utf-8")
    assert PARAGRAPHS[0] in read_file(mail.as_bytes(), "a.eml").text


def test_a_mail_with_a_stub_of_plain_text_gives_its_page():
    mail = message("View this mail in a browser.", subject="Lighthouse")
    mail.add_alternative(PAGE, subtype="html")
    assert PARAGRAPHS[0] in read_file(mail.as_bytes(), "a.eml").text


def test_an_old_mail_in_koi8_is_read():
    text = "Городской совет в среду принял новый бюджет, сообщила мэрия. Документ вступит в силу весной будущего года."
    body = b"From: =?koi8-r?B?8sXEwcvDydE=?= <a@example.com>\r\nSubject: =?koi8-r?B?98nT1MkK?=\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    article = read_file(body + text.encode("koi8-r"), "a.eml")
    assert "принял новый бюджет" in article.text
    assert article.outlet == "Редакция"


def test_an_impossible_header_costs_that_header_alone():
    mail = message(TEXT, subject="Lighthouse").as_bytes().replace(b"20 Nov 2026", b"20 Nov 99999999999999999999")
    article = read_file(mail, "a.eml")
    assert (article.title, article.published) == ("Lighthouse", None)


def test_a_pdf_gives_its_pages_title_and_date():
    article = read_file(pdf([PARAGRAPHS[:2], PARAGRAPHS[2:]], title=TITLE), "x.pdf")
    assert article.title == TITLE
    assert "repaired the lamp room" in article.text
    assert "seen for nine miles" in article.text
    assert article.author == "A. Pell"
    assert article.published == datetime(2026, 11, 20, 7, 15, tzinfo=UTC)


def test_a_pdf_without_text_is_a_scan():
    with pytest.raises(ScannedFile):
        read_file(pdf([[], []]), "scan.pdf")


def test_a_locked_pdf_is_named_as_such():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([PARAGRAPHS]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(LockedFile):
        read_file(out.getvalue(), "x.pdf")


def test_a_pdf_whose_password_is_empty_is_read():
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf([PARAGRAPHS]))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    assert "lamp room" in read_file(out.getvalue(), "x.pdf").text


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7", b"%PDF-1.7\n" + b"x" * 500, b"%PDF-1.4\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF"]
)
def test_a_damaged_pdf_is_named_as_such(body):
    with pytest.raises(BrokenFile):
        read_file(body, "x.pdf")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.eml", "a.pdf", "a.zip"])
@pytest.mark.parametrize("body", [b"", b" \n\t"])
def test_an_empty_file_is_named_as_such(name, body):
    with pytest.raises(Empty):
        read_file(body, name)


@pytest.mark.parametrize(
    ("body", "name", "kind", "found"),
    [
        (b"%PDF-1.7", "a.txt", "text/plain", "pdf"),
        (b"\n%PDF-1.7", "", "", "pdf"),
        (b"<!DOCTYPE html><p>", "a.txt", "", "page"),
        (b"<HTML>", "", "", "page"),
        (b"hello", "A.TXT", "application/octet-stream", "text"),
        (b"hello", "", "text/plain; charset=utf-8", "text"),
        (b"From: a", "a.eml", "text/plain", "mail"),
        (b"hello", "a.md", "", "text"),
    ],
)
def test_the_kind_of_a_file_is_found(body, name, kind, found):
    assert file_kind(body, name, kind) == found


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        (b"PK\x03\x04\x00", "a.zip", "application/zip"),
        (b"\x89PNG\x00", "a.png", ""),
        (b"MZ\x00\x01", "a.txt", "text/plain"),
        (b"hello", "a", ""),
        (b"hello", "a.docx", ""),
    ],
)
def test_other_files_are_refused(body, name, kind):
    with pytest.raises(UnknownFile):
        read_file(body, name, kind)


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=300)
    | st.sampled_from([b"%PDF-1.5\n", b"From: a\n\n", b"<html>"]).flatmap(
        lambda start: st.binary(max_size=200).map(start.__add__)
    ),
    st.sampled_from(["a.txt", "a.html", "a.eml", "a.pdf", "a", ""]),
)
def test_any_bytes_are_an_article_or_a_news_error(body, name):
    try:
        article = read_file(body, name)
    except NewsError as error:
        text = error.text
    else:
        text = article.text
        assert text
    assert "\n\n" not in text


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_pdf_with_a_wound_is_an_article_or_a_news_error(place, wound):
    body = bytearray(pdf([PARAGRAPHS], title=TITLE))
    place %= len(body)
    body[place : place + len(wound)] = wound
    try:
        text = read_file(bytes(body), "x.pdf").text
    except NewsError as error:
        text = error.text
    assert isinstance(text, str)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Content-Type: multipart/mixed; boundary=b",
                "--b",
                "--b--",
                "",
                "Content-Type: text/html; charset=x-unknown",
                "Content-Transfer-Encoding: base64",
                "Subject: =?utf-8?B?\udc80?=",
                "From: <",
                "Date: 99",
                "????",
                "<p>text</p>",
            ]
        ),
        max_size=20,
    )
)
def test_any_mail_is_an_article_or_a_news_error(lines):
    body = "\r\n".join(["From: a@example.com", *lines]).encode("utf-8", "surrogateescape")
    try:
        text = read_file(body, "a.eml").text
    except NewsError as error:
        text = error.text
    assert isinstance(text, str)


def message(text: str, *, subject: str, sender: str = "a@example.com") -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = sender
    mail["Date"] = "Fri, 20 Nov 2026 08:15:00 +0100"
    mail.set_content(text)
    return mail


def pdf(pages: list[list[str]], title: str = "") -> bytes:
    """A small PDF: one text line a paragraph, broken at 70 characters."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    objects.append(f"<< /Title ({title}) /Author (A. Pell) /CreationDate (D:20261120081500+01'00') >>".encode())
    kids = []
    for paragraphs in pages:
        lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
        drawn = "BT /F1 11 Tf 50 780 Td 14 TL\n" + "".join(f"({line}) Tj T*\n" for line in lines) + "ET"
        stream = zlib.compress(drawn.encode("cp1252"))
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream")
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % content
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def wrapped(paragraph: str) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) > 70:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
