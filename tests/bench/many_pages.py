"""Which pages are measured on a filled database, and who opens them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from assessment import clock, config
from assessment.services import keys
from assessment.services.sign_in import sessions
from assessment.store.database import Database
from assessment.web import staff_cookie
from assessment.web.app import create_app
from tests.assessment.web.visitor import Visitor, _values

METRICS_TOKEN = "bench-" * 6
TOKEN = {"Authorization": f"Bearer {METRICS_TOKEN}"}
PAGES: Mapping[str, tuple[str, ...]] = {
    "advisor": ("work", "work/referrals", "account", "account/my-data.json"),
    "chamber_officer": (
        *("work", "work/campaigns", "work/campaigns > work/campaigns/{}", "work/members"),
        *("work/members > work/members/{}", "work/referrals", "work/figures", "work/funder"),
    ),
    "provider_contact": ("work", "work/handovers", "work/handovers > work/handovers/{}", "work/absence"),
    "operator": (
        *("work", "work > work/organisations/{}", "work/offers", "work/learning", "work/places"),
        *("work/places > work/places/{}", "work/mailboxes", "work/insight", "work/campaigns"),
        *("work/insight/offers/lab-zukunft-der-arbeit", "work/operation", "work/figures", "work/funder"),
        *("work/funder/entries", "work/referrals", "work/interfaces", "account/my-data.json"),
        *("work/interfaces > work/interfaces/{}",),
    ),
    "account": ("account/checks",),
    "company": (
        *(
            "check/{run}/work_planning_learning",
            "+check/{run}/work_planning_learning",
            "check/{run}/answers",
            "check/{run}/result",
        ),
        *("check/{run}/offers", "check/{run}/offers/retrason", "check/{run}/what-if", "check/{run}/plan"),
        *("check/{run}/partners", "check/{run}/advice", "check/{run}/chamber", "check/{run}/referrals"),
        *("check/{run}/consents", "check/{run}/my-data.zip", "check/{run}/follow-up"),
        *("check/{run}/workshop",),
    ),
    "nobody": ("", "metrics", "readyz"),
}
"""By who opens them. `A > B`: B holds an id that stands on A. `+`: the page's form is sent."""
ID = "([0-9a-f-]{36})"
COMPANIES = """
SELECT run_id FROM shown_list WHERE shown_on > (SELECT max(shown_on) - 5 FROM shown_list)
  AND substr(run_id::text, 15, 1) = '4'  -- of the first region: with all that was kept
ORDER BY run_id LIMIT :most
"""
PEOPLE = """
SELECT person_id FROM membership WHERE role = :role ORDER BY person_id LIMIT :most
"""
KEEPERS = "SELECT person_id FROM kept_check ORDER BY person_id LIMIT :most"


@dataclass
class Spent:
    """Seconds of processor time in this process and in the database's, of one request."""

    web: float = 0.0
    database: float = 0.0

    @property
    def total(self) -> float:
        return self.web + self.database


class Measured:
    """The application on one database; `spent` is what the last request took."""

    def __init__(self, url: str, folder: Path) -> None:
        settings = config.load(
            {
                "WANDELKOMPASS_DATABASE_URL": url,
                "WANDELKOMPASS_INSTANCE_FOLDER": str(folder),
                "WANDELKOMPASS_METRICS_TOKEN": METRICS_TOKEN,
                "WANDELKOMPASS_REPORT_WORKERS": "0",
            }
        )
        self.database = Database(url)
        self.backends: set[int] = set()
        event.listen(self.database.engine, "connect", self._connected)
        self.app: Flask = create_app(settings, self.database)
        self.spent = Spent()
        inner = self.app.wsgi_app
        self.app.wsgi_app = lambda *call: self._answer(inner, *call)  # type: ignore[method-assign]

    def _connected(self, connection: Any, _record: object) -> None:
        self.backends.add(connection.info.backend_pid)

    def _answer(self, inner: Any, environ: Any, start: Any) -> list[bytes]:
        web, server = process_time(), self._server()
        found = [b"".join(inner(environ, start))]
        self.spent = Spent(process_time() - web, self._server() - server)
        return found

    def _server(self) -> float:
        """Of all processes of the server that have worked for us; in nanoseconds the kernel counts."""
        return sum(_of_process(one) for one in self.backends) / 1e9

    # --- who opens pages ---------------------------------------------------------------------------

    def people(self, role: str, most: int) -> list["Opener"]:
        if role == "nobody":
            return [Opener(self, self._client(), {})]
        found = self._found(COMPANIES, most) if role == "company" else self._people(role, most)
        make = self._company if role == "company" else self._staff
        return [make(one) for one in found]

    def _people(self, role: str, most: int) -> list[UUID]:
        return self._found(KEEPERS, most) if role == "account" else self._found(PEOPLE, most, role=role)

    def _found(self, query: str, most: int, **values: str) -> list[UUID]:
        with self.database.reading() as connection:
            return list(connection.execute(text(query), {"most": most} | values).scalars())

    def _client(self) -> FlaskClient:
        return self.app.test_client()

    def _staff(self, person_id: UUID) -> "Opener":
        client = self._client()
        with self.database.writing() as connection:
            signed_in = sessions.begin_session(connection, person_id, replaces=None, now=clock.now())
        with self.app.test_request_context():
            client.set_cookie("staff", staff_cookie._signer().sign(signed_in.token).decode())
        return Opener(self, client, {})

    def _company(self, run_id: UUID) -> "Opener":
        key, client = keys.new(), self._client()
        with self.database.writing() as connection:
            change = text("UPDATE run SET key_hash = :hash WHERE id = :run")
            connection.execute(change, {"hash": keys.hashed(key), "run": run_id})
        client.get(f"/de/resume/{key}")
        return Opener(self, client, {"run": str(run_id)})


@dataclass
class Opener:
    """Somebody with a browser. `words`: what stands in the gaps of addresses."""

    at: Measured
    client: FlaskClient
    words: Mapping[str, str]

    def opens(self, page: str) -> Callable[[], Spent] | None:
        """What opens the page once and tells what it took; None where there is no such thing to open."""
        where, _, item = page.partition(" > ")
        if item:
            found = re.search(item.replace("{}", ID), self._get(f"/de/{where}"))
            return self._asking("/de/" + item.replace("{}", found[1])) if found else None
        address = page.lstrip("+").format(**self.words)
        address = f"/{address}" if address in ("metrics", "readyz") else f"/de/{address}"
        return self._sending(address) if page.startswith("+") else self._asking(address)

    def _get(self, address: str) -> str:
        answer = self.client.get(address, headers=TOKEN if address == "/metrics" else {})
        if answer.status_code >= 400:
            raise RuntimeError(f"{address}: {answer.status}")
        return answer.get_data(as_text=True) if "html" in answer.content_type else ""

    def _asking(self, address: str) -> Callable[[], Spent]:
        def ask() -> Spent:
            self._get(address)
            return self.at.spent

        return ask

    def _sending(self, address: str) -> Callable[[], Spent]:
        """What is on the page is sent as it stands; the page after it is not asked for."""

        def send() -> Spent:
            form = Visitor(self.client).open(address).page.xpath("//main//form[@method='post']")[0]
            self.client.post(address, data=dict(_values(form)))
            return self.at.spent

        return send


def _of_process(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    except OSError:  # it has ended
        return 0
