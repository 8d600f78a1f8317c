"""What all ways of signing in share on the web: who asks, from where, and what follows."""

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from werkzeug.wrappers import Response

from assessment.services.checks.origins import Origin
from assessment.services.sign_in import SignedIn
from assessment.services.sign_in.changes import Letterhead
from assessment.services.sign_in.sites import Site
from assessment.web import staff_cookie
from assessment.web.context import operator, settings
from assessment.web.public_links import base

if TYPE_CHECKING:
    from assessment.services.sign_in.provider import Provider

TOLD = "wandelkompass.told_by_provider"
HOUSE = 64
"""Bits of an IPv6 address that one house has in common."""
WITHOUT_SEAT = "without_seat"
"""Noted in the cookie of the browser, so that no page has to ask for more than that somebody is signed in."""


def network() -> str:
    """Where a request comes from; `proxies` in the settings says whose word counts.

    Of an IPv6 address the half that a house is given: of the other half it may use as many as it likes.
    """
    address = request.remote_addr or ""
    if ":" not in address:
        return address
    try:
        found = IPv6Address(address)
    except ValueError:
        return address
    return str(found.ipv4_mapped or IPv6Network((found, HOUSE), strict=False))


def origin() -> Origin | None:
    """Where a check is begun, and how many may be there. Whoever sits at the machine itself is not counted:
    who tries it out, and all visitors where nobody has told us of the proxy beside us."""
    here = network().startswith("127.") or request.remote_addr == "::1"
    return None if here else Origin(network(), settings().checks_per_address, signing_key())


def signing_key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key


def letterhead() -> Letterhead:
    return Letterhead(operator().name, base(settings()) + url_for("account.own"))


def site() -> Site:
    """Where passkeys are good. Browsers make none for a bare number: then the own machine has its name."""
    address = urlsplit(base(settings()))
    host, port = address.hostname or "localhost", f":{address.port}" if address.port else ""
    try:
        ip_address(host)
    except ValueError:
        return Site(host, f"{address.scheme}://{host}{port}")
    return Site("localhost", f"http://localhost{port}")


def provider() -> "Provider | None":
    """The house whose accounts may be used, if there is one; what it has told is kept by this process."""
    chosen = settings()
    if not chosen.oidc_issuer or not chosen.oidc_client_id or not chosen.oidc_client_secret:
        return None
    from assessment.services.sign_in.provider import Provider  # its libraries take 0.1 s to load

    told: dict[str, Any] = current_app.extensions.setdefault(TOLD, {})
    secret, back = chosen.oidc_client_secret.get_secret_value(), base(chosen) + url_for("entrance.back")
    return Provider(chosen.oidc_issuer, chosen.oidc_client_id, secret, back, told)


def welcome(begun: SignedIn, goal: str | None = None, **told: Any) -> Response:
    """A step further: a new cookie, a new token for forms, and an address without any secret in it.

    `goal` is where somebody wanted to go, and what is `told` there; without it, who was here already goes to
    the account, and everybody else home.
    """
    _hand_over(begun)
    if begun.half:
        return redirect(url_for("entrance.second", lang=begun.person.language), 303)
    goal = goal or ("account.own" if begun.again else home())
    return redirect(url_for(goal, lang=begun.person.language, **told), 303)


def home() -> str:
    """Where somebody who is signed in here begins: at the checks that they keep, or at their work."""
    return "kept_checks.listed" if session.get(WITHOUT_SEAT) else "staff.work"


def welcome_back(begun: SignedIn, endpoint: str) -> Response:
    """The same for somebody who has just shown again who they are."""
    _hand_over(begun)
    return redirect(url_for(endpoint), 303)


def forget() -> None:
    session.pop("csrf_token", None)
    session.pop(WITHOUT_SEAT, None)
    staff_cookie.drop()


def _hand_over(begun: SignedIn) -> None:
    session.pop("csrf_token", None)
    session.pop(WITHOUT_SEAT, None)
    if not begun.seated:
        session[WITHOUT_SEAT] = True
        session.permanent = True
    staff_cookie.put(begun.token)
