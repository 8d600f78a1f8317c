"""What a company's chamber learns: items to tick, until when, and to take back one by one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assessment import clock
from assessment.services.campaigns import sharing as service
from assessment.services.campaigns.items import PERIODS, Item
from assessment.services.campaigns.sharing import Page as Shared
from assessment.web import browser_keys, i18n, paging
from assessment.web.context import database
from assessment.web.forms import Button
from assessment.web.forms.sharing import CHAMBER, CHAMBER_TEXT, ITEMS, ShareForm

sharing = Blueprint("sharing", __name__, url_prefix="/<language:lang>/check/<uuid:run_id>/chamber")
UNPROCESSABLE = 422
Page = Response | str | tuple[str, int]
_ = i18n.marked

HAPPENED = {
    "shared": _("Gespeichert. Zu sehen ist jetzt genau das, was unten steht."),
    "item": _("Verborgen. Diese Angabe sieht niemand mehr."),
    "all": _("Beendet. Es ist nichts mehr von Ihnen zu sehen."),
    "gone": _("Das war schon beendet. Unten sehen Sie den neuen Stand."),
}


@sharing.get("")
def page(run_id: UUID) -> str:
    found = _found(run_id)
    form = ShareForm(found.receivers, _before(found))
    return _page(found, form, HAPPENED.get(request.args.get("did", "")))


@sharing.post("")
def share(run_id: UUID) -> Page:
    found = _found(run_id)
    form = ShareForm(found.receivers, {})
    if not form.validate():
        return _page(found, form), UNPROCESSABLE
    service.share(
        database(),
        run_id=run_id,
        key=browser_keys.key_for(run_id),
        organisation_id=form.organisation_id,
        company_name=form.company_name.data or "",
        items=form.chosen,
        contact=form.contact,
        months=int(form.months.data),
        text_version=CHAMBER_TEXT,
        now=clock.now(),
    )
    return redirect(url_for("sharing.page", run_id=run_id, did="shared"))


@sharing.post("/<uuid:consent_id>/stop")
def stop(run_id: UUID, consent_id: UUID) -> Page:
    return _stop(run_id, consent_id, None)


@sharing.post("/<uuid:consent_id>/stop/<item>")
def stop_item(run_id: UUID, consent_id: UUID, item: str) -> Page:
    known = {one.value: one for one in Item}
    return _stop(run_id, consent_id, known[item]) if item in known else _back(run_id, "gone")


def _stop(run_id: UUID, consent_id: UUID, item: Item | None) -> Page:
    if not Button().validate():
        found = _found(run_id)
        return _page(found, ShareForm(found.receivers, _before(found))), UNPROCESSABLE
    key = browser_keys.key_for(run_id)
    stopped = service.stop(
        database(), run_id=run_id, key=key, consent_id=consent_id, item=item, now=clock.now()
    )
    return _back(run_id, ("item" if item else "all") if stopped else "gone")


def _back(run_id: UUID, did: str) -> Response:
    return redirect(url_for("sharing.page", run_id=run_id, did=did))


def _found(run_id: UUID) -> Shared:
    key, asked = browser_keys.key_for(run_id), request.form.get("organisation") or request.args.get("with")
    name, chosen = paging.name(), _id(asked)
    return service.page(database(), run_id=run_id, key=key, now=clock.now(), name=name, chosen=chosen)


def _id(written: str | None) -> UUID | None:
    try:
        return UUID(written or "")
    except ValueError:
        return None


def _before(found: Shared) -> dict[str, Any]:
    """The form as it stands now: what is shared already, with whom it is, or else whoever sent the link."""
    asked = request.args.get("with") or (str(found.sender.id) if found.sender else "")
    shared = next((one for one in found.shared if str(one.organisation_id) == asked), None)
    if shared is None:
        return {"organisation": asked, "items": []}
    contact = next((one for one in shared.items if one.item == Item.CONTACT), None)
    told = {"contact_name": contact.name, "email": contact.email, "phone": contact.phone} if contact else {}
    items = [one.item for one in shared.items]
    return {"organisation": asked, "company_name": shared.company_name, "items": items} | told


def _page(found: Shared, form: ShareForm, happened: str | None = None) -> str:
    return render_template(
        "campaigns/sharing.html",
        page=found,
        form=form,
        button=Button(),
        items=ITEMS,
        points=CHAMBER,
        periods=tuple(PERIODS),
        refused=[(anchor, i18n.gettext(message)) for anchor, message in form.refused],
        happened=happened,
        day=clock.day,
    )
