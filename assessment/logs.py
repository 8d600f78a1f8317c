"""What this installation writes down of its work: one event a line, for machines or for people.

Nothing personal gets in. An event of ours has the fields that stand here, each of a form into which no name,
address, key or answer fits. Of what other libraries write, the words of their code are told, without what
they put into them, but for those parts of them that nothing reaches which anybody sends; of an error its kind
and its way through the code, without its message, since databases quote the row that they refuse, and servers
the address that was asked for.

The standard library does it: another one would be loaded by every process, and could not keep its promise for
the libraries that use this one.
"""

import ast
import json
import linecache
import logging
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

from assessment.config import Settings

EVENTS = {
    "request": "A page was answered.",
    "refused": "Somebody was not let in.",
    "exception": "A page failed.",
    "database_refuses": "The database does not answer, or takes nothing.",
    "no_rule": "An address has no rule in assessment/web/access.py, so nobody may open it.",
    "queue_down": "The queue for reports is down.",
    "report_failed": "A report could not be rendered.",
    "report_given_up": "A report is given up: it has ended its worker each time.",
    "duty_failed": "A daily duty has failed, and is tried again in an hour.",
    "mails_failed": "Mails could not be delivered.",
    "mail_unconfirmed": "Nobody knows whether a mail arrived: the server said nothing. It is not sent again.",
    "clock_leapt": "The clock has leapt ahead: nothing is erased by its age until somebody says it is right.",
    "database_newer": "The database is newer than this code, which serves on until it is replaced.",
    "systems_failed": "Other systems could not be told.",
    "not_erased": "Something outside of the database could not be erased.",
    "silent": "Something of this installation does not answer.",
    "ended": "A process or a thread has ended by an error.",
    "worker_ended": "A worker for reports has ended unasked. Another takes its place.",
    "worker_ended_early": "A worker for reports has ended soon after its start. Each next one waits longer.",
    "worker_not_started": "A worker for reports could not be started. It is tried again.",
}
"""By code, what happened, in words."""
LIBRARY = "library"
"""The code of whatever is written by others, or without a code."""
OF_NO_VISITOR = ("/gunicorn/arbiter.py", "/gunicorn/sock.py")
"""Files of libraries that see nothing of what anybody sends, so what they say is told as they say it: the
master of the web processes, which starts and ends them, and the sockets that it listens on. Web processes
themselves are not among them: they quote the line that they could not read."""

FORMS: Mapping[str, re.Pattern[str]] = {
    "route": re.compile(r"/[\w<>:./-]{0,200}"),
    "method": re.compile("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"),
    "reason": re.compile(r"[A-Za-z_]{1,60}( [a-z_]{1,60}){0,9}"),
    "duty": re.compile(r"[a-z_]{1,40}"),
    "end": re.compile(r"SIG[A-Z0-9+]{2,10}|signal \d{1,3}|exit \d{1,3}"),
}
"""The fields that are words, and the only form in which each is told."""
HIDDEN = "…"
FRAMES = 30
"""Steps of the way to an error that are told, the last ones."""

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number of the request that is being answered. By it support finds what went wrong for somebody."""

ROOT = str(Path(__file__).parents[1]) + "/"
_LIBRARIES = re.compile(r".*/(?:site-packages|python3\.\d+)/")


class Event:
    """Something that happened: `code` is one of EVENTS. What its fields cannot hold does not get in."""

    __slots__ = ("code", "facts")

    def __init__(
        self,
        code: str,
        *,
        route: object = None,
        method: str | None = None,
        status: int | None = None,
        milliseconds: float | None = None,
        reason: str | None = None,
        duty: str | None = None,
        end: str | None = None,
        seconds: float | None = None,
        error: BaseException | None = None,
    ) -> None:
        words = {"route": route, "method": method, "reason": reason, "duty": duty, "end": end}
        told = {name: _in_form(name, str(word)) for name, word in words.items() if word}
        numbers = {"status": status, "milliseconds": milliseconds, "seconds": seconds}
        self.code = code
        self.facts: dict[str, Any] = {
            **_request(),
            **told,
            **{name: number for name, number in numbers.items() if number is not None},
            **(_of_error(error) if error else {}),
        }

    def __str__(self) -> str:
        return _for_people(self.words, self.facts)

    @property
    def words(self) -> str:
        return EVENTS.get(self.code, self.code)


def _in_form(name: str, word: str) -> str:
    return word if FORMS[name].fullmatch(word) else HIDDEN


def _request() -> dict[str, str]:
    return {"request": REQUEST.get()} if REQUEST.get() else {}


def _for_people(words: str, facts: Mapping[str, Any]) -> str:
    """One line; the way to an error goes onto lines of its own."""
    first = [words, *(f"{name}={value}" for name, value in facts.items() if name != "way")]
    return "\n    ".join([" ".join(first), *facts.get("way", ())])


def _of_error(error: BaseException) -> dict[str, Any]:
    """What kind of error it is, and the way to it through the code, after the errors that it came from."""
    return {"error": _kind(error), "way": list(_way(error))[-FRAMES:]}


def _way(error: BaseException | None) -> Iterator[str]:
    if error is not None:
        yield from _way(error.__cause__ or error.__context__)
        yield from (
            f"{_place(step.filename)}:{step.lineno} {step.name}" for step in extract_tb(error.__traceback__)
        )
        yield _kind(error)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _place(file: str) -> str:
    """As we and others name our files, wherever they are installed."""
    return _LIBRARIES.sub("", file).removeprefix(ROOT)


class Formatter(logging.Formatter):
    """`part`: which part of the installation writes. Never raises, never tells more than is said above."""

    def __init__(self, part: str, *, as_json: bool) -> None:
        super().__init__()
        self.part, self.as_json = part, as_json

    def format(self, record: logging.LogRecord) -> str:
        event, words, facts = _read(record)
        moment, level = datetime.fromtimestamp(record.created, UTC), record.levelname.lower()
        if not self.as_json:
            return f"{moment.astimezone():%H:%M:%S} {level:8}{_for_people(words, facts)}"
        head = {"time": moment.isoformat(timespec="milliseconds"), "level": level, "event": event}
        whose = {"part": self.part, "process": record.process, "logger": record.name}
        return json.dumps(head | {"words": words} | facts | whose, ensure_ascii=False)


def _read(record: logging.LogRecord) -> tuple[str, str, dict[str, Any]]:
    """Code, words and fields of whatever was written."""
    if isinstance(record.msg, Event):
        return record.msg.code, record.msg.words, record.msg.facts
    error = record.exc_info[1] if record.exc_info else None
    where = _of_error(error) if error else {"at": f"{record.module}:{record.lineno}"}
    return LIBRARY, _words(record), _request() | where


def _words(record: logging.LogRecord) -> str:
    """What a library says, as it stands in its code. What is put in there is left out, but for numbers: those
    of processes and ports. Words that do not stand there were put together, nobody knows of what. Where
    nothing of a visitor can be in it, all of it is told, but for what follows on further lines: an error."""
    free = record.pathname.endswith(OF_NO_VISITOR)
    template = str(record.msg)
    if not (free or _stands_in(record.pathname, template)):
        return HIDDEN
    if not isinstance(record.args, tuple) or not record.args:
        return _first_line(template) if not record.args else HIDDEN
    try:
        told = template % tuple(one if free or isinstance(one, int) else HIDDEN for one in record.args)
    except (TypeError, ValueError):
        return HIDDEN
    return _first_line(told)


def _first_line(words: str) -> str:
    return words.partition("\n")[0]


@lru_cache(maxsize=256)
def _stands_in(file: str, words: str) -> bool:
    """Whether a file of code has these words, whole, also where they go over several lines there."""
    return words in _written_in(file)


@lru_cache(maxsize=8)
def _written_in(file: str) -> frozenset[str]:
    try:
        code = ast.parse("".join(linecache.getlines(file)))
    except SyntaxError:
        return frozenset()
    return frozenset(
        one.value for one in ast.walk(code) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )


class _Handler(logging.Handler):
    """Writes to whatever standard error is at the moment; what cannot be written is lost without a word."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Of libraries that serve nobody only what they warn of, unless everything is asked for."""
        ours = record.name.startswith(("assessment", "gunicorn"))
        return ours or record.levelno >= logging.WARNING or self.level == logging.DEBUG

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:  # whatever cannot be told, nobody's page fails by it
            return


def begin(settings: Settings, part: str) -> None:
    """From here on this process writes as the settings say; `part` of the installation as in `Formatter`."""
    root, handler = logging.getLogger(), _Handler(settings.log_level.upper())
    form = settings.log_format or ("console" if sys.stderr.isatty() else "json")
    handler.setFormatter(Formatter(part, as_json=form == "json"))
    for earlier in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(handler.level)


def catch_all() -> None:
    """Also what nobody has caught is told in this way: for processes that serve."""
    log = logging.getLogger(__name__)

    def of_process(kind: type[BaseException], error: BaseException, way: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, way)
        else:
            log.critical(Event("ended", error=error))

    def of_thread(told: threading.ExceptHookArgs) -> None:
        log.critical(Event("ended", error=told.exc_value))

    sys.excepthook, threading.excepthook = of_process, of_thread
