import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.encoding import codec_name, decode

RUSSIAN = "Городской совет в среду принял новый бюджет, сообщила мэрия. Документ вступит в силу весной."
GERMAN = "Der Stadtrat beschloß am Mittwoch größere Ausgaben für die Brücke, sagte der Bürgermeister."
CHINESE = "市议会周三通过了新的预算，市政府表示，文件将于春季生效。市长说，桥梁将重建。"
JAPANESE = "市議会は水曜日に新しい予算を可決したと市が発表した。橋は春に建て直される。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "koi8-r"), (RUSSIAN, "windows-1251"), (RUSSIAN, "iso-8859-5"), (RUSSIAN, "utf-8"), (GERMAN, "iso-8859-1"),
     (GERMAN, "windows-1252"), (CHINESE, "gbk"), (CHINESE, "gb2312"), (CHINESE, "gb18030"), (CHINESE, "big5"),
     (JAPANESE, "shift_jis"), (JAPANESE, "euc-jp"), (JAPANESE, "iso-2022-jp")],
)  # fmt: skip
class TestDeclared:
    def test_the_header_is_believed(self, text, encoding):
        text = text if encoding != "big5" else "市議會週三通過了新的預算"
        assert decode(text.encode(encoding), encoding.upper()) == text

    def test_the_page_is_believed(self, text, encoding):
        text = text if encoding != "big5" else "市議會週三通過了新的預算"
        page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head>{text}'
        assert decode(page.encode(encoding)) == page

    def test_the_xml_declaration_is_believed(self, text, encoding):
        text = text if encoding != "big5" else "市議會週三通過了新的預算"
        document = f'<?xml version="1.0" encoding="{encoding}"?><rss>{text}</rss>'
        assert decode(document.encode(encoding)) == document


def test_the_header_goes_before_the_page():
    page = f'<meta charset="windows-1251">{RUSSIAN}'
    assert decode(page.encode("koi8-r"), "koi8-r") == page


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_goes_before_everything(encoding):
    assert decode(GERMAN.encode(encoding), "koi8-r") == GERMAN


@pytest.mark.parametrize("lie", ["iso-8859-1", "windows-1251", "ascii", "no-such-thing", "utf-16", "rot13", "hex", ""])
def test_utf8_is_read_as_utf8_whatever_is_declared(lie):
    if lie != "utf-16":
        assert decode(RUSSIAN.encode(), lie) == RUSSIAN
    page = f'<meta charset="{lie}">{RUSSIAN}'
    assert decode(page.encode()) == page


def test_a_header_that_does_not_fit_gives_way_to_the_page():
    page = f'<meta charset="koi8-r">{RUSSIAN}'
    assert decode(page.encode("koi8-r"), "utf-8") == page


def test_one_broken_byte_does_not_unsettle_a_declaration():
    body = (GERMAN * 20).encode() + b"\xc3" + GERMAN.encode()
    assert decode(body, "utf-8").startswith(GERMAN)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (CHINESE, "gb18030"), (JAPANESE, "shift_jis")],
)
def test_without_any_declaration_the_encoding_is_guessed(text, encoding):
    assert decode((text * 5).encode(encoding)) == text * 5


@pytest.mark.parametrize(
    ("label", "codec"),
    [("Latin-1", "cp1252"), ("X-SJIS", "cp932"), ("utf8", "utf-8"), ("rot13", ""), ("zip", ""), ("", ""), ("a\0b", "")],
)
def test_labels_are_read_as_browsers_read_them(label, codec):
    assert codec_name(label) == codec


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "utf-8", "gbk", "koi8-r", "utf-16", "idna", "punycode", "unicode_escape", "x"])
    | st.text(max_size=9),
)
def test_any_bytes_decode(body, charset):
    assert isinstance(decode(body, charset), str)


@given(st.text(min_size=20), st.sampled_from(["", "iso-8859-1", "koi8-r"]))
def test_utf8_text_survives_any_single_byte_lie(text, charset):
    if len(text.encode()) - len(text) >= 3:
        assert decode(text.encode(), charset) == text.removeprefix("\ufeff")
