"""Where the time of an answered page goes: `python -m tests.bench.dearest FOLDER [--postgres]`.

FOLDER holds `walk_driver.py`. It walks the full check through an application in this process, which looks a
thousand times per second of its own processor time what is being done. First the share of each library (and
of our packages) in it, by the innermost call; then the dearest functions, with all that they call.

The ten dearest of an answered page, as parts of it on SQLite and on PostgreSQL, and what was done about them:

    drawing the page        23 %  19 %  templates compiled before the fork; hidden fields by a macro of ours
    statements              13 %  24 %  four for saving, which a test holds; one transaction for each request
    the form                 9 %   7 %  one class for each page and language, made once
    opening a request        7 %   8 %  addresses that are matched part by part, the language's, too
    the way through          6 %   5 %  the questionnaire is read before the fork, the way found once
    beginning, ending        6 %   3 %  on PostgreSQL reads stand alone, and whether it is still there
                                        is looked at without asking: two round trips fewer
    the session              6 %   5 %  left: its signature is what it is for
    addresses on the page    5 %   4 %  left: they are few
    headers and cookies      5 %   4 %  put into the answer at once instead of one by one
    words in two languages   5 %   3 %  the language is found once for a request
"""

import argparse
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from assessment import config
from assessment.commands import opening
from assessment.web.app import create_app
from tests.bench import running
from tests.bench.page_cost import ADAPTER, PAGES
from tests.server import ROOT, free_port

PER_SECOND = 250
Function = tuple[str, str]
WHOLE: Function = ("flask", "Flask.wsgi_app")
"""All that the application does for a request."""
HIDDEN = {"Flask.full_dispatch_request", "Flask.dispatch_request"}


class Profile:
    """Counts, for each look at a running request, the innermost library and all functions on the way."""

    def __init__(self) -> None:
        self.looks, self.libraries, self.functions = 0, Counter[str](), Counter[Function]()

    def look(self, _signal: int, frame: FrameType | None) -> None:
        calls = list(_calls(frame))
        if WHOLE in calls:
            inside = calls[: calls.index(WHOLE)]
            self.looks += 1
            self.libraries[calls[0][0]] += 1
            self.functions.update(set(inside))

    def told(self, counted: "Counter[Any]", many: int) -> Iterator[str]:
        shown = [(key, number) for key, number in counted.most_common() if key[-1] not in HIDDEN]
        for key, number in shown[:many]:
            yield f"{100 * number / self.looks:6.1f} %  {key if isinstance(key, str) else ' '.join(key)}"


def _calls(frame: FrameType | None) -> Iterator[Function]:
    """From the innermost call outwards: the library, or our module, and the function."""
    while frame:
        code = frame.f_code
        yield _origin(code.co_filename), code.co_qualname
        frame = frame.f_back


def _origin(file: str) -> str:
    if file.startswith(f"{ROOT}/") and "site-packages" not in file:
        return str(Path(file).relative_to(ROOT))
    return file.rpartition("site-packages/")[2].partition("/")[0] if "site-packages" in file else "python"


class _Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object) -> None:
        """Writes no line for each page."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--walks", type=int, default=60)
    options = parser.parse_args()
    kind = running.POSTGRESQL if options.postgres else running.SQLITE
    with tempfile.TemporaryDirectory() as name, running.database(Path(name), kind) as (url, _):
        profile = _profiled(
            options.folder, {"instance_folder": f"{name}/{kind}", "database_url": url}, options.walks
        )
    print(f"{profile.looks} looks\n", *profile.told(profile.libraries, 20), sep="\n")
    print("", *profile.told(profile.functions, 60), sep="\n")
    return 0


def _profiled(folder: Path, chosen: dict[str, str], walks: int) -> Profile:
    settings = config.load({f"{config.PREFIX}{name.upper()}": value for name, value in chosen.items()})
    app = create_app(settings, opening.prepared(settings))
    server = make_server("127.0.0.1", free_port(), app, threaded=False, request_handler=_Silent)
    server.timeout, profile = 0.1, Profile()
    signal.signal(signal.SIGPROF, profile.look)
    _serve(server, folder, 1)  # what is read and translated once belongs to no page
    signal.setitimer(signal.ITIMER_PROF, 1 / PER_SECOND, 1 / PER_SECOND)
    _serve(server, folder, walks)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return profile


def _serve(server: BaseWSGIServer, folder: Path, walks: int) -> None:
    address = f"--start=http://127.0.0.1:{server.port}/en/"
    walk = [sys.executable, str(folder / "walk_driver.py"), address, f"--adapter={ADAPTER}", "--no-finish"]
    size = [f"--respondents={walks}", f"--pages={PAGES}", "--runs=1", "--warmup=0", "--concurrency=1"]
    with subprocess.Popen([*walk, *size], stdout=subprocess.DEVNULL) as driver:
        while driver.poll() is None:
            server.handle_request()


if __name__ == "__main__":
    sys.exit(main())
