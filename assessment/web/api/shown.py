"""What services found, in the form in which systems are told it."""

from typing import Any

from assessment.services.campaigns.members import Member
from assessment.services.referrals.pushing import InHand
from assessment.web.api import bodies
from questionnaires.text import Text
from reports.assessed import Standing
from reports.planned import Progress
from reports.report import Report


def company(member: Member) -> dict[str, Any]:
    shared = member.shared
    items = [one.item for one in shared.items]
    told = {"id": shared.id, "company": shared.company_name, "items": items}
    return told | {"shared_at": shared.given_at, "until": shared.ends_at}


def detail(member: Member) -> bodies.SharedDetail:
    contact = member.contact
    return bodies.SharedDetail(
        **company(member),
        contact=bodies.Contact(name=contact.name, email=contact.email, phone=contact.phone)
        if contact
        else None,
        needs=None if member.needs is None else [_words(need) for need in member.needs],
        result=_result(member.result) if member.result else None,
        progress=_progress(member.progress) if member.progress else None,
    )


def _progress(progress: Progress) -> bodies.SharedProgress:
    return bodies.SharedProgress(done=progress.done, of=progress.of)


def _words(text: Text) -> bodies.Words:
    return bodies.Words(de=text.de, en=text.en)


def _result(report: Report) -> bodies.SharedResult:
    """The levels that the chamber's screen shows, and no more of the report."""
    return bodies.SharedResult(
        made_on=report.created,
        exposure=_standing(report.exposure),
        readiness=_standing(report.readiness),
        areas=[_standing(area) for area in report.areas],
    )


def _standing(one: Standing) -> bodies.Standing:
    level = bodies.Level(low=one.level.low, high=one.level.high) if one.published and one.level else None
    return bodies.Standing(id=one.id, title=_words(one.title), level=level)


def referral(one: InHand) -> bodies.ReferralGiven:
    return bodies.ReferralGiven(
        id=one.id,
        offer=one.offer,
        status=one.state,
        since=one.since,
        ends_at=one.ends_at,
        expected=list(one.expected),
    )
