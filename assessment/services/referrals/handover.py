"""What of a company goes along with a referral: a note it has read, a contact, and facts chosen one by one.

Never a score, and never an answer beside these. Facts are kept as codes, as they were when they were
released: what the company answers later goes to nobody.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from assessment.services.runs import OpenRun
from matching.needs import gaps
from matching.offers import Offer
from questionnaires import scoring
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.text import Text

Item = Literal["name", "needs", "district", "size"]
ITEMS: tuple[Item, ...] = get_args(Item)
"""What a company ticks or not, beside the contact, without which nobody could reach it."""
QUESTIONS = {"district": "district", "size": "employees"}
"""The questions behind the facts."""
MOST_NEEDS = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """Needs by id, the largest gap first; options of the questions about place and size."""

    needs: tuple[str, ...] = ()
    district: str | None = None
    size: str | None = None

    def __bool__(self) -> bool:
        return bool(self.needs or self.district or self.size)


@dataclass(frozen=True, slots=True)
class Handover:
    """What a company releases. `news`: it wants to read by mail what becomes of it."""

    note: str
    contact_name: str = ""
    contact_mail: str = ""
    contact_phone: str = ""
    company_name: str = ""
    items: frozenset[Item] = frozenset()
    news: bool = False


def facts(run: OpenRun, offer: Offer) -> Facts:
    """What there is to tell about this company, of which it chooses."""
    found = [gap.need for gap in gaps(run.questionnaire, scoring.score(run.questionnaire, run.path))]
    needs = [need for need in found if need in offer.named_needs][:MOST_NEEDS]
    return Facts(tuple(needs), *(_option(run, question) for question in QUESTIONS.values()))


def _option(run: OpenRun, question: str) -> str | None:
    """The option that was chosen; "I don't know" tells nobody anything."""
    given, asked = run.path.answers.get(question), run.questionnaire.question.get(question)
    known = {option.id for option in asked.options} if asked else set()
    return given.choice if given and given.choice in known else None


def chosen(found: Facts, items: Collection[Item]) -> Facts:
    """Those facts alone that were ticked."""
    return Facts(
        found.needs if "needs" in items else (),
        found.district if "district" in items else None,
        found.size if "size" in items else None,
    )


def written(told: Facts) -> str:
    return json.dumps(asdict(told), separators=(",", ":"))


def read(text: str) -> Facts:
    kept = json.loads(text)
    return Facts(tuple(kept.get("needs", ())), kept.get("district"), kept.get("size"))


@dataclass(frozen=True, slots=True)
class FactsInWords:
    needs: tuple[Text, ...]
    district: Text | None
    size: Text | None

    def __bool__(self) -> bool:
        return bool(self.needs or self.district or self.size)


def in_words(told: Facts, questionnaire: Questionnaire) -> FactsInWords:
    """As the questionnaire says them."""
    needs = tuple(questionnaire.need[need].title for need in told.needs if need in questionnaire.need)
    labels = [_label(questionnaire, QUESTIONS[name], getattr(told, name)) for name in QUESTIONS]
    return FactsInWords(needs, *labels)


def _label(questionnaire: Questionnaire, question: str, choice: str | None) -> Text | None:
    asked = questionnaire.question.get(question)
    return questionnaire.label(asked, Answer(choice)) if asked and choice else None
