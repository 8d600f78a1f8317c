"""People own their data: see and withdraw consents, take everything along, erase it and keep a receipt."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.errors import NothingAnswered
from assessment.outside import Leftovers
from assessment.services import erasure
from assessment.services.checks import report_files, results
from assessment.services.privacy import consents as service
from assessment.services.privacy import own_data, receipts
from assessment.services.referrals.office import office_of
from assessment.web import access, browser_keys, i18n, kept, staff_cookie
from assessment.web.context import database, operator, queue, settings
from assessment.web.forms import Button
from assessment.web.forms.consents import PURPOSES, WITHDRAWN, points, version
from assessment.web.sending import attached

privacy = Blueprint("privacy", __name__, url_prefix="/<language:lang>")
UNPROCESSABLE = 422
Page = AnyResponse | str | tuple[str, int]
_ = i18n.marked

JSON, ZIP = "application/json", "application/zip"
README = "README.txt"
DATA = {"de": "meine-daten.json", "en": "my-data.json"}
REPORT = {"de": "bericht.pdf", "en": "report.pdf"}
ARCHIVE = {"de": "wandelkompass-meine-daten.zip", "en": "wandelkompass-my-data.zip"}
ABOUT_DATA = _("alles, was zu Ihrem Check gespeichert ist, für Programme lesbar (JSON)")
ABOUT_REPORT = _("Ihr Bericht, wie er heute aussieht")
ABOUT_README = _("diese Übersicht")


@privacy.get("/check/<uuid:run_id>/consents")
def consents(run_id: UUID) -> str:
    return _consents(run_id, Button(), did=request.args.get("did"))


@privacy.post("/check/<uuid:run_id>/consents/<uuid:consent_id>/withdraw")
def withdraw(run_id: UUID, consent_id: UUID) -> Page:
    form = Button()
    if not form.validate():
        return _consents(run_id, form), UNPROCESSABLE
    purpose = service.withdraw(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        consent_id=consent_id,
        now=clock.now(),
        office=office_of(settings()),
    )
    return redirect(url_for("privacy.consents", run_id=run_id, did=purpose))


@privacy.get("/check/<uuid:run_id>/my-data.zip")
def my_data(run_id: UUID) -> Response:
    """Everything about a check in one archive."""
    lang, now = i18n.language(), clock.now()
    data = own_data.of_run(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        orders=queue().orders_of(run_id),
        language=lang,
        now=now,
    )
    report = _report(run_id)
    files = {DATA[lang]: own_data.written(data)} | ({REPORT[lang]: report} if report else {})
    told = {DATA[lang]: ABOUT_DATA, REPORT[lang]: ABOUT_REPORT}
    words = {name: told[name] for name in files} | {README: ABOUT_README}
    readme = kept.readme(data, words, operator().name, settings().contact_email)
    return attached(own_data.packed({README: readme.encode()} | files, now), ZIP, ARCHIVE[lang])


def _report(run_id: UUID) -> bytes | None:
    """The report as a file, if there is anything to report. Made at once where no worker has made it."""
    try:
        key = browser_keys.key_for(run_id)
        shown = results.shown(database(), run_id=run_id, key=key, operator=operator(), now=clock.now())
    except NothingAnswered:
        return None
    wanted = report_files.wanted_of(shown, i18n.language())
    return report_files.handed_out(database(), queue(), wanted, shown.report, asked=report_files.PATIENCE)


@privacy.get("/erased/<number>")
def receipt(number: str) -> str:
    """What was erased. Who has the number was given it; it names nobody."""
    found = receipts.by_number(database(), number=number)
    return render_template(
        "privacy/erased.html", receipt=found, kinds=kept.named(found.counted), day=clock.day
    )


@privacy.get("/erased/<number>/receipt.txt")
def receipt_file(number: str) -> Response:
    found = receipts.by_number(database(), number=number)
    moment = i18n.speaker(i18n.language()).date(clock.day(found.erased_at))
    words = kept.receipt(found.number, moment, found.counted, operator().name)
    return attached(words.encode(), "text/plain", f"wandelkompass-{found.number}.txt")


@privacy.get("/account/my-data.json")
def my_account() -> Response:
    """Everything about the own account."""
    data = own_data.of_person(database(), actor=access.signed_in())
    return attached(own_data.written(data), JSON, f"wandelkompass-{DATA[i18n.language()]}")


@privacy.get("/account/erase")
def confirm_erasing() -> str:
    return render_template("account/erase.html", form=Button())


@privacy.post("/account/erase")
def erase_account() -> Page:
    form = Button()
    if not form.validate():
        return render_template("account/erase.html", form=form), UNPROCESSABLE
    outside = Leftovers(settings(), queue())
    erased = erasure.account(database(), actor=access.signed_in(), outside=outside)
    session.pop("csrf_token", None)
    staff_cookie.drop()
    return redirect(url_for("privacy.receipt", number=erased.number), 303)


def _consents(run_id: UUID, form: Button, did: str | None = None) -> str:
    key = browser_keys.key_for(run_id)
    found = service.overview(database(), run_id=run_id, key=key, now=clock.now())
    given = (*found.standing, *found.ended)
    return render_template(
        "privacy/consents.html",
        overview=found,
        form=form,
        purposes=PURPOSES,
        points={one.id: points(one) for one in given},
        versions={one.id: version(one) for one in given},
        day=clock.day,
        did=next((words for purpose, words in WITHDRAWN.items() if purpose == did), None),
    )
