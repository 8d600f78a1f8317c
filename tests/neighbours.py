"""Two web processes that answer a test in turn, sharing what machines share: database, key, instance folder.

Both are forked from the process of the test at its first request, as gunicorn forks its workers from a master
that has read everything. From then on each keeps to itself whatever it keeps, for all requests of the test:
what one has noted in a variable the other does not find, and what one still has in a cache although the other
has changed it stands on a page, and the test fails.

Not proven here: what happens when both write at the same moment (the tests of services and the browser do
that), and that machines may have folders of their own (`machines`). The clock and the settings of a test are
theirs, too. What it changes otherwise in the application once the two are at work does not reach them, nor
does it see what they write into their logs: such a test has the mark `one_process`, and its requests stay in
its own process.
"""

import gc
import io
import pickle
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import cycle
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from flask import Flask

from assessment import clock
from assessment.store.database import Database
from assessment.web.context import DATABASE, QUEUE, SETTINGS
from tests.assessment import house

NUMBER = 2
COUNTED = "tests.counted"
"""What is counted inside of a process while it answers, by name, and read by the test afterwards."""

_real_clock = clock.now
Answer = tuple[int, str, list[tuple[str, str]], list[bytes]]
"""Its number, for closing it; then what WSGI calls status, headers and body."""
Environ = dict[str, Any]


@contextmanager
def at_work(app: Flask) -> Iterator[None]:
    """Every request to `app` is answered by the process that did not answer the last one."""
    neighbours = Neighbours(app)
    app.wsgi_app = neighbours  # type: ignore[method-assign]
    try:
        yield
    finally:
        app.wsgi_app = neighbours.inside  # type: ignore[method-assign]
        neighbours.end()


def read_everything(app: Flask, database: Database) -> None:
    """Templates and content, as the master has: else each process would read them for each test."""
    for name in app.jinja_env.list_templates(["html", "svg", "txt"]):
        app.jinja_env.get_template(name)
    app.extensions[DATABASE] = database
    client, company = app.test_client(), house.a_company(database)
    client.get(f"/de/resume/{company.key}")
    for page in ("company", "answers", "result", "offers", "plan", "whatif"):
        client.get(f"/de/check/{company.run_id}/{page}").close()


class Neighbours:
    """Stands where the application stands, and hands on."""

    def __init__(self, app: Flask) -> None:
        self.app, self.inside = app, app.wsgi_app
        self.all: list[Process] = []
        self.turns = cycle(self.all)
        self.lock = Lock()  # a test may ask from several threads

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> "Answered":
        process = self._next()
        number, status, headers, content = process.ask("answer", _sent(environ))
        start_response(status, headers)
        return Answered(content, lambda: process.ask("close", number))

    def _next(self) -> "Process":
        with self.lock:
            if not self.all:
                self.all += [Process(self.app, self.inside) for _ in range(NUMBER)]
                self.turns = cycle(self.all)
            return next(self.turns)

    def end(self) -> None:
        for process in self.all:
            process.end()


class Answered:
    """The body; closed when the test closes it, which is when work for after an answer begins."""

    def __init__(self, content: list[bytes], close: Callable[[], object]) -> None:
        self.content, self.close = content, close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.content)


class Process:
    """One of them, seen from the test."""

    def __init__(self, app: Flask, inside: Callable[..., Iterable[bytes]]) -> None:
        self.app, self.lock = app, Lock()
        self.line, theirs = get_context("fork").Pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # other threads here hold no lock of ours
            self.process = get_context("fork").Process(target=_work, args=(app, inside, theirs), daemon=True)
            self.process.start()
        theirs.close()

    def ask(self, task: str, sent: Environ | int) -> Any:
        """What it answers, or raises."""
        moment = None if clock.now is _real_clock else clock.now()
        with self.lock:
            self.line.send((task, sent, moment, self.app.extensions[SETTINGS]))
            kind, found, counted = pickle.loads(self.line.recv_bytes())
        self.app.extensions.get(COUNTED, {}).update(counted)
        if kind == "raised":
            raise found
        return found

    def end(self) -> None:
        self.process.kill()  # it has nothing more to do, and would wait for the test's next request
        self.process.join()
        self.line.close()


def _sent(environ: Environ) -> Environ:
    """What can be sent of a request."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    plain = {name: value for name, value in environ.items() if isinstance(value, str | int | tuple)}
    plain.pop("flask._preserve_context", None)
    return plain | {"wsgi.input": environ["wsgi.input"].read(length) if length else b""}


# --- inside of such a process ------------------------------------------------------------------


def _work(app: Flask, inside: Callable[..., Iterable[bytes]], line: Connection) -> None:
    """Until it is ended."""
    gc.disable()  # that is soon
    _own_connections(app)
    tasks = _Tasks(inside)
    while True:
        task, sent, moment, settings = line.recv()
        _set_clock(moment)
        app.extensions[SETTINGS] = app.jinja_env.globals["settings"] = settings
        line.send_bytes(_outcome(app, lambda: getattr(tasks, task)(sent)))  # noqa: B023 - called at once


def _own_connections(app: Flask) -> None:
    """As `serve` has it: no two processes share a connection. The test's own are kept open for it."""
    engine, queue = app.extensions[DATABASE].engine, app.extensions[QUEUE]
    app.extensions["tests.kept"] = engine.pool, vars(queue).pop("_opened", None)
    engine.dispose(close=False)


def _set_clock(moment: datetime | None) -> None:
    clock.now = _real_clock if moment is None else lambda: moment


def _outcome(app: Flask, step: Callable[[], Any]) -> bytes:
    counted = app.extensions.get(COUNTED, {})
    try:
        return pickle.dumps(("answered", step(), counted))
    except Exception as error:
        return pickle.dumps(("raised", _as_it_can_be_sent(error), counted))


def _as_it_can_be_sent(error: Exception) -> Exception:
    """Many errors carry what their class alone knows to put together."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(repr(error))
    return error


class _Tasks:
    def __init__(self, inside: Callable[..., Iterable[bytes]]) -> None:
        self.inside, self.open = inside, dict[int, Iterable[bytes]]()

    def answer(self, sent: Environ) -> Answer:
        head: list[Any] = []
        body = io.BytesIO(sent["wsgi.input"])
        environ = sent | {"wsgi.input": body, "wsgi.errors": sys.stderr}
        content = self.inside(environ, lambda status, headers, _error=None: head.extend((status, headers)))
        body_read, number = list(content), len(self.open)
        self.open[number] = content
        return number, head[0], list(head[1]), body_read

    def close(self, number: int) -> None:
        getattr(self.open[number], "close", lambda: None)()
