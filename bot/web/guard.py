"""Decides which addresses may be opened: public ones, by http or https, at the usual ports.

The fetcher asks `checked_url` before each hop, the network backend asks `is_public` for every address it is about to
dial. Why own tables and not `ipaddress.is_global` (2026-11, Python 3.11): it passes multicast, NAT64, 6to4 and
IPv4-compatible addresses, and its answers change between Python versions. Source: the IANA special-purpose address
registries for IPv4 and IPv6.
"""

import ipaddress
import re

import httpx

from bot.web.errors import BadAddress

PORTS = frozenset({80, 443, 8000, 8008, 8080, 8081, 8443, 8888})

_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, and some clouds' metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a public number that leads to the host of an Azure machine
        "169.254.0.0/16",  # link-local, most clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT relays
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, deprecated: can wrap any IPv4 address
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # where DNS64 gives all of IPv4 to a machine with IPv6 alone
_HOST = re.compile(rb"[a-z0-9._-]+|[0-9a-f:.]+(?:%[a-z0-9]+)?")  # a name in its ASCII form, or an IPv6 address
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})  # third quarter of an address that wraps an IPv4 one


def is_public(address: str) -> bool:
    """Whether `address`, an IP address in text, is an ordinary host of the public internet.

    Anything that is not an address is not public.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        return _is_public_v6(ip)
    return not any(ip in net for net in _REFUSED_V4)


def _is_public_v6(ip: ipaddress.IPv6Address) -> bool:
    if ip.scope_id is not None:
        return False
    if ip in _MAPPED or ip in _NAT64:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return False
    return ip in _GLOBAL_V6 and not any(ip in net for net in _REFUSED_V6)


def host_and_port(host: str, port: int) -> str:
    """The pair as settings write it: "localhost:8000", "[::1]:8000"."""
    host = host.lower().strip("[]")
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def checked_url(address: str, allowed: frozenset[str] = frozenset()) -> httpx.URL:
    """The address ready to be requested: host in its ASCII form, no fragment.

    `allowed` holds `host:port` pairs which the port rule spares. Raises BadAddress when this bot does not open such an
    address; whether the host is public shows at connection, from the very addresses that are dialled.
    """
    url = _parsed(address)
    if url.scheme not in ("http", "https"):
        raise BadAddress("scheme")
    if not _HOST.fullmatch(url.raw_host):
        raise BadAddress("host")
    if url.userinfo:
        raise BadAddress("user")
    port = url.port if url.port is not None else 443 if url.scheme == "https" else 80
    if port not in PORTS and host_and_port(url.raw_host.decode("ascii"), port) not in allowed:
        raise BadAddress("port")
    return url


def _parsed(address: str) -> httpx.URL:
    """The address taken apart; browsers trim blanks and read a backslash as a slash, we refuse what is doubtful."""
    address = address.strip()
    if "\\" in address or any(ord(sign) < 33 or ord(sign) == 127 for sign in address):
        raise BadAddress("syntax")
    try:
        url = httpx.URL(address)
        # Without a host nothing may be copied, and a label over 63 characters fails only here.
        url.raw_host.decode("ascii").encode("idna" if url.host else "ascii")
        return url.copy_with(fragment=None)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise BadAddress("syntax") from error
