import gzip
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web import errors
from bot.web.backend import GuardedBackend
from bot.web.deadline import Deadline
from bot.web.fetcher import FetchLimits, Network, WebFetcher
from bot.web.page import Page, Redirect
from bot.web.refresh import refresh_target
from tests.fakes.web_servers import FakeInternet, LoopbackServer, dripping, raw, response, routes, serving

TLS = Path(__file__).parent.parent / "data" / "tls"
USUAL_TLS = httpx.create_ssl_context(trust_env=False)  # costs some 30 ms, so once
SITE = "93.184.216.34"
OTHER_SITE = "151.101.1.1"
PAGE = b"<p>The council met.</p>"


def test_a_page_comes_with_its_body_type_charset_and_validators():
    answer = response(PAGE, Content_Type='Text/HTML; Charset="KOI8-R"', ETag='W/"a\xe9"', Last_Modified="Sun, 22 Nov")
    with serving(raw(answer)) as server:
        page = fetch_from(server, "/story?id=1#part")
    assert page.body == PAGE
    assert (page.content_type, page.charset) == ("text/html", "koi8-r")
    assert (page.etag, page.last_modified) == ('W/"a\xe9"', "Sun, 22 Nov")
    assert page.url == page.requested.removesuffix("#part")
    assert page.moved_to == ""


def test_validators_go_back_byte_for_byte_and_an_unchanged_page_has_no_body():
    with serving(raw(response(status="304 Not Modified", ETag='"new"'))) as server:
        page = fetch_from(server, "/feed", etag='W/"a\xe9"', last_modified="Sun, 22 Nov 2026 08:00:00 GMT")
        head = server.requests[0]
    assert page.not_modified
    assert page.body == b""
    assert b'If-None-Match: W/"a\xe9"\r\n' in head
    assert b"If-Modified-Since: Sun, 22 Nov 2026 08:00:00 GMT\r\n" in head


def test_the_request_names_newsdesk_and_its_contact_and_asks_for_nothing_it_cannot_unpack():
    with serving(raw(response(PAGE))) as server:
        fetch_from(server, "/", contact="+https://desk.example/about")
        head = server.requests[0].decode()
    assert "User-Agent: Mozilla/5.0 (compatible; Newsdesk/0.1; +https://desk.example/about)\r\n" in head
    assert "Accept-Encoding: gzip, deflate\r\n" in head
    assert "Cookie" not in head


def test_a_proxy_in_the_environment_is_not_used(monkeypatch):
    with serving(raw(response(b"proxy"))) as proxy, serving(raw(response(PAGE))) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert fetch_from(server, "/").body == PAGE
        assert proxy.hits == 0


# What may not be reached

HOSTILE = [
    "http://127.0.0.1/", "http://127.1/", "http://0/", "http://0.0.0.0/", "http://2130706433/", "http://0x7f000001/",
    "http://0x7f.1/", "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1./", "http://127.255.255.254/",
    "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://[::1]/", "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
    "http://[64:ff9b::127.0.0.1]/", "http://[2002:7f00:1::]/", "http://[2001:0:4136:e378:8000:63bf:807f:fffe]/",
    "http://[fe80::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/", "http://10.0.0.1/",
    "http://10.255.255.255:8080/", "http://172.16.5.5/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/latest/", "http://168.63.129.16/", "http://192.0.0.192/", "http://100.64.0.1/",
    "http://198.18.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/", "http://192.0.2.1/",
    "https://127.0.0.1/", "https://localhost:8443/", "http://3232235521/", "http://0300.0250.0.1/", "http://0xc0a80001/",
]  # fmt: skip


@pytest.mark.parametrize("address", HOSTILE)
def test_no_spelling_of_a_private_address_is_dialled(address):
    internet = FakeInternet({}, {})
    fetcher = WebFetcher(
        network=Network(sockets=internet), ssl_context=USUAL_TLS
    )  # the system's own resolver reads the spelling
    with pytest.raises((errors.PrivateAddress, errors.BadAddress, errors.UnknownHost)) as caught:
        fetcher.fetch(address)
    assert internet.dialled == []
    assert caught.value.url == address


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"],
        [SITE, "127.0.0.1"],
        ["10.0.0.1", SITE],
        [SITE, "::1"],
        [SITE, "::ffff:192.168.0.1"],
        ["64:ff9b::a9fe:a9fe"],
        [SITE, "fe80::1%2"],
        [SITE, "no address"],
    ],
)
def test_a_name_with_one_private_answer_is_not_dialled_at_all(answers):
    internet = FakeInternet({"mixed.example": answers}, {SITE: 1})
    with pytest.raises(errors.PrivateAddress):
        fetcher_in(internet).fetch("http://mixed.example/")
    assert internet.dialled == []


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_that_is_dialled():
    with serving(raw(response(PAGE))) as site, serving(raw(response(b"secret"))) as canary:
        internet = RebindingInternet({SITE: site.port, "127.0.0.1": canary.port})
        assert fetcher_in(internet).fetch("http://rebind.example/").body == PAGE
        assert internet.dialled == [SITE]
        assert canary.hits == 0


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Again", "308 Moved"])
@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("http://127.0.0.1:{port}/", errors.FetchError),
        ("http://127.0.0.1:8080/", errors.PrivateAddress),
        ("//127.0.0.1/", errors.PrivateAddress),
        ("http://[::1]/", errors.PrivateAddress),
        ("http://inside.example/", errors.PrivateAddress),
        ("https://inside.example/", errors.PrivateAddress),
        ("http://169.254.169.254/latest/meta-data/", errors.PrivateAddress),
        ("file:///etc/passwd", errors.BadAddress),
        ("ftp://site.example/", errors.BadAddress),
        ("http://user:word@site.example/", errors.BadAddress),
        ("http://site.example:22/", errors.BadAddress),
        ("http://[bad/", errors.BadAddress),
    ],
)
def test_a_redirect_to_a_private_or_odd_address_is_refused(status, target, kind):
    with serving(raw(response(b"secret"))) as canary:
        answer = response(status=status, Location=target.format(port=canary.port))
        with serving(raw(answer)) as site:
            names = {"site.example": [SITE], "inside.example": ["10.0.0.7"]}
            internet = FakeInternet(names | {host: [host] for host in ("127.0.0.1", "::1", "169.254.169.254")}, {})
            internet = FakeInternet(
                internet._names, {SITE: site.port, "127.0.0.1": canary.port, "10.0.0.7": canary.port}
            )
            with pytest.raises(kind) as caught:
                fetcher_in(internet).fetch("http://site.example/")
        assert internet.dialled == [SITE]
        assert canary.hits == 0
        assert caught.value.url


def test_the_setting_lifts_the_address_check_for_the_exact_pair_and_no_other():
    with serving(raw(response(PAGE))) as open_one, serving(raw(response(b"secret"))) as canary:
        fetcher = WebFetcher(allow_private=(f"127.0.0.1:{open_one.port}",))
        assert fetcher.fetch(f"http://127.0.0.1:{open_one.port}/").body == PAGE
        for other in (
            f"http://127.0.0.1:{canary.port}/",
            f"http://localhost:{open_one.port}/",
            f"http://127.1:{open_one.port}/",
        ):
            with pytest.raises(errors.BadAddress):
                fetcher.fetch(other)
        assert canary.hits == 0
        assert open_one.hits == 1


def test_a_redirect_from_an_allowed_pair_to_another_private_one_is_refused():
    with serving(raw(response(b"secret"))) as canary:
        answer = response(status="302 Found", Location=f"http://127.0.0.1:{canary.port}/")
        with serving(raw(answer)) as server, pytest.raises(errors.BadAddress):
            fetch_from(server, "/")
        assert canary.hits == 0


def test_the_backend_opens_no_unix_socket():
    internet = FakeInternet({}, {})
    with pytest.raises(errors.PrivateAddress):
        GuardedBackend(internet.resolve, internet, frozenset(), Deadline(1)).connect_unix_socket("/run/docker.sock")


# Redirects


def test_redirects_are_followed_and_recorded():
    table = {
        "/old": response(status="301 Moved", Location="/new"),
        "/new": response(status="302 Found", Location="http://other.example/final"),
        "/final": response(PAGE),
    }
    with serving(routes(table)) as site:
        internet = FakeInternet(
            {"site.example": [SITE], "other.example": [OTHER_SITE]}, {SITE: site.port, OTHER_SITE: site.port}
        )
        page = fetcher_in(internet).fetch("http://site.example/old")
    assert page.url == "http://other.example/final"
    assert page.redirects == (Redirect("http://site.example/old", 301), Redirect("http://site.example/new", 302))
    assert page.moved_to == "http://site.example/new"


@pytest.mark.parametrize(
    ("statuses", "moved_to"),
    [
        ((), ""),
        ((302,), ""),
        ((302, 301), ""),
        ((301,), "end"),
        ((301, 308), "end"),
        ((308, 307), "1"),
        ((301, 302, 301), "1"),
    ],
)
def test_only_permanent_hops_from_the_start_move_an_address(statuses, moved_to):
    hops = tuple(Redirect(str(number), status) for number, status in enumerate(statuses))
    assert Page("end", "0", 200, b"", redirects=hops).moved_to == moved_to


def test_a_circle_of_redirects_ends():
    table = {"/a": response(status="302 Found", Location="/b"), "/b": response(status="302 Found", Location="/a")}
    with serving(routes(table)) as server:
        with pytest.raises(errors.TooManyRedirects):
            fetch_from(server, "/a")
        assert len(server.requests) == 9


def test_a_redirect_without_an_address_is_a_broken_answer():
    with serving(raw(response(status="302 Found"))) as server, pytest.raises(errors.BrokenAnswer):
        fetch_from(server, "/")


def test_a_cookie_set_on_the_way_is_sent_within_the_fetch_and_forgotten_after_it():
    def talk(connection: socket.socket, head: bytes) -> None:
        wall = response(status="302 Found", Location="/", Set_Cookie="seen=yes; Path=/")
        raw(response(PAGE) if b"seen=yes" in head else wall)(connection, head)

    with serving(talk) as server:
        for number in (2, 4):
            assert fetch_from(server, "/").body == PAGE
            assert len(server.requests) == number


def refreshing(target: str) -> bytes:
    return response(f'<html><meta http-equiv="refresh" content="0;URL={target}"><p>One moment</p></html>'.encode())


def test_a_page_that_leads_on_at_once_is_followed():
    with serving(routes({"/short": refreshing("/long?a=1&amp;b=2"), "/long?a=1&b=2": response(PAGE)})) as server:
        page = fetch_from(server, "/short")
    assert page.body == PAGE
    assert [hop.status for hop in page.redirects] == [302]
    assert page.moved_to == ""


def test_a_page_that_leads_to_itself_is_the_page():
    with serving(routes({"/a": refreshing("/b"), "/b": refreshing("/a"), "/c": refreshing("/c")})) as server:
        assert fetch_from(server, "/a").url.endswith("/b")
        assert fetch_from(server, "/c").url.endswith("/c")


def test_a_page_that_leads_to_a_private_address_is_refused():
    with serving(raw(refreshing("http://10.0.0.7/"))) as site:
        internet = FakeInternet({"site.example": [SITE], "10.0.0.7": ["10.0.0.7"]}, {SITE: site.port})
        with pytest.raises(errors.PrivateAddress):
            fetcher_in(internet).fetch("http://site.example/")
    assert internet.dialled == [SITE]


@pytest.mark.parametrize(
    "body",
    [
        b'<meta http-equiv="refresh" content="600">',
        b'<meta http-equiv="refresh" content="30;url=/other">',
        b'<meta http-equiv="refresh" content="0;url=/other">' + b" " * 30_000,
        b'<meta name="refresh" content="0;url=/other">',
    ],
)
def test_a_page_that_reloads_later_or_has_much_to_say_stays(body):
    assert refresh_target(body, "text/html") == ""
    assert refresh_target(b'<META content=x HTTP-EQUIV=Refresh CONTENT="1; /other">', "text/html") == "/other"
    assert refresh_target(b'<meta http-equiv="refresh" content="0;url=/other">', "text/plain") == ""


# Sizes and time


def test_a_gzip_bomb_ends_at_the_limit_without_the_memory_it_asks_for():
    bomb = gzip.compress(bytes(200_000_000), 9)
    with serving(raw(response(bomb, Content_Encoding="gzip"))) as server:
        tracemalloc.start()
        try:
            with pytest.raises(errors.TooLarge) as caught:
                fetch_from(server, "/", limits=FetchLimits(10, 1_000_000))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert caught.value.limit == 1_000_000
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "x-gzip"),
        (gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]), "gzip"),
        (gzip.compress(PAGE) + b"\0\0rest", "gzip"),
        (PAGE, "gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (PAGE, "identity"),
    ],
)
def test_every_usual_packing_is_unpacked(body, encoding):
    with serving(raw(response(body, Content_Encoding=encoding))) as server:
        assert fetch_from(server, "/").body == PAGE


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"\x1f\x8b" + PAGE, "gzip"),
        (b"\xff" + PAGE, "deflate"),
        (PAGE, "br"),
        (gzip.compress(gzip.compress(PAGE)), "gzip, gzip"),
    ],
)
def test_a_damaged_or_unasked_packing_is_a_broken_answer(body, encoding):
    with serving(raw(response(body, Content_Encoding=encoding))) as server, pytest.raises(errors.BrokenAnswer):
        fetch_from(server, "/")


def test_an_endless_body_ends_at_the_size_limit():
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    with serving(dripping(start, iter(lambda: b"x" * 60_000, b""), 0)) as server, pytest.raises(errors.TooLarge):
        fetch_from(server, "/", limits=FetchLimits(10, 500_000))


def test_a_body_said_to_be_too_long_is_not_waited_for():
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\nx"
    with serving(dripping(start, iter(lambda: b"x", b""), 0.05)) as server, pytest.raises(errors.TooLarge):
        fetch_from(server, "/", limits=FetchLimits(5, 500_000))


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5;",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n",
    ],
    ids=["status line", "header", "body", "chunk extension", "gzip"],
)
def test_an_answer_that_drips_ends_with_the_deadline(start):
    with serving(dripping(start, iter(lambda: b"h", b""), 0.02)) as server:
        began = time.monotonic()
        with pytest.raises(errors.TooSlow):
            fetch_from(server, "/", limits=FetchLimits(0.4, 1_000_000))
        assert time.monotonic() - began < 5


def test_endless_interim_answers_end_with_the_deadline():
    interim = b"HTTP/1.1 103 Early Hints\r\n\r\n"
    with serving(dripping(interim, iter(lambda: interim, b""), 0.01)) as server, pytest.raises(errors.TooSlow):
        fetch_from(server, "/", limits=FetchLimits(0.4, 1_000_000))


def test_a_server_that_says_nothing_ends_with_the_deadline():
    with serving(dripping(b"", [b""], 3)) as server, pytest.raises(errors.TooSlow):
        fetch_from(server, "/", limits=FetchLimits(0.3, 1_000_000))


def test_redirects_share_one_deadline():
    def talk(connection: socket.socket, head: bytes) -> None:
        time.sleep(0.15)
        raw(response(status="302 Found", Location="/again"))(connection, head)

    with serving(talk) as server, pytest.raises(errors.TooSlow):
        fetch_from(server, "/", limits=FetchLimits(0.5, 1_000_000))


def test_a_name_server_that_says_nothing_ends_with_the_deadline(monkeypatch):
    release = threading.Event()

    def silent(*_args, **_named):
        release.wait(5)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    try:
        with pytest.raises(errors.TooSlow):
            WebFetcher(FetchLimits(0.2, 1_000_000)).fetch("http://slow.example/")
    finally:
        release.set()


def test_headers_without_end_are_a_broken_answer():
    with serving(raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000)) as server, pytest.raises(errors.BrokenAnswer):
        fetch_from(server, "/")


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH\r\n", b"\x16\x03\x01\x02\x00", b"HTTP/x 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 50\r\n\r\nshort",
     b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
     b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)  # fmt: skip
def test_what_is_not_http_is_a_broken_answer(answer):
    with serving(raw(answer)) as server, pytest.raises((errors.BrokenAnswer, errors.NoConnection)):
        fetch_from(server, "/")


# Kinds of content


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "audio/mpeg", "application/zip", "application/x-executable", "font/woff2"]
)
def test_a_type_that_is_no_text_is_refused_by_name(kind):
    with serving(raw(response(PAGE, Content_Type=kind))) as server, pytest.raises(errors.NotText) as caught:
        fetch_from(server, "/")
    assert caught.value.content_type == kind


@pytest.mark.parametrize(
    "kind",
    ["text/html", "text/plain", "application/pdf", "application/feed+json", "application/rss+xml; charset=x", ""],
)
def test_a_type_to_read_passes(kind):
    with serving(raw(response(PAGE, Content_Type=kind))) as server:
        assert fetch_from(server, "/").body == PAGE


@pytest.mark.parametrize("body", [b"MZ\x90\x00\x03\x00", b"\x7fELF\x02\x01\x01\x00", b"PK\x03\x04\x14\x00\x00"])
def test_unnamed_bytes_that_are_no_text_are_refused(body):
    with serving(raw(response(body, Content_Type="application/octet-stream"))) as server, pytest.raises(errors.NotText):
        fetch_from(server, "/")


@pytest.mark.parametrize("body", [b"%PDF-1.7\n\x00\x01", "Grüße".encode("utf-16"), PAGE])
def test_unnamed_bytes_that_may_be_read_pass(body):
    with serving(raw(response(body, Content_Type="application/octet-stream"))) as server:
        assert fetch_from(server, "/").body == body


@pytest.mark.parametrize(
    "header",
    [
        "text/html; charset=",
        "text/html; charset=no-such-thing",
        "text/html;charset=utf-8;charset=koi8-r",
        "; ;=;",
        "text/html; charset*=x''y",
    ],
)
def test_a_lying_charset_does_no_harm(header):
    with serving(raw(response(PAGE, Content_Type=header))) as server:
        assert fetch_from(server, "/").body == PAGE


# Statuses


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("400 Bad", errors.BadStatus), ("401 Log in", errors.Refused), ("402 Pay", errors.Refused), ("403 No", errors.Refused),
        ("404 None", errors.NotFound), ("410 Gone", errors.Gone), ("418 Teapot", errors.BadStatus), ("429 Slow", errors.Busy),
        ("451 Law", errors.Refused), ("500 Broken", errors.ServerError), ("502 Bad", errors.ServerError),
        ("503 Later", errors.Busy), ("520 Odd", errors.ServerError), ("999 Denied", errors.Refused), ("300 Many", errors.BadStatus),
    ],
)  # fmt: skip
def test_each_status_has_its_kind(status, kind):
    with serving(raw(response(PAGE, status=status))) as server, pytest.raises(errors.BadStatus) as caught:
        fetch_from(server, "/")
    assert type(caught.value) is kind
    assert caught.value.status == int(status[:3])


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120), ("0", 0), ("999999999", 604800), ("Sun, 22 Nov 2026 08:05:00 GMT", 300),
        ("Sun, 22 Nov 2026 07:00:00 GMT", 0), ("soon", None), ("-5", None), ("", None), ("1e9", None),
    ],
)  # fmt: skip
def test_the_wait_a_server_asks_for_is_read(value, seconds):
    answer = response(status="503 Later", Retry_After=value, Date="Sun, 22 Nov 2026 08:00:00 GMT")
    with serving(raw(answer)) as server, pytest.raises(errors.Busy) as caught:
        fetch_from(server, "/")
    assert caught.value.retry_after == seconds


# Connections


def test_a_name_without_an_address_is_an_unknown_host():
    with pytest.raises(errors.UnknownHost):
        fetcher_in(FakeInternet({}, {})).fetch("http://nowhere.example/")
    with pytest.raises(errors.UnknownHost):
        WebFetcher().fetch("http://nowhere.invalid/")


def test_the_next_address_is_tried_when_one_does_not_answer():
    with serving(raw(response(PAGE))) as site:
        internet = FakeInternet({"site.example": [OTHER_SITE, SITE]}, {SITE: site.port})
        assert fetcher_in(internet).fetch("http://site.example/").body == PAGE
    assert internet.dialled == [OTHER_SITE, SITE]


def test_a_host_with_many_dead_addresses_is_given_up():
    internet = FakeInternet({"site.example": [f"8.8.8.{number}" for number in range(50)]}, {})
    with pytest.raises(errors.NoConnection):
        fetcher_in(internet).fetch("http://site.example/")
    assert len(internet.dialled) == 4


def test_tls_is_checked_against_the_name_and_not_against_the_address():
    with ExitStack() as stack:
        server = stack.enter_context(serving(raw(response(PAGE)), server_tls()))
        internet = FakeInternet({"secure.example": [SITE], "other.example": [SITE]}, {SITE: server.port})
        fetcher = fetcher_in(internet, ssl_context=ssl.create_default_context(cafile=TLS / "secure.example.pem"))
        assert fetcher.fetch("https://secure.example/").body == PAGE
        with pytest.raises(errors.InsecureConnection):
            fetcher.fetch("https://other.example/")
        with pytest.raises(errors.InsecureConnection):
            fetcher_in(internet).fetch("https://secure.example/")


def test_a_server_that_speaks_no_tls_is_an_insecure_connection():
    with serving(raw(response(PAGE))) as server:
        internet = FakeInternet({"plain.example": [SITE]}, {SITE: server.port})
        with pytest.raises((errors.InsecureConnection, errors.NoConnection)):
            fetcher_in(internet).fetch("https://plain.example/")


def test_one_fetcher_serves_many_threads():
    pages: list[Page] = []

    def talk(connection: socket.socket, head: bytes) -> None:
        raw(response(head.split(b" ")[1]))(connection, head)

    with serving(talk) as server:
        fetcher = WebFetcher(allow_private=(f"127.0.0.1:{server.port}",))
        threads = [
            threading.Thread(target=lambda n=n: pages.append(fetcher.fetch(f"http://127.0.0.1:{server.port}/{n}")))
            for n in range(24)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(page.body for page in pages) == sorted(b"/%d" % n for n in range(24))
    assert all(page.url.endswith(page.body.decode()) for page in pages)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.binary(max_size=200).map(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n".__add__))
def test_any_bytes_from_a_server_are_a_page_or_a_fetch_error(answer):
    with serving(raw(answer)) as server:
        try:
            page = fetch_from(server, "/", limits=FetchLimits(2, 10_000))
        except errors.FetchError as error:
            named = error.url
        else:
            named = page.url
    assert named.startswith("http://")


class RebindingInternet(FakeInternet):
    """A name that is public when first asked for and private from then on."""

    def __init__(self, machines: dict[str, int]) -> None:
        super().__init__({}, machines)

    def resolve(self, host: str, _port: int, _seconds: float) -> list[str]:
        self.resolved.append(host)
        return [SITE] if len(self.resolved) == 1 else ["127.0.0.1"]


def fetcher_in(internet: FakeInternet, ssl_context: ssl.SSLContext = USUAL_TLS) -> WebFetcher:
    return WebFetcher(network=Network(internet.resolve, internet), ssl_context=ssl_context)


def fetch_from(server: LoopbackServer, path: str, *, limits=None, contact="test", **named) -> Page:
    fetcher = WebFetcher(limits, allow_private=(f"127.0.0.1:{server.port}",), contact=contact, ssl_context=USUAL_TLS)
    return fetcher.fetch(f"http://127.0.0.1:{server.port}{path}", **named)


def server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "secure.example.pem", TLS / "secure.example.key")
    return context
