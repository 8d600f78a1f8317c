"""What a supposition changes, as HTML and in a few sentences; the gain of steps and what bars an offer.

The parts are macros of `templates/_supposed.html`; a page puts its headings above them. Everything stands in
the conditional: it is arithmetic on answers, and promises nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from markupsafe import Markup

from questionnaires.definition.tree import TOLERANCE
from questionnaires.text import Language as Code
from reports.assessed import Standing
from reports.charts import Paint
from reports.described import points
from reports.fitting import Obstacle
from reports.html import Slots, part
from reports.language import N_, Language, language
from reports.shifted import ShiftedBar, ShiftedField
from reports.supposed import Effect, Shift, Stage, Turn

_TEMPLATE = "_supposed.html"
SHOWN = 4
"""How many offers of one kind of change are told before the rest is folded."""

HEADINGS: Mapping[Turn, str] = {
    "comes": N_("Diese Angebote würden hinzukommen"),
    "goes": N_("Diese Angebote würden wegfallen"),
    "up": N_("Diese Angebote würden unter die ersten rücken"),
    "down": N_("Diese Angebote würden nach hinten rücken"),
    "settled": N_("Bei diesen Angeboten würde sich eine Bedingung klären"),
    "reopened": N_("Bei diesen Angeboten wäre eine Bedingung wieder offen"),
    "better": N_("Diese Angebote würden besser passen"),
    "worse": N_("Diese Angebote würden weniger gut passen"),
}

STAGES: Mapping[tuple[Stage | None, Stage | None], str] = {
    (None, "now"): N_("würde als einer der ersten Schritte hinzukommen"),
    (None, "next"): N_("würde als einer der nächsten Schritte hinzukommen"),
    (None, "later"): N_("würde für später hinzukommen"),
    ("now", None): N_("würde wegfallen"),
    ("next", None): N_("würde wegfallen"),
    ("later", None): N_("würde wegfallen"),
    ("next", "now"): N_("würde nach vorn rücken: jetzt statt danach"),
    ("later", "now"): N_("würde nach vorn rücken: jetzt statt später"),
    ("now", "next"): N_("würde nach hinten rücken: danach statt jetzt"),
    ("now", "later"): N_("würde nach hinten rücken: später statt jetzt"),
}
"""By the time of a step before and after."""

OBSTACLES: Mapping[Obstacle, str] = {
    "over": N_("Das Angebot ist beendet oder ausgelaufen. Daran ändert keine Antwort etwas."),
    "elsewhere": N_(
        "Das Angebot gilt nur für ein anderes Gebiet. Daran ändert keine Antwort etwas: Niemand zieht mit "
        "seinem Betrieb um, um zu einem Angebot zu passen."
    ),
    "nothing": N_(
        "Wir haben alle Antworten durchprobiert, auf die es hier ankommt, einzeln und zu zweit. Keine davon "
        "genügt. Fragen Sie direkt bei der Stelle nach."
    ),
}


@dataclass(frozen=True)
class Telling:
    """One effect in one language. `slots.answer_url` leads to supposing an answer to a question."""

    effect: Effect
    code: Code
    slots: Slots = field(default_factory=Slots)

    @property
    def summary(self) -> Markup:
        """What changes, in a few sentences; read out whenever it changes."""
        return self._part("summary", " ".join(sentences(self.effect, language(self.code))))

    @property
    def changes(self) -> Markup:
        """All that differs, the most telling first."""
        return self._part("changes", self, self.slots)

    def _part(self, name: str, *arguments: object) -> Markup:
        return part(self.code, _TEMPLATE, name, *arguments)

    # --- for the template ----------------------------------------------------------------------

    headings: ClassVar = HEADINGS
    stages: ClassVar = STAGES
    shown: ClassVar = SHOWN

    @property
    def picture(self) -> ShiftedField:
        return ShiftedField(self.effect, language(self.code), self._paint)

    def bar(self, shift: Shift) -> ShiftedBar:
        return ShiftedBar(shift.before, shift.after, self._paint)

    @property
    def _paint(self) -> Paint:
        return Paint(self.effect.after.operator.accent_colour)

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Axes and areas to tell; readiness as a whole is never boiled down to one number."""
        return _told(self.effect)

    @property
    def same(self) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.effect.same if standing.id != self._whole)

    @property
    def _whole(self) -> str:
        return self.effect.after.readiness.id


def _told(effect: Effect) -> tuple[Shift, ...]:
    whole = effect.after.readiness.id
    return tuple(shift for shift in effect.shifts if shift.after.id != whole)


# --- the summary -------------------------------------------------------------------------------


def sentences(effect: Effect, said: Language) -> list[str]:
    """The most telling changes as whole sentences, in the conditional."""
    found = [*_field(effect, said), *_values(effect, said), *_counts(effect, said)]
    return found or [
        said.say(
            N_("Mit diesen Annahmen würde sich nur wenig ändern: bei einzelnen Angeboten oder Schritten.")
            if effect.anything
            else N_("Mit diesen Annahmen würde sich nichts ändern.")
        )
    ]


def _field(effect: Effect, said: Language) -> Iterator[str]:
    if not effect.field_moved:
        return
    names = (effect.before.reading.field, effect.after.reading.field)
    was, will = ("" if name is None else said.text(effect.after.reading.fields[name].title) for name in names)
    if not will:
        yield said.say(N_("Für eine Einordnung gäbe es zu wenig Antworten."))
    elif not was:
        yield said.say(N_("Ihr Betrieb läge im Feld „%(after)s“."), after=will)
    else:
        yield said.say(N_("Ihr Betrieb läge im Feld „%(after)s“ statt „%(before)s“."), after=will, before=was)


def _values(effect: Effect, said: Language) -> Iterator[str]:
    for shift in _told(effect):
        yield value_said(shift, said) if shift.moved else bounds_said(shift, said)


def value_said(shift: Shift, said: Language) -> str:
    """The value of an axis or area before and after."""
    title, was, will = said.text(shift.after.short), shift.before.shown, shift.after.shown
    if will is None:
        return said.say(N_("%(title)s: zu wenig Antworten für einen Wert."), title=title)
    after = points(will, said)
    if was is None:
        return said.say(N_("%(title)s: erstmals ein Wert, %(after)s von 4."), title=title, after=after)
    before = points(was, said)
    if before == after:
        return said.say(N_("%(title)s: kaum anders, weiter %(after)s von 4."), title=title, after=after)
    return said.say(
        N_("%(title)s: %(after)s statt %(before)s von 4."), title=title, after=after, before=before
    )


def bounds_said(shift: Shift, said: Language) -> str:
    """What is possible for an axis or area, where the value itself stays as it is or is not shown."""
    return said.say(
        N_("%(title)s: möglich wären %(lower)s bis %(upper)s von 4."),
        title=said.text(shift.after.short),
        lower=points(shift.after.lower, said),
        upper=points(shift.after.upper, said),
    )


def _counts(effect: Effect, said: Language) -> Iterator[str]:
    if n := len(effect.turned("comes")):
        yield said.ngettext("Ein Angebot würde hinzukommen.", "%(num)s Angebote würden hinzukommen.", n) % {
            "num": n
        }
    if n := len(effect.turned("goes")):
        yield said.ngettext("Ein Angebot würde wegfallen.", "%(num)s Angebote würden wegfallen.", n) % {
            "num": n
        }
    if n := sum(step.before is None for step in effect.steps):
        yield said.ngettext("Ein Schritt würde hinzukommen.", "%(num)s Schritte würden hinzukommen.", n) % {
            "num": n
        }
    if n := sum(step.after is None for step in effect.steps):
        yield said.ngettext("Ein Schritt würde wegfallen.", "%(num)s Schritte würden wegfallen.", n) % {
            "num": n
        }
    if n := len(effect.opened):
        yield said.ngettext("Eine Frage würde hinzukommen.", "%(num)s Fragen würden hinzukommen.", n) % {
            "num": n
        }
    if n := len(effect.closed):
        yield said.ngettext("Eine Frage würde entfallen.", "%(num)s Fragen würden entfallen.", n) % {"num": n}


# --- gains and efforts -------------------------------------------------------------------------


def gain_said(least: float, most: float, area: str, said: Language) -> str:
    """What a step would add to an area, on the scale from 0 to 4; a span where the answer is not known."""
    gained = {"area": area, "least": points(max(least, 0.0), said), "most": points(most, said)}
    if gained["least"] == gained["most"]:
        return said.say(N_("%(area)s: +%(most)s von 4"), **gained)
    if least <= TOLERANCE:
        return said.say(N_("%(area)s: bis zu +%(most)s von 4, je nach Antwort"), **gained)
    return said.say(N_("%(area)s: +%(least)s bis +%(most)s von 4, je nach Antwort"), **gained)


def effort_said(levels: int, said: Language) -> str:
    """By how many levels the answers would have to rise."""
    message = said.ngettext("eine Stufe höher", "%(num)s Stufen höher", levels)
    return message % {"num": levels}
