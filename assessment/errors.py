"""What can go wrong for a visitor. Few, typed, with data; `web.errors` turns them into pages."""

from uuid import UUID

from questionnaires.text import Text


class AssessmentError(Exception):
    """Any of the errors below."""


class NoSuchRun(AssessmentError):
    """No run has this key: the link or code is wrong, or the run has been deleted."""


class KeyNeeded(AssessmentError):
    """The run may exist, but this browser does not hold its key."""

    def __init__(self, run_id: UUID) -> None:
        self.run_id = run_id
        super().__init__(str(run_id))


class NoSuchSection(AssessmentError):
    """The address names a section that this run does not have, or does not ask."""


class NothingAnswered(AssessmentError):
    """A result was asked for before the first answer."""


class NoSuchReceipt(AssessmentError):
    """No receipt has this number, or it has been erased in turn."""


class NoSuchOffer(AssessmentError):
    """The catalogue has no offer of this name."""


class NoSuchReferral(AssessmentError):
    """There is no such referral, or not for whoever asks."""


class OfferTakesNoReferrals(AssessmentError):
    """Nobody has said yet where referrals to this offer go."""


class NoSuchCampaign(AssessmentError):
    """There is no such campaign, or another house runs it."""


class NoSuchMember(AssessmentError):
    """No company shows anything here (any more)."""


class NothingPublished(AssessmentError):
    """There are no figures for a funder yet: the first quarter is not over."""


class NoSuchPlaceRound(AssessmentError):
    """There is no such round of places at offers."""


class OfferNotShown(AssessmentError):
    """There is such an offer, but no company is shown it at present; `reason` says why."""

    def __init__(self, name: Text, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(reason)


class Refused(AssessmentError):
    """The policy says no; `reason` is one of services.policy.Reason."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NoSuchLink(AssessmentError):
    """A link to sign in, to join or to be advised is wrong, too old, or has been used."""


class NoSuchOrganisation(AssessmentError):
    """There is no such organisation, or nobody advises there (any more)."""


class NoSuchRound(AssessmentError):
    """A link to answer for a role is wrong, or its session is gone."""


class VoiceKeyNeeded(AssessmentError):
    """The voice may exist, but this browser does not hold its key."""


class NoSuchVoice(AssessmentError):
    """The browser holds the key of a voice that has been erased: its session has ended."""


class NoSuchWorkshop(AssessmentError):
    """This run has no such session (any more)."""


class TooManyAttempts(AssessmentError):
    """Somebody has tried too often; `minutes` is how long to wait at most."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(str(minutes))


class TooManyChecks(AssessmentError):
    """So many checks have been begun from one network address today that no person did; `seconds`: until
    the day is over."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(str(seconds))


class WrongProof(AssessmentError):
    """A password, a code or a passkey does not show that somebody is who they say."""


class GuessablePassword(AssessmentError):
    """A new password is refused; `reason`: too_short, too_long or guessable."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class NoAccount(AssessmentError):
    """Somebody is known elsewhere, but nobody has invited them here."""


class OtherAccountRefused(AssessmentError):
    """What the other house tells of somebody cannot be trusted; `reason` is for the log, in one word."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class OtherAccountUnavailable(AssessmentError):
    """The other house does not answer, or not in a way that we understand."""


class SignInUnavailable(AssessmentError):
    """Attempts cannot be counted at present, so nobody signs in."""


class TooMany(AssessmentError):
    """There are `most` of these already, and no more may be added."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(str(most))


class InterfaceError(AssessmentError):
    """Any error that only systems are told of, as JSON: see assessment.web.api.problems."""


class TokenRefused(InterfaceError):
    """A system came without a token, or with one that does not hold (any more)."""


class TooManyRequests(InterfaceError):
    """A system asks too often; `seconds` is how long to wait at most."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(str(seconds))


class InterfaceUnavailable(InterfaceError):
    """Requests cannot be counted at present, so no system comes in."""


class RepeatedOtherwise(InterfaceError):
    """A key that was meant for repeating a request came with another request."""


class StillAtWork(InterfaceError):
    """The first request with this key is not done yet."""


class NoSuchFigures(InterfaceError):
    """Of this day no figures were frozen."""
