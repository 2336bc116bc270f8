import pytest

from bot.local.downloads import save, size
from bot.local.messages import StoredFile


def test_a_document_never_overwrites_another(tmp_path):
    paths = [save(StoredFile("f", "feeds.opml", content), tmp_path) for content in (b"1", b"2", b"3")]
    assert [path.name for path in paths] == ["feeds.opml", "feeds (2).opml", "feeds (3).opml"]
    assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3"]


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("../../etc/passwd", "passwd"),
        ("..", "document"),
        (".bashrc", "bashrc"),
        ("a/b\x1b.txt", "b_.txt"),
        ("", "document"),
    ],
)
def test_a_document_stays_in_its_folder(tmp_path, name, saved):
    path = save(StoredFile("f", name, b"x"), tmp_path)
    assert path == tmp_path / saved


def test_sizes_read_well():
    assert [size(999), size(1500), size(2_340_000)] == ["999 bytes", "1.5 kB", "2.3 MB"]
