import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.errors import BadAddress, FetchError
from bot.web.guard import checked_url, is_public

PUBLIC = ["8.8.8.8", "93.184.216.34", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:2800:220:1:248:1893:25c8:1946"]
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:53aa:64c:0:0:0:1",
    "2001:2::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "2620:4f:8000::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "2606:4700::5efe:a00:1",
    "2606:4700::200:5efe:a00:1",
    "", "localhost", "127.1", "0x7f.1", "not an address",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_an_ordinary_host_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_a_special_address_is_not_public(address):
    assert not is_public(address)


def test_a_wrapped_public_address_is_public():
    assert is_public("::ffff:8.8.8.8")
    assert is_public("64:ff9b::808:808")


@given(st.ip_addresses())
def test_what_is_public_is_global_by_the_standard_library_too(address):
    if is_public(str(address)):
        inner = getattr(address, "ipv4_mapped", None) or address
        assert inner.is_global
        assert not inner.is_multicast


@given(st.ip_addresses(v=4))
def test_wrapping_never_makes_an_address_public(address):
    wrapped = [
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        f"::{address}",
        f"2002:{int(address) >> 16:x}:{int(address) & 0xFFFF:x}::",
    ]
    for spelling in wrapped:
        assert is_public(str(address)) or not is_public(str(ipaddress.ip_address(spelling)))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://example.com/", "scheme"),
        ("gopher://example.com:70/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("example.com/page", "scheme"),
        ("", "scheme"),
        ("http:///page", "host"),
        ("https://", "host"),
        ("http://user:word@example.com/", "user"),
        ("http://example.com@127.0.0.1/", "user"),
        ("http://example.com:22/", "port"),
        ("http://example.com:6379/", "port"),
        ("https://example.com:25/", "port"),
        ("http://example.com:0/", "port"),
        ("http://example.com:99999/", "port"),
        ("http://exa mple.com/", "syntax"),
        ("http://example.com\\@127.0.0.1/", "syntax"),
        ("http://example.com/\r\nHost: other", "syntax"),
        ("http://exam\tple.com/", "syntax"),
        ("http://[::1", "syntax"),
        ("http://１２７.０.０.１/", "syntax"),
        ("http://" + "a" * 64 + ".example/", "syntax"),
        ("http://bad..example/", "syntax"),
    ],
)  # fmt: skip
def test_an_address_this_bot_does_not_open_is_refused_with_its_reason(address, reason):
    with pytest.raises(BadAddress) as caught:
        checked_url(address)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (" https://example.com/a?b=c#part ", "https://example.com/a?b=c"),
        ("HTTP://EXAMPLE.com:80/", "http://example.com/"),
        ("http://example.com:8080/x", "http://example.com:8080/x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.com/straße?q=ü", "https://example.com/stra%C3%9Fe?q=%C3%BC"),
    ],
)
def test_an_ordinary_address_is_ready_to_be_asked_for(address, asked):
    url = checked_url(address)
    assert str(url.copy_with(host=url.raw_host.decode())) == asked


def test_an_allowed_pair_may_have_any_port_and_no_other_pair_may():
    allowed = frozenset({"localhost:9999", "[::1]:7000"})
    assert checked_url("http://LOCALHOST:9999/", allowed).port == 9999
    assert checked_url("http://[::1]:7000/", allowed).port == 7000
    for other in ("http://localhost:9998/", "http://localhost.example:9999/", "http://127.0.0.1:9999/"):
        with pytest.raises(BadAddress):
            checked_url(other, allowed)


@given(st.text() | st.text(alphabet="htps:/@[]0123456789.%aü\\?#").map("http://".__add__))
def test_any_text_is_an_address_or_a_fetch_error(text):
    try:
        url = checked_url(text)
    except FetchError:
        return
    assert url.scheme in ("http", "https")
    assert url.host
    assert not url.userinfo
