"""How mails leave: into a folder, where a person can read them, or through a mail server."""

import smtplib
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from assessment.config import Settings

FOLDER = "mails"
PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
PATIENCE = 20
"""Seconds that a mail server has to answer."""

Undelivered = (OSError, smtplib.SMTPException, ValueError)
"""What a post raises when a mail did not leave; ValueError: it cannot be written as a mail at all."""


class Post(Protocol):
    def send(self, *, mail_id: str, recipient: str, subject: str, text: str) -> None:
        """Delivers one mail; the same `mail_id` again is the same mail."""


@dataclass(frozen=True)
class Folder:
    """One file for each mail, for our eyes only; the text can be read as it stands."""

    path: Path
    sender: str

    def send(self, *, mail_id: str, recipient: str, subject: str, text: str) -> None:
        message = _message(self.sender, mail_id, recipient, subject, text, "8bit")
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=self.path, delete=False) as file:
            file.write(bytes(message))
        Path(file.name).rename(self.path / f"{mail_id}.eml")


@dataclass(frozen=True)
class Server:
    """A mail server: encrypted from the start (smtps), by STARTTLS (smtp), or not at all (smtp+plain)."""

    url: str
    sender: str

    def send(self, *, mail_id: str, recipient: str, subject: str, text: str) -> None:
        message = _message(self.sender, mail_id, recipient, subject, text, "quoted-printable")
        with self._let_in() as server:
            server.send_message(message)

    def greet(self) -> None:
        """Comes as far as a mail would, and sends none. Raises Undelivered."""
        with self._let_in() as server:
            server.noop()

    @contextmanager
    def _let_in(self) -> Iterator[smtplib.SMTP]:
        where = urlsplit(self.url)
        with self._connected(where.scheme, where.hostname or "", where.port) as server:
            if where.scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            yield server

    def _connected(self, scheme: str, host: str, port: int | None) -> smtplib.SMTP:
        port = port or PORTS[scheme]
        if scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=PATIENCE)


def _message(
    sender: str, mail_id: str, recipient: str, subject: str, text: str, encoding: str
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address("Wandelkompass", addr_spec=sender)
    message["To"] = Address(addr_spec=recipient)
    message["Subject"] = subject
    message["Message-ID"] = f"<{mail_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte=encoding)
    return message


def of(settings: Settings) -> Post:
    """The way that the settings name."""
    if settings.mail_server:
        return Server(settings.mail_server.get_secret_value(), settings.mail_from)
    return Folder(folder_of(settings), settings.mail_from)


def folder_of(settings: Settings) -> Path:
    return settings.instance_folder / FOLDER
