"""What a person of one role does on the own phone: read the invitation, answer alone, be done."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from assessment import clock
from assessment.errors import Refused, VoiceKeyNeeded
from assessment.services.advising import joining
from assessment.services.workshops import voices as service
from assessment.services.workshops.voices import OpenVoice
from assessment.web import access, i18n, saving, voice_keys
from assessment.web.context import database
from assessment.web.error_pages import REFUSALS
from assessment.web.forms import Button
from assessment.web.forms.voices import VoiceForm, posted_voice, voice_form
from assessment.web.packing import packed
from questionnaires.text import LANGUAGES
from reports.voiced import ROLE_TITLES

voices = Blueprint("voices", __name__, url_prefix="/<language:lang>/voice")
FORBIDDEN, UNPROCESSABLE = 403, 422
SECRET_ADDRESS = {"Referrer-Policy": "no-referrer"}
Page = AnyResponse | str | tuple[str, int]


@voices.get("/<token>")
def invited(token: str) -> Response:
    """Its address is the secret of a role, so no link on it tells where one came from."""
    return _invitation(token, Button())


@voices.post("/<token>")
def join(token: str) -> Page:
    """A new voice on this device. Where another one answers here by this link, it is left for good."""
    form = Button()
    if not form.validate():
        return _invitation(token, form, UNPROCESSABLE)
    joined = joining.join(database(), token=token, actor=access.staff(), now=clock.now())
    before = voice_keys.of_link(token)
    if before:
        voice_keys.forget(before)
    voice_keys.remember(joined.voice_id, joined.key, token=token)
    return redirect(url_for("voices.answers", voice_id=joined.voice_id), 303)


@voices.get("/<uuid:voice_id>/answers")
def answers(voice_id: UUID) -> Page:
    voice = _opened(voice_id)
    form = voice_form(voice, i18n.language())
    if "open" in request.args:
        form.mark_open_of(voice.open)
    return packed(_page(voice, form))


@voices.post("/<uuid:voice_id>/answers")
def keep(voice_id: UUID) -> Page:
    """Everything on the page: at the end of an area, of the page, or on the way to the other language."""
    form = posted_voice(request.form.get("version", ""), i18n.language())
    if not form.validate():
        return _shown_again(voice_id), UNPROCESSABLE
    then = request.form.get("then", "")
    try:
        _save(voice_id, form, done=True if then == "done" else None)
    except Refused:
        return _too_late(voice_id, form)
    return redirect(_next(voice_id, then), 303)


@voices.post("/<uuid:voice_id>/answers/save")
def save(voice_id: UUID) -> tuple[Response, int]:
    """The comfort of the script: one answer as soon as it is given. The page itself works without."""
    version, question = request.form.get("version", ""), request.form.get("question", "")
    form = posted_voice(version, i18n.language(), only=question)
    return saving.alone(form, lambda: _save(voice_id, form))


@voices.get("/<uuid:voice_id>/done")
def done(voice_id: UUID) -> Page:
    voice = _opened(voice_id)
    if not (voice.running and voice.done):
        return redirect(url_for("voices.answers", voice_id=voice_id))
    return render_template("voices/done.html", voice=voice, role=ROLE_TITLES[voice.role], form=Button())


@voices.post("/<uuid:voice_id>/done")
def reopen(voice_id: UUID) -> Page:
    """Somebody goes on after all: the board shows them as not done."""
    if Button().validate():
        service.save(database(), voice_id=voice_id, key=_key(voice_id), given={}, done=False, now=clock.now())
    return redirect(url_for("voices.answers", voice_id=voice_id, open=1), 303)


@voices.post("/<uuid:voice_id>/leave")
def leave(voice_id: UUID) -> Page:
    """The device goes to somebody else: it forgets whose answers these are. They stay, and count."""
    if not Button().validate():
        return redirect(url_for("voices.done", voice_id=voice_id), 303)
    voice_keys.forget(voice_id)
    return render_template("voices/left.html")


def _key(voice_id: UUID) -> str:
    key = voice_keys.key_for(voice_id)
    if key is None:
        raise VoiceKeyNeeded
    return key


def _opened(voice_id: UUID) -> OpenVoice:
    return service.opened(database(), voice_id=voice_id, key=_key(voice_id))


def _save(voice_id: UUID, form: VoiceForm, done: bool | None = None) -> None:
    service.save(
        database(), voice_id=voice_id, key=_key(voice_id), given=form.given, done=done, now=clock.now()
    )


def _invitation(token: str, form: Button, status: int = 200) -> Response:
    invitation = joining.invited(database(), token=token, actor=access.staff(), now=clock.now())
    page = render_template(
        "voices/voice.html",
        invitation=invitation,
        role=ROLE_TITLES[invitation.role],
        mine=voice_keys.of_link(token),
        reason=REFUSALS[invitation.refused] if invitation.refused else None,
        form=form,
    )
    return make_response(page, status, SECRET_ADDRESS)


def _next(voice_id: UUID, then: str) -> str:
    if then == "done":
        return url_for("voices.done", voice_id=voice_id)
    if then.startswith("lang:") and then[5:] in LANGUAGES:
        return url_for("voices.answers", voice_id=voice_id, lang=then[5:])
    return url_for("voices.answers", voice_id=voice_id, _anchor=then or None)


def _shown_again(voice_id: UUID) -> str:
    voice = _opened(voice_id)
    form = voice_form(voice, i18n.language())
    form.validate()
    return _page(voice, form)


def _page(voice: OpenVoice, form: VoiceForm) -> str:
    if not voice.running:
        return render_template("voices/late.html", voice=voice, late=None, form=form)
    areas = form.by_area(voice.areas)
    return render_template(
        "voices/answers.html", voice=voice, form=form, areas=areas, role=ROLE_TITLES[voice.role]
    )


def _too_late(voice_id: UUID, form: VoiceForm) -> tuple[str, int]:
    """What did not arrive any more is told in words, so that it can be said in the room."""
    voice = _opened(voice_id)
    return render_template("voices/late.html", voice=voice, late=voice.late(form.given), form=form), FORBIDDEN
