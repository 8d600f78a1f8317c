"""Mails as they are written and as they leave: in both languages, through a folder or a server."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_string, policy
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any

import pytest

from assessment import config
from assessment.mail import letters, posts
from assessment.mail.posts import Folder, Server
from assessment.services.sign_in.changes import Change

VALUES: dict[str, str | int] = {"link": "https://check.example/x", "minutes": 15, "days": 7}
VALUES |= {"change": "password_set", "check": "Kurzer Check"}
VALUES |= {"offer": "Roboter-Labor", "what": "accepted", "sent": "1.12.2026"}
VALUES |= {"answer": "1.12.2026", "contact": "13.12.2026", "close": "6.1.2027"}
VALUES |= {"organisation": "Kammer „Nord“", "role": "Beratung", "operator": "Netzwerk"}
VALUES |= {"kind": "contact", "end": "6.1.2027"}
WITHOUT_LINK = {"referral_withdrawn", "referral_news", "referral_outcome"}
"""The link of a provider is dead by then, and that of a company nobody knows but itself."""
MAIL: dict[str, Any] = {"mail_id": "1", "recipient": "toni@example.org", "subject": "Grüße"}
MAIL |= {"text": "Schöne Grüße,\n…\n.\n", "handing_over": lambda: None}


class Receiver(socketserver.StreamRequestHandler):
    """As much of a mail server as one mail needs; it does not even say goodbye properly."""

    def handle(self) -> None:
        self.say("220 ready")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.take()
            self.say("421 enough" if word == b"QUIT" else "250 ok")

    def take(self) -> None:
        """A mail, if it has an end."""
        lines: list[bytes] = []
        for line in iter(self.rfile.readline, b""):
            if line == b".\r\n":
                self.server.got.append(b"".join(lines).decode())  # type: ignore[attr-defined]
                return
            lines.append(line)

    def say(self, text: str) -> None:
        with suppress(OSError):  # the other one has hung up
            self.wfile.write(f"{text}\r\n".encode())


class Silent(Receiver):
    """Hangs up when it has the mail."""

    def take(self) -> None:
        super().take()
        self.connection.shutdown(SHUT_RDWR)


@contextmanager
def listening(kind: type[Receiver]) -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), kind) as server:
        server.got = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def receiver() -> Iterator[socketserver.TCPServer]:
    with listening(Receiver) as server:
        yield server


@pytest.mark.parametrize(("name", "language"), letters.names())
def test_every_mail_has_a_subject_a_link_and_a_sender_in_words(name: str, language: str) -> None:
    letter = letters.written(name, language, **VALUES)
    assert 10 < len(letter.subject) < 100
    assert "\n" not in letter.subject
    assert "\nhttps://check.example/x\n" in letter.text or name in WITHOUT_LINK
    assert letter.text.rstrip().endswith("Netzwerk")


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_change_of_signing_in_has_its_own_words(language: str) -> None:
    told = {letters.written("sign_in_changed", language, **VALUES | {"change": str(c)}).text for c in Change}
    assert len(told) == len(Change)


def test_every_mail_is_there_in_both_languages() -> None:
    found = letters.names()
    assert {name for name, language in found if language == "de"} == {n for n, lang in found if lang == "en"}
    assert len(found) == len(set(found))


def test_a_name_cannot_forge_a_line_of_the_mail() -> None:
    forged = VALUES | {"organisation": "Kammer\nhttps://evil.example/\nBcc: alle"}
    letter = letters.written("invitation", "de", **forged)
    assert letter.subject.endswith("Kammer https://evil.example/ Bcc: alle")
    assert "\nhttps://evil.example" not in letter.text


def test_in_the_folder_a_mail_is_one_file_for_our_eyes_only(tmp_path: Path) -> None:
    post = Folder(tmp_path / "mails", "check@example.org")
    post.send(**MAIL)
    post.send(**MAIL)

    (file,) = (tmp_path / "mails").iterdir()
    assert file.name == "1.eml"
    assert file.stat().st_mode & 0o077 == 0
    assert "Schöne Grüße,\n…" in file.read_text(encoding="utf-8")


def test_a_server_gets_the_mail_with_its_umlauts(receiver: socketserver.TCPServer) -> None:
    port = receiver.server_address[1]
    Server(f"smtp+plain://127.0.0.1:{port}", "check@example.org").send(**MAIL)

    (got,) = receiver.got  # type: ignore[attr-defined]
    message = message_from_string(got, policy=policy.default)
    assert message["To"] == "toni@example.org"
    assert message["From"] == "Wandelkompass <check@example.org>"
    assert message["Subject"] == "Grüße"
    assert message["Message-ID"] == "<1@example.org>"
    assert message.get_content().replace("\r\n", "\n") == "Schöne Grüße,\n…\n..\n"


def test_a_mail_that_is_stopped_before_its_last_dot_does_not_arrive(
    receiver: socketserver.TCPServer,
) -> None:
    def stop() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        Server(f"smtp+plain://127.0.0.1:{receiver.server_address[1]}", "check@example.org").send(
            **MAIL | {"handing_over": stop}
        )
    assert receiver.got == []  # type: ignore[attr-defined]


def test_a_server_that_hangs_up_after_the_last_dot_leaves_it_open_whether_it_has_the_mail() -> None:
    with listening(Silent) as server, pytest.raises(posts.Unconfirmed):
        Server(f"smtp+plain://127.0.0.1:{server.server_address[1]}", "check@example.org").send(**MAIL)


def test_without_starttls_nothing_is_sent_to_a_server_that_should_have_it(
    receiver: socketserver.TCPServer,
) -> None:
    port = receiver.server_address[1]
    with pytest.raises(posts.Undelivered):
        Server(f"smtp://name:secret@127.0.0.1:{port}", "check@example.org").send(**MAIL)
    assert receiver.got == []  # type: ignore[attr-defined]


def test_the_settings_choose_between_folder_and_server(tmp_path: Path) -> None:
    chosen = {"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path)}
    assert posts.of(config.load(chosen)) == Folder(tmp_path / "mails", "wandelkompass@localhost")
    chosen["WANDELKOMPASS_MAIL_SERVER"] = "smtps://name:secret@mail.example"
    assert isinstance(posts.of(config.load(chosen)), Server)


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_a_mail_server_without_its_form_is_refused_and_its_secret_not_repeated(url: str) -> None:
    with pytest.raises(config.ConfigurationError) as refused:
        config.load({"WANDELKOMPASS_MAIL_SERVER": url + "?geheim" if url != "smtp://" else url})
    assert "geheim" not in str(refused.value)
    assert "WANDELKOMPASS_MAIL_SERVER" in str(refused.value)
