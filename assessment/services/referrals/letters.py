"""The mails of referrals. None holds a word of the note, a name or a contact: a mailbox is read by many."""

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.mail import letters
from assessment.services.policy import Role
from assessment.services.referrals import states
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import State
from assessment.services.sign_in import hashed, new_token
from assessment.store import consents, outbox, people, provider_absence
from assessment.store import referrals as store
from assessment.store.referrals import ReferralRow
from matching import catalogue
from matching.offers import Offer
from questionnaires.text import Language

NEWS_LIFE = timedelta(days=7)


def hand_over(connection: Connection, row: ReferralRow, office: Office, now: datetime) -> None:
    """A fresh link to whoever receives it, with the days by which something is expected."""
    token = linked(connection, row, now)
    absent = provider_absence.of_one(connection, row.provider_id)
    days = {
        name: day(states.due_at(state, row.sent_at or now, office.limits, absent))
        for name, state in (("answer", State.SENT), ("contact", State.ACCEPTED), ("close", State.CONTACTED))
    }
    words = {"offer": name_of(row), "link": office.link(token)}
    letter = letters.written("referral_sent", "de", operator=office.operator, **words, **days)
    to_provider(connection, row, letter, now, expires_at=row.ends_at)


def linked(connection: Connection, row: ReferralRow, now: datetime) -> str:
    """A further link to a referral; its token is told once."""
    token = new_token()
    store.put_link(connection, token_hash=hashed(token), referral_id=row.id, now=now)
    return token


def to_provider(
    connection: Connection, row: ReferralRow, letter: letters.Letter, now: datetime, *, expires_at: datetime
) -> None:
    """To the mailbox that the referral was sent to, or to those of the provider who have an account; none
    leaves for a fictional company."""
    for recipient in () if _example(connection, row) else recipients(connection, row):
        outbox.put(
            connection,
            recipient=recipient,
            letter=letter,
            now=now,
            expires_at=expires_at,
            run_id=row.run_id,
        )


def _example(connection: Connection, row: ReferralRow) -> bool:
    consent = consents.one(connection, row.run_id, row.consent_id) if row.consent_id else None
    return consent is not None and consent.text_version == consents.EXAMPLE


def recipients(connection: Connection, row: ReferralRow) -> tuple[str, ...]:
    """Where it was sent to, and nowhere else: another house of the same offer was never agreed to."""
    if row.recipient:
        return (row.recipient,)
    return people.mails_of(connection, row.provider_id, Role.PROVIDER_CONTACT) if row.provider_id else ()


def taken_back(connection: Connection, row: ReferralRow, office: Office, now: datetime) -> None:
    """Tells a provider that has it in hand that it need not do anything more."""
    words = {"offer": name_of(row), "sent": day(row.sent_at)}
    letter = letters.written("referral_withdrawn", "de", operator=office.operator, **words)
    to_provider(connection, row, letter, now, expires_at=now + NEWS_LIFE)


def news(connection: Connection, row: ReferralRow, office: Office, now: datetime) -> None:
    """Tells the company that something has happened."""
    to_company(connection, row, "referral_news", office, now, what=row.state)


def to_company(
    connection: Connection, row: ReferralRow, name: str, office: Office, now: datetime, **words: str
) -> None:
    """The letter of this name in the language of the company, where it asked for news and told an address."""
    if not (row.news and row.contact_mail):
        return
    language: Language = "en" if store.language_of(connection, row.run_id) == "en" else "de"
    letter = letters.written(name, language, operator=office.operator, offer=name_of(row, language), **words)
    outbox.put(
        connection,
        recipient=row.contact_mail,
        letter=letter,
        now=now,
        expires_at=now + NEWS_LIFE,
        run_id=row.run_id,
    )


NEWS = frozenset({State.ACCEPTED, State.DECLINED, State.EXPIRED})
"""What a company is told by mail."""


def offer_of(row: ReferralRow) -> Offer | None:
    """What is told of an offer holds as it was released; None where the catalogue has it no more."""
    return catalogue.released().offer.get(row.offer)


def name_of(row: ReferralRow, language: Language = "de") -> str:
    """What the offer is called in a mail; providers read German."""
    offer = offer_of(row)
    return offer.name.in_(language) if offer else row.offer


def day(moment: datetime | None) -> str:
    return clock.day(moment).strftime("%d.%m.%Y") if moment else ""
