"""What devices say about passkeys, put into words and checked by the library for WebAuthn.

It takes a tenth of a second to load, so `passkeys` loads this module when somebody has one in hand.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.parse_authentication_credential_json import parse_authentication_credential_json
from webauthn.helpers.parse_registration_credential_json import parse_registration_credential_json
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from assessment.errors import WrongProof
from assessment.services.policy import Staff
from assessment.services.sign_in.sites import Site

UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError)
"""What the library raises over something that no browser sends."""


class Asked(NamedTuple):
    """What a browser needs, as JSON, and the challenge in it."""

    challenge: bytes
    options: str


Credential = TypeVar("Credential", RegistrationCredential, AuthenticationCredential)


def ask_to_register(site: Site, actor: Staff, known: Iterable[bytes]) -> Asked:
    """For a device that none of the `known` passkeys is on."""
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name="Wandelkompass",
        user_id=actor.person_id.bytes,
        user_name=actor.email,
        user_display_name=actor.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
    )
    return Asked(options.challenge, webauthn.options_to_json(options))


def ask_to_show(site: Site) -> Asked:
    needed = UserVerificationRequirement.REQUIRED
    options = webauthn.generate_authentication_options(rp_id=site.id, user_verification=needed)
    return Asked(options.challenge, webauthn.options_to_json(options))


def read_made(credential: str) -> tuple[RegistrationCredential, bytes]:
    """A new passkey with the challenge that it answers. Raises WrongProof."""
    return _read(parse_registration_credential_json, credential)


def read_shown(credential: str) -> tuple[AuthenticationCredential, bytes]:
    """A passkey that is shown, with the challenge that it answers. Raises WrongProof."""
    return _read(parse_authentication_credential_json, credential)


def made(answer: RegistrationCredential, challenge: bytes, site: Site) -> VerifiedRegistration:
    """What to keep of it. Raises WrongProof."""
    with _as_wrong_proof():
        return webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )


def proven(
    answer: AuthenticationCredential, challenge: bytes, site: Site, public_key: bytes, sign_count: int
) -> VerifiedAuthentication:
    """Raises WrongProof."""
    with _as_wrong_proof():
        return webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )


def _read(parse: Callable[[str], Credential], credential: str) -> tuple[Credential, bytes]:
    with _as_wrong_proof():
        answer = parse(credential)
        return answer, parse_client_data_json(answer.response.client_data_json).challenge


@contextmanager
def _as_wrong_proof() -> Iterator[None]:
    try:
        yield
    except UNREADABLE:
        raise WrongProof from None
