"""The result in other forms: a page to read and print, a file for offline, a workbook."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, send_file, url_for

from assessment import clock
from assessment.services.checks import results
from assessment.web import access, i18n
from assessment.web.context import database, operator
from assessment.web.sending import EXCEL, attached
from reports import page, schema, workbook
from reports.report import Report

downloads = Blueprint("downloads", __name__)
OF_A_RUN = "/<language:lang>/check/<uuid:run_id>"
A_DAY = 86_400


@downloads.get(f"{OF_A_RUN}/report.html")
def report_page(run_id: UUID) -> str:
    """The whole report in the browser."""
    sheets = [url_for("static", filename=f"report/{name}") for name in page.SHEETS]
    links = [
        (url_for("results.result", run_id=run_id), i18n.gettext("Zurück zum Ergebnis")),
        (url_for("downloads.report_file", run_id=run_id), i18n.gettext("Als Datei speichern (HTML)")),
    ]
    shown = _report(run_id)
    return page.served(shown, i18n.language(), sheets=[*sheets, url_for("pages.accent")], links=links)


@downloads.get(f"{OF_A_RUN}/report-file.html")
def report_file(run_id: UUID) -> Response:
    """The same as one file, to keep and to open without a line."""
    written = page.alone(_report(run_id), i18n.language())
    return attached(written.encode(), "text/html", "wandelkompass.html")


@downloads.get(f"{OF_A_RUN}/result.xlsx")
def result_xlsx(run_id: UUID) -> Response:
    return attached(workbook.write(_report(run_id), i18n.language()), EXCEL, "wandelkompass.xlsx")


@downloads.get("/schema/result.json")
def result_schema() -> Response:
    """What the fields of `result.json` mean. The same for everybody."""
    document = BytesIO(schema.written().encode())
    return send_file(document, "application/schema+json", download_name="result.json", max_age=A_DAY)


def _report(run_id: UUID) -> Report:
    key = access.way_in(run_id)
    return results.shown(database(), run_id=run_id, key=key, operator=operator(), now=clock.now()).report
