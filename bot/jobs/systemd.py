"""What the bot tells systemd: a line for the socket named in NOTIFY_SOCKET; nothing where there is none."""

import logging
import os
import socket

log = logging.getLogger(__name__)

_PATIENCE = 1.0


def notify(line: str) -> None:
    """Tells systemd READY=1, WATCHDOG=1 or STOPPING=1."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # a name without a file
        address = f"\0{address[1:]}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.settimeout(_PATIENCE)
            channel.sendto(line.encode(), address)
    except OSError as error:
        log.warning("systemd could not be told %s: %s", line, error)


def watchdog_seconds() -> float | None:
    """How often systemd wants to hear WATCHDOG=1, None when it does not."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    is_ours = os.environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return int(microseconds) / 1_000_000 if microseconds.isdecimal() and is_ours else None
