"""How a feed's host is named for politeness, and how long it is left in peace, by polling and by reading entries."""

from datetime import timedelta
from urllib.parse import urlsplit

#: Between the starts of two requests to one host. Held in storage, so that several workers keep it together.
PAUSE = timedelta(seconds=1)
#: One feed and one page: never more than two connections to a host, counted over all workers.
AT_A_TIME = 1
#: A claim is another worker's after this long; a fetch and its parsing take two minutes at the very most.
LEASE = timedelta(minutes=5)


def host_key(url: str) -> str:
    """The server an address leads to: its host, with the port where the address names one; "" for no address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}:{port}" if host and port else host
