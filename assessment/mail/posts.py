"""How mails leave: into a folder, where a person can read them, or through a mail server."""

import re
import smtplib
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from assessment.config import Settings

FOLDER = "mails"
PORTS = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
PATIENCE = 20
"""Seconds that a mail server has to answer."""

LAST_WORD = 600
"""Seconds that it has for its word on a whole mail, as RFC 5321 has it (4.5.3.2.6): who hangs up earlier does
not know whether it was taken."""

Undelivered = (OSError, smtplib.SMTPException, ValueError)
"""What a post raises when a mail did not leave; ValueError: it cannot be written as a mail at all."""
HandingOver = Callable[[], None]
"""Called when one more step lets a mail go, and nothing takes it back; what it raises stops the mail."""


class Unconfirmed(Exception):
    """Everything was sent, and no word came: nobody knows whether the mail is on its way."""


class Post(Protocol):
    def send(
        self, *, mail_id: str, recipient: str, subject: str, text: str, handing_over: HandingOver
    ) -> None:
        """Delivers one mail. Raises Undelivered, Unconfirmed, and what `handing_over` raises; a post to which
        the same `mail_id` again is the same mail does not call it."""


@dataclass(frozen=True)
class Folder:
    """One file for each mail, for our eyes only; the text can be read as it stands."""

    path: Path
    sender: str

    def send(
        self, *, mail_id: str, recipient: str, subject: str, text: str, handing_over: HandingOver
    ) -> None:
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

    def send(
        self, *, mail_id: str, recipient: str, subject: str, text: str, handing_over: HandingOver
    ) -> None:
        message, taken = _message(self.sender, mail_id, recipient, subject, text, "quoted-printable"), False
        try:
            with self._let_in() as server:
                server.handing_over = handing_over
                server.send_message(message)
                taken = True
        except Undelivered:
            if not taken:  # a server that does not say goodbye has the mail all the same
                raise

    def greet(self) -> None:
        """Comes as far as a mail would, and sends none. Raises Undelivered."""
        with self._let_in() as server:
            server.noop()

    @contextmanager
    def _let_in(self) -> Iterator["_InTwoSteps"]:
        where = urlsplit(self.url)
        with self._connected(where.scheme, where.hostname or "", where.port) as server:
            if where.scheme == "smtp":
                server.starttls(context=ssl.create_default_context())
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            yield server

    def _connected(self, scheme: str, host: str, port: int | None) -> "_InTwoSteps":
        port = port or PORTS[scheme]
        if scheme == "smtps":
            return _Sealed(host, port, timeout=PATIENCE, context=ssl.create_default_context())
        return _InTwoSteps(host, port, timeout=PATIENCE)


class _InTwoSteps(smtplib.SMTP):
    """Sends a mail up to the dot that ends it, tells, and then sends the dot: without it a server must not
    deliver anything (RFC 5321, 4.1.1.4)."""

    handing_over: HandingOver

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, reply = self.docmd("DATA")
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        whole = re.sub(rb"^\.", b"..", bytes(msg), flags=re.MULTILINE)
        self.send(whole if whole.endswith(b"\r\n") else whole + b"\r\n")
        try:
            self.handing_over()
        except BaseException:
            self.close()  # a goodbye would be a line of the mail
            raise
        return self._let_go()

    def _let_go(self) -> tuple[int, bytes]:
        if self.sock:
            self.sock.settimeout(LAST_WORD)
        self.send(b".\r\n")
        try:
            return self.getreply()
        except OSError as error:
            raise Unconfirmed from error


class _Sealed(smtplib.SMTP_SSL, _InTwoSteps):
    """The same, encrypted from the start."""


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
