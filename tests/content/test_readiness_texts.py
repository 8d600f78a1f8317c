"""What the questionnaire says: questions are asked, levels are whole sentences, nothing stands twice."""

import re
from collections import Counter

from questionnaires import library
from questionnaires.definition.kinds import Single
from questionnaires.text import LANGUAGES

READINESS = library.released("readiness", "1.0")


LEVELS = {
    f"{question.id}.{n}": level
    for question in READINESS.question.values()
    if isinstance(question, Single)
    for n, level in enumerate(question.levels or ())
}

VERB = re.compile(r"\b([a-zäöüß]+(t|en|te)|ist|sind|war|gab)\b")


def test_questions_are_asked() -> None:
    for question in READINESS.question.values():
        assert question.text.de.endswith("?"), question.id
        assert question.text.en.endswith("?"), question.id


def test_everything_said_around_a_question_is_a_sentence() -> None:
    said = [text for q in READINESS.question.values() for text in (q.why, q.hint) if text]
    said += [section.intro for section in READINESS.sections if section.intro]
    assert [text for text in said if not (text.de.endswith(".") and text.en.endswith("."))] == []


def test_levels_are_whole_sentences_and_no_keywords() -> None:
    assert len(LEVELS) == 63 * 5
    for place, level in LEVELS.items():
        assert level.de.endswith("."), place
        assert level.en.endswith("."), place
        assert len(level.de.split()) >= 4, place
        assert len(level.en.split()) >= 3, place
        assert VERB.search(level.de), place


def test_no_question_says_the_same_on_two_levels() -> None:
    for question in READINESS.question.values():
        for language in LANGUAGES:
            said = [option.text.in_(language) for option in question.options]
            assert len(set(said)) == len(said), question.id


def test_titles_are_short_and_each_stands_once() -> None:
    titles = Counter(question.title.de for question in READINESS.question.values())
    assert [title for title, times in titles.items() if times > 1] == []
    assert [title for title in titles if len(title) > 60 or title.endswith(".")] == []
