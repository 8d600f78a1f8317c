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


class NoSuchOffer(AssessmentError):
    """The catalogue has no offer of this name."""


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


class TooManyAttempts(AssessmentError):
    """Somebody has tried too often; `minutes` is how long to wait at most."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(str(minutes))


class SignInUnavailable(AssessmentError):
    """Attempts cannot be counted at present, so nobody signs in."""
