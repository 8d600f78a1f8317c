"""Addresses that strangers name: only public ones are called, over HTTPS, and nobody leads us elsewhere."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from assessment.services.interfaces import calling
from assessment.services.interfaces.calling import PROBLEMS, Unreached, is_public

INSIDE = (
    *("127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
    *("::ffff:100.64.0.1", "::10.0.0.1", "64:ff9b:1::a00:1", "fec0::1", "240.0.0.1", "4000::1"),
    *("2001:0:7f00:1::", "::ffff:0:10.0.0.1", "::ffff:224.0.0.1"),
)
OUTSIDE = ("93.184.216.34", "8.8.8.8", "::ffff:8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946")


def test_an_address_within_a_network_is_not_public() -> None:
    assert [address for address in INSIDE if is_public(address)] == []


def test_an_address_of_the_internet_is_public() -> None:
    assert [address for address in OUTSIDE if not is_public(address)] == []


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://crm.example/hooks", "not_secure"),
        ("ftp://crm.example/", "not_secure"),
        ("file:///etc/passwd", "address"),
        ("https://", "address"),
        ("https://user:word@crm.example/", "address"),
        ("https://crm.example:99999/", "address"),
        ("https://[::1/", "address"),
        ("https://crm.example/a b", "address"),
        ("https://crm.example\\@127.0.0.1/", "address"),
        ("https://127.0.0.1/", "not_public"),
        ("https://2130706433/", "not_public"),
        ("https://0x7f.1/", "not_public"),
        ("https://[::ffff:127.0.0.1]/", "not_public"),
        ("https://localhost:5432/", "not_public"),
    ],
)
def test_what_cannot_be_or_must_not_be_called_is_refused(url: str, problem: str) -> None:
    with pytest.raises(Unreached) as refused:
        calling.outside(url, b"{}", {})
    assert refused.value.problem == problem
    assert problem in PROBLEMS


def test_one_private_address_behind_a_name_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(None, None, None, "", (address, 443)) for address in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(Unreached) as refused:
        calling.outside("https://crm.example/", b"{}", {})
    assert refused.value.problem == "not_public"


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    names, called = iter(["8.8.8.8", "127.0.0.1"]), []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_m: [(None, None, None, "", (next(names), 443))])

    def connects(address: Any, _timeout: float) -> None:
        called.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connects)
    with pytest.raises(Unreached):
        calling.outside("https://crm.example/", b"{}", {})
    assert called == [("8.8.8.8", 443)]


class Answering(BaseHTTPRequestHandler):
    """Redirects `/moved`, is silent at `/slow`, and takes everything else."""

    asked: list[tuple[str, bytes]] = []  # noqa: RUF012 - of the whole server
    silent = threading.Event()

    def do_POST(self) -> None:
        self.asked.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        if self.path == "/slow":
            self.silent.wait(2)
            return
        self.send_response(302 if self.path == "/moved" else 204)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    Answering.silent.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_where_the_settings_allow_it_the_own_network_is_called_and_nobody_is_followed(address: str) -> None:
    assert calling.anywhere(f"{address}/hooks?a=1", b'{"id": 1}', {"X": "y"}) == 204
    assert calling.anywhere(f"{address}/moved", b"{}", {}) == 302
    assert Answering.asked == [("/hooks?a=1", b'{"id": 1}'), ("/moved", b"{}")]


def test_whoever_does_not_answer_in_time_is_left(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "LONGEST", 0.05)
    with pytest.raises(Unreached) as refused:
        calling.anywhere(f"{address}/slow", b"{}", {})
    assert refused.value.problem == "no_answer"
