"""What tells of the installation is told to whom it concerns."""

import pytest
from flask import Flask
from pydantic import SecretStr

from assessment.services.policy import Kind, Role
from assessment.web.context import SETTINGS
from tests.assessment.house import House
from tests.assessment.web.desks import at_desk, database_of

TOKEN = "t" * 40


def test_the_process_answers_and_lets_visitors_in(application: Flask) -> None:
    client = application.test_client()
    assert client.get("/healthz").get_json() == {"status": "ok"}
    assert client.get("/readyz").get_json() == {"status": "ready"}


def test_figures_are_for_whoever_has_the_token(application: Flask) -> None:
    client = application.test_client()
    assert client.get("/metrics").status_code == 404

    given = application.extensions[SETTINGS].model_copy(update={"metrics_token": SecretStr(TOKEN)})
    application.extensions[SETTINGS] = given
    for shown in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        assert client.get("/metrics", headers=shown).status_code == 404
    told = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert told.status_code == 200
    assert "wandelkompass_ready 1.0" in told.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Betrieb", "Bitte ansehen", "Kein Hintergrundprozess läuft")),
        ("en", ("Operation", "Please look", "No worker runs")),
    ],
)
def test_the_operator_reads_what_to_do(application: Flask, language: str, words: tuple[str, ...]) -> None:
    network = House.of(database_of(application), "Netzwerk", Kind.NETWORK)
    robin = at_desk(application, network, Role.OPERATOR, "robin@example.org", language)

    robin.open(f"/{language}/work").follow(words[0])

    for word in words:
        assert word in robin.text
