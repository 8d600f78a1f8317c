"""What has changed since an earlier check, in sentences: plain, with numbers, without blame or statistics."""

from collections.abc import Callable, Mapping
from typing import Any

from reports.compared import ChangedAnswer, Since
from reports.language import N_, Language

WHY_NOT: Mapping[str, str] = {
    "question_gone": N_("Diese Frage gibt es nicht mehr."),
    "question_split": N_("Aus dieser Frage sind mehrere geworden."),
    "kind_changed": N_("Auf diese Frage antwortet man jetzt anders."),
    "wording_changed": N_("Die Frage lautet jetzt anders."),
    "options_changed": N_("Es stehen jetzt mehr Antworten zur Wahl."),
    "option_reworded": N_("Die Antwort von damals lautet jetzt anders."),
    "option_gone": N_("Die Antwort von damals steht nicht mehr zur Wahl."),
    "answers_differ": N_("Mehrere Fragen sind zu einer geworden; damals waren die Antworten verschieden."),
    "author_asks": N_("Die Frage meint jetzt etwas anderes."),
    "new_question": N_("Diese Frage ist neu."),
    "not_asked_before": N_("Das wurde damals nicht gefragt."),
    "not_asked_now": N_("Das wird in diesem Check nicht gefragt."),
    "not_answered_before": N_("Damals gab es darauf keine Antwort."),
    "not_answered_now": N_("Heute gibt es darauf noch keine Antwort."),
    "dont_know": N_("Damals war das nicht bekannt."),
}
"""Why a question is asked again, or cannot be compared: the codes of `questionnaires.versions`."""

NOTHING_SHARED = N_("Noch lässt sich nichts vergleichen")
NOTHING_CONFIRMED = N_("Noch ist nichts bestätigt")
VERDICTS: Mapping[str, str] = {
    "forward": N_("Seit dem %(date)s ging es voran"),
    "back": N_("Seit dem %(date)s steht manches tiefer"),
    "mixed": N_("Seit dem %(date)s: manches höher, manches tiefer"),
    "same": N_("Bei der Vorbereitung steht Ihr Betrieb wie am %(date)s"),
}
MOVED: Mapping[str, tuple[str, str]] = {
    "forward": (
        N_("Bei einer Frage zur Vorbereitung steht Ihr Betrieb höher, bei keiner tiefer."),
        N_("Bei %(num)s Fragen zur Vorbereitung steht Ihr Betrieb höher, bei keiner tiefer."),
    ),
    "back": (
        N_("Bei einer Frage zur Vorbereitung steht Ihr Betrieb tiefer, bei keiner höher."),
        N_("Bei %(num)s Fragen zur Vorbereitung steht Ihr Betrieb tiefer, bei keiner höher."),
    ),
    "mixed": (
        N_("Von den Fragen zur Vorbereitung steht Ihr Betrieb bei einer höher und bei %(down)s tiefer."),
        N_("Von den Fragen zur Vorbereitung steht Ihr Betrieb bei %(num)s höher und bei %(down)s tiefer."),
    ),
}
EXPOSED: Mapping[tuple[bool, bool], str] = {
    (True, False): N_("Der Wandel trifft Sie nach Ihren Antworten stärker als damals."),
    (False, True): N_("Der Wandel trifft Sie nach Ihren Antworten weniger als damals."),
    (True, True): N_(
        "Der Wandel trifft Sie nach Ihren Antworten an manchen Stellen stärker, an anderen weniger."
    ),
}


def verdict(since: Since, language: Language) -> str:
    """The comparison in one line."""
    if not since.comparable:
        return language.say(NOTHING_SHARED)
    if not since.looked_at:
        return language.say(NOTHING_CONFIRMED)
    return language.say(VERDICTS[since.direction], date=language.date(since.date))


def moved(since: Since, language: Language) -> list[str]:
    """What the line rests on: answers on readiness, then on the exposure; nothing where nothing moved."""
    said = []
    if since.direction in MOVED:
        one, many = MOVED[since.direction]
        count = len(since.down if since.direction == "back" else since.up)
        said.append(language.say(one if count == 1 else many, num=count, down=len(since.down)))
    exposed = EXPOSED.get((bool(since.harder), bool(since.easier)))
    return [*said, language.say(exposed)] if exposed else said


def groups(since: Since, language: Language) -> list[tuple[str, tuple[ChangedAnswer, ...]]]:
    """The changed answers under their headings; what moved readiness comes first."""
    headed = {
        N_("Höher als damals"): since.up,
        N_("Tiefer als damals"): since.down,
        N_("Der Wandel trifft stärker"): since.harder,
        N_("Der Wandel trifft weniger"): since.easier,
        N_("Damals nicht bekannt, heute bekannt"): since.found_out,
        N_("Damals bekannt, heute nicht"): since.lost_sight,
        N_("Weitere Änderungen"): since.otherwise,
    }
    return [(language.say(heading), found) for heading, found in headed.items() if found]


def words(language: Language) -> dict[str, Callable[..., Any]]:
    """What templates call, in one language."""
    return {
        "since_verdict": lambda since: verdict(since, language),
        "since_moved": lambda since: moved(since, language),
        "since_groups": lambda since: groups(since, language),
        "why_not": lambda reason: language.say(WHY_NOT[reason]),
    }
