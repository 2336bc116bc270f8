"""Nothing but `bot/web` opens a connection to what a stranger names: by import, and by watching the readers at work."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
CLIENTS = {
    "aiohttp", "ftplib", "http.client", "httpcore", "httpx", "poplib", "pycurl", "requests", "smtplib", "socket", "ssl",
    "telnetlib", "urllib.request", "urllib3", "xmlrpc.client",
}  # fmt: skip
# The shell talks to Telegram, the local chat stands in for it, and one health endpoint listens.
MAY = ("bot/web/", "bot/local/", "bot/handlers/", "bot/jobs/", "bot/bootstrap", "bot/health", "bot/serve")

WATCHED = """
import sys
from bot.news.discovery import feed_candidates
from bot.news.extraction import extract_article
from bot.news.feed import parse_feed
from bot.news.files import read_file
from bot.news.opml import read_opml
from bot.news.errors import NewsError

def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        print("OPENED", event, args[-1])
    if event == "open" and isinstance(args[0], str) and args[0].startswith("/etc/passwd"):
        print("OPENED", args[0])

sys.addaudithook(watch)
address = "http://canary.invalid/x"
page = f'''<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "{address}.dtd" [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<html><head><base href="{address}"><link rel="canonical" href="{address}"><meta http-equiv="refresh" content="0;url={address}">
<meta property="og:image" content="{address}.png"><link rel="alternate" type="application/rss+xml" href="{address}.rss">
</head><body><img src="{address}.png"><iframe src="{address}"></iframe><article>&e;<p>{"The council met on Tuesday. " * 20}</p></article></body></html>'''
feed = f'''<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{address}.dtd" [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY f SYSTEM "{address}">]>
<?xml-stylesheet href="{address}.xsl"?><rss version="2.0" xmlns:xi="http://www.w3.org/2001/XInclude"><channel><title>T&e;&f;</title>
<xi:include href="{address}"/><item><guid>1</guid><link>{address}</link></item></channel></rss>'''
opml = f'<!DOCTYPE opml SYSTEM "{address}.dtd"><opml><body><outline type="include" url="{address}"/><outline xmlUrl="{address}"/></body></opml>'
for read, args in (
    (extract_article, (page.encode(), address)),
    (feed_candidates, (page.encode(), address)),
    (parse_feed, (feed.encode(), address)),
    (read_opml, (opml.encode(),)),
    (read_opml, (address.encode(),)),
    (read_file, (page.encode(), "a.html")),
    (read_file, (f"Subject: x\\nContent-Type: message/external-body; access-type=URL; URL={address}\\n\\nhello".encode(), "a.eml")),
    (parse_feed, (address.encode(), address)),
):
    try:
        read(*args)
    except NewsError:
        pass
print("READ")
"""


def test_no_other_module_imports_a_client():
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("bot", "storage")
        for path in (ROOT / folder).rglob("*.py")
        if not str(path.relative_to(ROOT)).startswith(MAY)
        for name in imported(path)
        if name in CLIENTS or name.split(".")[0] in CLIENTS
    }
    assert found == set()


def test_reading_strangers_bytes_opens_nothing():
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("READ\n", "")


@pytest.mark.parametrize(
    "line",
    ["import httpx", "from urllib import request", "from urllib.request import urlopen", "import http.client as h"],
)
def test_the_watch_over_imports_sees(line, tmp_path):
    source = tmp_path / "x.py"
    source.write_text(line)
    assert CLIENTS & set(imported(source))


def imported(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
