"""Calls an address that a stranger named: to public networks only, over HTTPS, without following anybody.

The name is resolved once, and the connection goes to the very address that was looked at: a name which points
elsewhere a moment later leads nowhere. Of what the other side answers, only the status is read.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from urllib.parse import SplitResult, urlsplit

PATIENCE, LONGEST = 5.0, 10.0
"""Seconds: for one step, and for all of it."""
PORTS = {"https": 443, "http": 80}
ASSIGNED = ipaddress.IPv6Network("2000::/3")
"""Where all addresses of the internet lie. Outside of it are those that stand for one of IPv4 (compatible, or
translated: 64:ff9b::/96 and 64:ff9b:1::/48), and fec0::/10, which some networks use inside."""
TUNNELS = ipaddress.IPv6Network("2002::/16")
"""Addresses that stand for one of IPv4, too, and lie among the others."""

Call = Callable[[str, bytes, Mapping[str, str]], int]


class Unreached(Exception):
    """Nothing was sent, or nothing came back; `problem` is one of PROBLEMS."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


PROBLEMS = ("address", "unknown_host", "not_public", "not_secure", "no_answer")


def outside(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status that a public address answers to a POST. Raises Unreached."""
    return _call(url, body, headers, inside=False)


def anywhere(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The same, also within the own network and without HTTPS."""
    return _call(url, body, headers, inside=True)


def parsed(url: str, *, inside: bool = False) -> SplitResult:
    """An address as it may be called, before anything is resolved. Raises Unreached."""
    try:
        parts = urlsplit(url)
        fits = parts.hostname and parts.port != 0 and not parts.username and not parts.password
    except ValueError:
        raise Unreached("address") from None
    if not fits or not url.isascii() or any(sign in url for sign in " \\\t\r\n"):
        raise Unreached("address")
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        raise Unreached("not_secure")
    return parts


def _call(url: str, body: bytes, headers: Mapping[str, str], *, inside: bool) -> int:
    parts = parsed(url, inside=inside)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    connection = _Pinned(host, port, _address(host, port, inside=inside), secure=parts.scheme == "https")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    end = Timer(LONGEST, connection.break_off)
    end.start()
    try:
        connection.request("POST", target, body, dict(headers))
        return connection.getresponse().status
    except ssl.SSLError as error:
        raise Unreached("not_secure") from error
    except (OSError, HTTPException) as error:
        raise Unreached("no_answer") from error
    finally:
        end.cancel()
        connection.close()


def _address(host: str, port: int, *, inside: bool) -> str:
    """Where a name leads. One private address among them is enough to refuse."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreached("unknown_host") from error
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not (inside or all(is_public(one) for one in addresses)):
        raise Unreached("not_public")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address lies in nobody's own network. One of IPv4 written as IPv6 counts as it is."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return is_public(str(found.ipv4_mapped))
        if found not in ASSIGNED or found in TUNNELS:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved)


class _Pinned(HTTPConnection):
    """Connects to one address, whatever the name means by then; certificates are checked by the name."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.address, self.secure = address, secure

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), PATIENCE)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def break_off(self) -> None:
        """For whoever answers one byte at a time."""
        with suppress(OSError):
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)
