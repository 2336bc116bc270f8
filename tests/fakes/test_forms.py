import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local.wire import Upload
from tests.fakes.forms import read_form

TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs",)))
NAMES = st.text(alphabet="abc_", min_size=1, max_size=5)


def sent(**content):
    request = httpx.Request("POST", "http://127.0.0.1/", **content)
    return read_form("", request.headers.get("content-type", ""), request.read())


@given(st.dictionaries(NAMES, TEXT))
def test_a_form_comes_as_it_was_sent(fields):
    assert sent(data=fields) == (fields, {})


@given(st.dictionaries(NAMES, TEXT), st.binary())
def test_a_form_with_a_file_comes_as_it_was_sent(fields, content):
    files = {"document": ("feeds.opml", content, "text/xml")}
    assert sent(data=fields, files=files) == (fields, {"document": Upload("feeds.opml", content)})


def test_json_comes_as_fields():
    assert sent(json={"chat_id": 5, "text": "a", "flag": True}) == ({"chat_id": "5", "text": "a", "flag": "true"}, {})


def test_a_query_comes_as_fields():
    assert read_form("chat_id=5&text=a%20b", "", b"") == ({"chat_id": "5", "text": "a b"}, {})


def test_multipart_needs_a_boundary():
    with pytest.raises(ValueError, match="boundary"):
        read_form("", "multipart/form-data", b"")
