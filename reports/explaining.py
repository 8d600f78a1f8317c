"""The explanation of a score in words: one sentence for every remark, in either language."""

from questionnaires.answers import split
from questionnaires.definition import Questionnaire
from questionnaires.explain import Remark
from questionnaires.text import Text
from reports.assessed import Said
from reports.language import N_, Language

REMARKS = {
    "counts": N_("„%(part)s“ zählt mit %(points)s Punkten zu %(share)s."),
    "follows": N_(
        "„%(part)s“ zählt mit %(points)s Punkten zu %(share)s; das folgt aus der Antwort zu %(by)s."
    ),
    "lifts": N_("„%(part)s“ hebt den Wert um %(points)s Punkte."),
    "lowers": N_("„%(part)s“ senkt den Wert um %(points)s Punkte."),
    "decides": N_("„%(part)s“ hat mit %(points)s Punkten den niedrigsten Wert. Er entscheidet."),
    "holds_back": N_("„%(part)s“ hat erst %(points)s Punkte. Hier endet die Stufe."),
    "dont_know": N_("„%(part)s“ zählt noch nicht: Das wissen Sie nicht."),
    "open": N_("„%(part)s“ zählt noch nicht: Die Frage ist nicht beantwortet."),
    "unknown": N_("„%(part)s“ zählt noch nicht: Hier fehlt jede Antwort."),
    "not_applicable": N_("„%(part)s“ zählt nicht: Das trifft auf Sie nicht zu."),
    "not_in_check": N_("„%(part)s“ zählt nicht: Die Frage gehört zu einem längeren Check."),
    "routed_past": N_("„%(part)s“ zählt nicht: Nach Ihrer Antwort zu %(by)s wird die Frage nicht gestellt."),
    "unscored": N_("„%(part)s“ zählt nicht: Diese Antwort hat keinen Wert."),
    "weightless": N_("„%(part)s“ zählt nicht: Die Angabe dient nur der Einordnung."),
    "stands_in": N_("„%(part)s“ hat keinen eigenen Wert und zählt mit %(points)s Punkten."),
    "prevents": N_("Ohne „%(part)s“ gibt es keinen Wert."),
    "capped": N_("Höher als %(points)s Punkte geht es nicht, solange die Antwort zu %(by)s so bleibt."),
    "needs_points": N_("Für die nächste Stufe fehlen %(points)s Punkte."),
    "needs_part": N_("Für die nächste Stufe braucht „%(part)s“ mindestens %(points)s Punkte."),
    "too_many_absent": N_("Für die nächste Stufe darf „Trifft nicht zu“ höchstens %(points)s-mal vorkommen."),
    "highest": N_("Eine höhere Stufe gibt es nicht."),
}
"""By the codes of `questionnaires.explain`."""


def said(questionnaire: Questionnaire, remark: Remark) -> Said:
    """A remark with the titles of its parts, as a report keeps it."""
    return Said(
        code=remark.code,
        part=_title(questionnaire, remark.part),
        points=remark.points,
        share=remark.share,
        by=tuple(_title(questionnaire, id_) for id_ in remark.by),
    )


def sentence(remark: Said, language: Language) -> str:
    """One remark as a sentence."""
    by = [language.text(title) for title in remark.by]
    return language.say(
        REMARKS[remark.code],
        part=language.text(remark.part),
        points=language.amount(remark.points or 0.0),
        share=language.percent(remark.share or 0.0),
        by=", ".join(f"„{title}“" if language.code == "de" else f"“{title}”" for title in by),
    )


def _title(questionnaire: Questionnaire, key: str) -> Text:
    """The title of a question, node or fact, with the unit it is about."""
    id_, unit = split(key)
    found = questionnaire.question.get(id_) or questionnaire.node.get(id_)
    title = found.title if found else questionnaire.asking[id_].title
    return Text(de=f"{title.de} ({unit})", en=f"{title.en} ({unit})") if unit else title
