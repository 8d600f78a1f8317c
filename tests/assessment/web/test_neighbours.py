"""What two web processes that answer in turn would show, were anything kept in one of them."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests import neighbours


@pytest.mark.one_process
def test_each_of_two_processes_remembers_only_what_itself_was_asked(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []

    def keeping(environ: dict[str, str], start_response: Callable[..., object]) -> list[bytes]:
        kept.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [" ".join(kept).encode()]

    monkeypatch.setattr(application, "wsgi_app", keeping)
    client = application.test_client()
    with neighbours.at_work(application):
        assert [client.get(path).text for path in ("/a", "/b", "/c")] == ["/a", "/b", "/a /c"]

    assert kept == []
