"""What was said to a question, as a board shows it: who stands at which of its options."""

from dataclasses import dataclass

from assessment.services.runs import OpenRun
from assessment.services.workshops.agreements import Topic
from assessment.web.forms.workshops import word
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.text import Text
from reports.voiced import ROLE_TITLES


@dataclass(frozen=True, slots=True)
class Side:
    """A role, or all where `title` is None: how many stand at each level, from low to high, and what else
    was said, with how often. `reach` is the first and the last level that is taken, counted from 0."""

    title: Text | None
    levels: tuple[int, ...]
    else_said: tuple[tuple[Text, int], ...]

    @property
    def reach(self) -> tuple[int, int] | None:
        taken = [place for place, number in enumerate(self.levels) if number]
        return (taken[0], taken[-1]) if taken else None


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer that may be agreed on: the word that is sent, its text, who chose it how often, and whether
    it is set apart from the levels."""

    value: str
    text: Text
    chosen: tuple[tuple[Text | None, int], ...]
    apart: bool = False
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A topic in words. `agreed`, `earlier` and `now` are answers as they were offered, `ends` the lowest and
    the highest level that anybody chose."""

    topic: Topic
    title: Text
    text: Text
    area: Text | None
    sides: tuple[Side, ...]
    agreed: Text | None
    earlier: Text | None
    now: Text | None
    ends: tuple[Text, Text] | None

    @property
    def id(self) -> str:
        return self.topic.question


def shown(run: OpenRun, topic: Topic) -> Shown:
    asked, label = run.questionnaire.question[topic.question], run.questionnaire.label
    settled = topic.settled.answer if topic.settled else None
    return Shown(
        topic=topic,
        title=asked.title,
        text=asked.text,
        area=_area(run.questionnaire, topic),
        sides=tuple(_side(run.questionnaire, asked, said.role, said.answers) for said in topic.said),
        agreed=label(asked, settled) if settled else None,
        earlier=label(asked, topic.earlier) if topic.earlier else None,
        now=label(asked, topic.now) if topic.now else None,
        ends=_ends(asked, topic),
    )


def _ends(asked: Question, topic: Topic) -> tuple[Text, Text] | None:
    chosen = {answer.choice for said in topic.said for answer in said.answers}
    taken = [option.text for option in asked.options if option.id in chosen]
    return (taken[0], taken[-1]) if len(taken) > 1 else None


def _area(questionnaire: Questionnaire, topic: Topic) -> Text | None:
    priority = topic.difference.priority if topic.difference else None
    if priority is None:
        return None
    node = questionnaire.node[priority.area]
    return node.short or node.title


def _side(
    questionnaire: Questionnaire, asked: Question, role: str | None, answers: tuple[Answer, ...]
) -> Side:
    options = [option.id for option in asked.options]
    rest = [answer for answer in answers if answer.choice not in options]
    told = [(answer, rest.count(answer)) for answer in dict.fromkeys(rest)]
    return Side(
        title=ROLE_TITLES[role] if role else None,
        levels=tuple(sum(answer.choice == option for answer in answers) for option in options),
        else_said=tuple((questionnaire.label(asked, answer), number) for answer, number in told),
    )


def choices(run: OpenRun, topic: Topic) -> list[Choice]:
    """Everything that those present may agree on, in the order of the question."""
    asked = run.questionnaire.question[topic.question]
    offered = [Answer(option.id) for option in asked.options]
    offered += [Answer(NOT_APPLICABLE, reason.id) for reason in asked.not_applicable]
    offered.append(Answer(DONT_KNOW))
    return [_choice(run.questionnaire, asked, topic, answer) for answer in offered]


def _choice(questionnaire: Questionnaire, asked: Question, topic: Topic, answer: Answer) -> Choice:
    chosen = [(said.role, said.answers.count(answer)) for said in topic.said]
    before = topic.earlier
    return Choice(
        value=word(answer),
        text=questionnaire.label(asked, answer),
        chosen=tuple((ROLE_TITLES[role] if role else None, number) for role, number in chosen if number),
        apart=answer.choice in {DONT_KNOW, NOT_APPLICABLE},
        earlier=before is not None and (before.choice, before.reason) == (answer.choice, answer.reason),
    )
