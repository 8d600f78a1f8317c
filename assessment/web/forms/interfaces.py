"""What staff send about interfaces: a token to be made, an address to be told."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectMultipleField, StringField, widgets
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are those of WTForms 3.2
from wtforms.validators import DataRequired, InputRequired, ValidationError

from assessment.services.interfaces.calling import is_public
from assessment.services.interfaces.tokens import LIVES
from assessment.services.people import NAME_LENGTH
from assessment.services.policy import Scope
from assessment.web import i18n
from assessment.web.forms.lines import line

_ = i18n.marked
URL_LENGTH = 500
USUAL = 180
NEVER_REACHED = ("localhost", "local", "invalid", "internal")
"""Last parts of names that lead nowhere in the internet (RFC 2606, 6761, 6762)."""


class TokenForm(FlaskForm):
    name = line(_("Bitte geben Sie dem Token einen Namen, zum Beispiel den des Systems."), NAME_LENGTH)
    scopes = SelectMultipleField(
        option_widget=widgets.CheckboxInput(),
        validators=[DataRequired(message=_("Bitte wählen Sie, was das Token darf."))],
    )
    days = RadioField(
        choices=[SelectChoice(str(days)) for days in LIVES],
        default=str(USUAL),
        validators=[InputRequired(message=_("Bitte wählen Sie, wie lange das Token gilt."))],
    )

    def __init__(self, scopes: tuple[Scope, ...] = tuple(Scope)) -> None:
        """`scopes`: those that the organisation may give."""
        super().__init__()
        self.scopes.choices = [SelectChoice(scope.value) for scope in scopes]


class WebhookForm(FlaskForm):
    url = line(_("Bitte geben Sie eine Adresse an."), URL_LENGTH)

    def __init__(self, *, inside: bool = False) -> None:
        """`inside`: whether addresses within the own network may be called."""
        super().__init__()
        self.inside = inside

    def validate_url(self, field: StringField) -> None:
        """Refuses what can never be reached. All else shows when it is called: names lead elsewhere later."""
        if not self.inside and _never_reached(field.data or ""):
            raise ValidationError(
                _("Diese Adresse ist aus dem Internet nicht erreichbar. Bitte geben Sie eine öffentliche an.")
            )

    def refuse(self, why: str) -> None:
        self.url.errors = [*self.url.errors, why]


def _never_reached(url: str) -> bool:
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return False  # no address at all: the service says so
    literal = _literal(host)
    return not is_public(literal) if literal else host.rpartition(".")[2] in NEVER_REACHED


def _literal(host: str) -> str | None:
    """The IP address that a host is written as, also in short forms such as 127.1; None for a name."""
    try:
        return str(ip_address(host))
    except ValueError:
        try:
            return socket.inet_ntoa(socket.inet_aton(host))
        except (OSError, UnicodeError):
            return None
