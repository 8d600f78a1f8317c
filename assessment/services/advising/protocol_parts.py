"""What stands in the protocol of a session: put together from the session, the plan, and the result."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services.advising import follow_up_days
from assessment.services.advising.mandates import code_of
from assessment.services.checks import plan_entries
from assessment.services.runs import OpenRun
from assessment.services.workshops import outcomes
from assessment.services.workshops.meetings import State, Workshop
from assessment.store import mandates, plans
from assessment.store import workshop_notes as store
from assessment.store.plans import EntryRow
from assessment.store.workshops import WorkshopRow
from questionnaires.definition import Questionnaire
from reports.offered import Offer
from reports.planned import offer_of
from reports.protocol import Help, Left, Next, Protocol, Took
from reports.report import Operator, Report, Source
from reports.voiced import ROLE_TITLES

PROPOSED = 3
"""Offers that are named where none was chosen."""


def composed(
    connection: Connection,
    workshop: Workshop,
    run: OpenRun,
    report: Report | None,
    operator: Operator,
    today: date,
) -> Protocol:
    row, questionnaire = workshop.row, run.questionnaire
    outcome = outcomes.of_workshop(connection, run, row)
    plan = [one for one in plans.of_run(connection, run.id) if not one.removed]
    chosen = _chosen(plan, report)
    days = follow_up_days.of_session(row, store.dates_of(connection, [row.id]))
    closed = row.closed_at if workshop.state == State.CLOSED else None
    return Protocol(
        operator=operator,
        questionnaire=Source(id=questionnaire.id, version=questionnaire.version, title=questionnaire.title),
        company=name_of(connection, row, row.closed_at or row.opened_at or row.created_at),
        code=code_of(run.id),
        day=row.day,
        aim=row.aim,
        advisor=workshop.leader,
        organisation=workshop.organisation,
        text_version=row.text_version or "",
        agreed_on=clock.day(row.agreed_at) if row.agreed_at else None,
        created=clock.day(closed) if closed else today,
        final=closed is not None,
        shown_roles=bool(row.shown_roles),
        took_part=tuple(
            Took(role=ROLE_TITLES[role.role], expected=role.expected, answered=role.answering)
            for role in workshop.progress.roles
        ),
        settled=outcome.settled,
        left=_left(questionnaire, outcome.left),
        plan=tuple(one.planned for one in plan_entries.entries(plan)),
        offers=chosen or _fitting(report),
        chosen_offers=bool(chosen),
        dates=tuple(Next(day=one.day, title=one.title) for one in days),
        notes=row.shared_notes,
    )


def name_of(connection: Connection, row: WorkshopRow, now: datetime) -> str | None:
    """What the company told the advisor's organisation to call it, as long as that holds."""
    standing = mandates.standing(connection, row.run_id, now)
    names = [one.company_name for one in standing if one.organisation_id == row.organisation_id]
    return next((name for name in names if name), None)


def _left(questionnaire: Questionnaire, questions: Iterable[str]) -> tuple[Left, ...]:
    known = [id_ for id_ in questions if id_ in questionnaire.question]
    return tuple(
        Left(title=questionnaire.question[id_].title, area=outcomes.area_of(questionnaire, id_))
        for id_ in known
    )


def _chosen(plan: Iterable[EntryRow], report: Report | None) -> tuple[Help, ...]:
    """The offers that the plan names, in its order."""
    ids = [offer_of(row.origin) for row in plan if row.state != "dropped"]
    known = {offer.id: offer for offer in report.offers.every} if report else {}
    return tuple(_help(known[id_], report) for id_ in ids if id_ in known and report)


def _fitting(report: Report | None) -> tuple[Help, ...]:
    return tuple(_help(offer, report) for offer in report.offers.first[:PROPOSED]) if report else ()


def _help(offer: Offer, report: Report) -> Help:
    words, features = report.offers.needs, report.offers.features
    return Help(
        name=offer.name,
        operator=offer.operator,
        url=offer.url,
        door=offer.door,
        needs=tuple(words[share.need] for share in offer.needs),
        reasons=tuple(features[one.feature] for one in offer.reasons if one.feature != "needs"),
    )
