"""Staff at their screens: they come in by the link in their mail, as everybody does."""

from pathlib import Path

from flask import Flask

from assessment.background import postman
from assessment.services.policy import Role
from assessment.store.database import Database
from assessment.web.context import DATABASE, SETTINGS
from tests.assessment.house import House, mailed, token_in
from tests.assessment.web.visitor import Visitor


class Desk(Visitor):
    """Somebody with an account; `named` is their address."""

    def signs_in(self, app: Flask, address: str) -> "Desk":
        self.open(f"/{self.language}/sign-in").write("email", address).press(ASK[self.language])
        self.open(f"/{self.language}/sign-in/{newest_token(app)}")
        return self.press(SIGN_IN[self.language])


ASK = {"de": "Link anfordern", "en": "Ask for a link"}
SIGN_IN = {"de": "Anmelden", "en": "Sign in"}


def newest_token(app: Flask) -> str:
    """From the mail that was written last: it waits in the outbox or lies in the folder."""
    waiting = mailed(app.extensions[DATABASE])
    return token_in(waiting[-1][1] if waiting else newest_mail(app))


def newest_mail(app: Flask) -> str:
    folder: Path = app.extensions[SETTINGS].instance_folder / "mails"
    newest = max(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return newest.read_text(encoding="utf-8")


def deliver(app: Flask) -> int:
    return postman.deliver(app.extensions[SETTINGS], app.extensions[DATABASE])


def at_desk(app: Flask, house: House, role: Role, address: str, language: str = "de") -> Desk:
    """A member of an organisation, signed in."""
    house.takes_in(address, address.partition("@")[0].title(), role)
    return Desk(app.test_client(), language).signs_in(app, address)


def database_of(app: Flask) -> Database:
    found: Database = app.extensions[DATABASE]
    return found
