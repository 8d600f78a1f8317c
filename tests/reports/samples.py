"""Reports with everything a report can hold: measures, a plan, dissent, a comparison, confidence.

What a company answered is that of the worked cases; what was agreed, planned or said last time is made up.
"""

from datetime import date
from itertools import cycle

from questionnaires.measures import Measure, Weeks
from questionnaires.text import Text
from reports.assessed import Confidence, Said, Standing, Step
from reports.benchmarked import Benchmark, Compared
from reports.benchmarking import place
from reports.cohorts.benchmarks import Spread
from reports.compared import ChangedAnswer, ChangedValue, NotCompared, Rerated, Since
from reports.planned import Planned
from reports.report import Report
from reports.voiced import Dissent, Voice
from tests.reports import builders

PILOT = Measure(
    id="machine_data_pilot",
    closes={"T04": (0, 1)},
    title=Text(de="Eine Maschine anbinden und vier Wochen messen", en="Connect one machine and measure"),
    text=Text(
        de="Sie lernen an einer einzigen Anlage, was Daten nützen, bevor Sie Geld für alle ausgeben.",
        en="You learn from one machine what data are worth before you spend money on all of them.",
    ),
    first_step=Text(
        de="Nennen Sie die Anlage mit den meisten Stillständen und fragen Sie den Hersteller nach einer "
        "Schnittstelle.",
        en="Name the machine with the most downtime and ask its maker for an interface.",
    ),
    effort=2,
    weeks=Weeks(least=6, most=12),
    decides="management",
    needs=("machine_data",),
)
TALKS = Measure(
    id="customer_talks",
    closes={"B02": (0, 1)},
    title=Text(
        de="Mit fünf möglichen Kunden außerhalb der Autoindustrie sprechen",
        en="Talk to five possible customers outside the car industry",
    ),
    text=Text(
        de="Aus Gesprächen entsteht eine kurze Liste: Was können wir heute schon liefern, was fehlt uns?",
        en="Talks lead to a short list: what can we supply today, and what is missing?",
    ),
    first_step=Text(
        de="Schreiben Sie drei Branchen auf, in denen Ihre Toleranzen und Werkstoffe gebraucht werden.",
        en="Write down three sectors that need your tolerances and materials.",
    ),
    effort=1,
    weeks=Weeks(least=4, most=8),
    decides="management",
    needs=("diversification",),
)
SKILLS = Measure(
    id="skills_overview",
    closes={"W01": (0, 1), "W02": (0, 1)},
    title=Text(de="Übersicht: Wer kann was, wer geht wann", en="Overview: who can do what, who leaves when"),
    text=Text(
        de="Eine Tabelle mit allen Tätigkeiten und den Menschen, die sie beherrschen, zeigt Lücken früh.",
        en="A table of all jobs and the people who have mastered them shows gaps early.",
    ),
    first_step=Text(
        de="Vereinbaren Sie mit dem Betriebsrat, wer welche Angaben sehen darf.",
        en="Agree with the works council who may see which details.",
    ),
    effort=3,
    weeks=Weeks(least=12, most=26),
    decides="management_and_works_council",
    needs=("qualification",),
    after=("customer_talks",),
)
MEASURES = (TALKS, SKILLS, PILOT)


def full() -> Report:
    """The full check with measures and confidence, as every report of this format."""
    return assured(measured(builders.a_report(builders.FULL)))


def short() -> Report:
    return assured(measured(builders.a_report(builders.SHORT)))


def first_format() -> Report:
    """As it was kept before there were measures."""
    empty: dict[str, object] = {
        "next_steps": (),
        "later_steps": (),
        "chosen": (),
        "dissent": (),
        "since": None,
    }
    report = builders.a_report(builders.SHORT)
    bare = {"confidence": None, "next_level": ()}
    steps = tuple(step.model_copy(update={"measure": None, "also": ()}) for step in report.steps[:3])
    areas = tuple(area.model_copy(update=bare) for area in report.areas)
    exposure, readiness = (part.model_copy(update=bare) for part in (report.exposure, report.readiness))
    parts = {"areas": areas, "exposure": exposure, "readiness": readiness, "steps": steps}
    return report.model_copy(update={"format": 1, **empty, **parts})


def everything() -> Report:
    """The longest report that there is: the full check with plan, dissent and both comparisons."""
    return beside(again(apart(decided(full()))))


AIM = (
    "Wir wollen bis Ende 2028 ein zweites Standbein außerhalb der Verbrennungsmotorenkomponenten aufbauen, "
    "die Stammbelegschaft halten und die Energiekosten je Teil um ein Fünftel senken. Dafür brauchen wir "
    "Aufträge aus Bahn und Medizintechnik, eine Förderung für die neue Halle und Leute, die Elektronik "
    "prüfen können. Am Ende soll kein Kunde mehr als ein Drittel unseres Umsatzes ausmachen."
)
REMARK = (
    "Im Führungskreis am 3. November besprochen: zuerst die beiden Linien mit den meisten Stillständen, "
    "danach die Halle 2. Das Angebot des Herstellers liegt vor, die Freigabe fehlt noch."
)


def long() -> Report:
    """Everything, by a company that writes a lot: a long aim, and a dozen entries with long notes."""
    report = everything()
    more = [
        own(str(n), f"Angebote für die Anbindung von Linie {n} an die Betriebsdatenerfassung vergleichen")
        for n in range(5, 13)
    ]
    chosen = tuple(one.model_copy(update={"note": f"{REMARK} ({one.id})"}) for one in (*report.chosen, *more))
    return report.model_copy(update={"goal": AIM, "chosen": chosen})


# --- measures --------------------------------------------------------------------------------------


def measured(report: Report) -> Report:
    """With a measure for every step, those made up where the library has none."""
    measures = cycle(MEASURES)

    def steps(found: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(step.model_copy(update={"measure": step.measure or next(measures)}) for step in found)

    stages = ("steps", "next_steps", "later_steps")
    return report.model_copy(update={stage: steps(getattr(report, stage)) for stage in stages})


def assured(report: Report) -> Report:
    """With a confidence for every area, and what the next level needs."""
    words = cycle(("medium", "low", "high", "low"))
    areas = tuple(_assured(area, word) for area, word in zip(report.areas, words, strict=False))
    return report.model_copy(update={"areas": areas, "exposure": _assured(report.exposure, "low")})


def _assured(standing: Standing, word: str) -> Standing:
    grades = {"high": ("high",) * 3, "medium": ("high", "medium", "high"), "low": ("high", "medium", "low")}
    coverage, evidence, voices = grades[word]
    sure = Confidence.model_validate(
        {"word": word, "coverage": coverage, "evidence": evidence, "voices": voices}
    )
    lowest = min(standing.items, key=lambda item: 1.0 if item.value is None else item.value)
    needed = (Said(code="needs_part", part=lowest.title, points=2.0),)
    return standing.model_copy(update={"confidence": sure, "next_level": needed})


# --- plan, dissent, comparison ---------------------------------------------------------------------


def decided(report: Report) -> Report:
    """With a plan: most entries have an owner and a date, one is the company's own."""
    made = [
        ("1", TALKS, "Vertriebsleitung", date(2027, 1, 29), "running", "Zuerst Bahn und Medizintechnik."),
        ("2", SKILLS, "Personalleitung mit Betriebsrat", date(2027, 4, 30), "planned", ""),
        ("3", PILOT, "", None, "planned", ""),
    ]
    chosen = [
        Planned.model_validate(
            {
                "id": id_,
                "measure": measure.id,
                "title": measure.title,
                "area": report.areas[n].short,
                "first_step": measure.first_step,
                "owner": owner,
                "due": due,
                "state": state,
                "note": note,
            }
        )
        for n, (id_, measure, owner, due, state, note) in enumerate(made)
    ]
    last = own("4", "Beratungstermin bei der Kammer vereinbaren").model_copy(
        update={"due": date(2026, 12, 4), "state": "done"}
    )
    return report.model_copy(update={"chosen": (*chosen, last)})


def own(id_: str, title: str) -> Planned:
    """An entry of the company's own, in its own words."""
    return Planned(
        id=id_,
        measure=None,
        title=title,
        area=None,
        first_step=None,
        owner="Geschäftsführung",
        due=None,
        state="planned",
        note="",
    )


MANAGEMENT = Text(de="Geschäftsführung", en="Management")
COUNCIL = Text(de="Betriebsrat", en="Works council")
PRODUCTION = Text(de="Produktion", en="Production")


def apart(report: Report) -> Report:
    """With three questions on which roles differ; on one of them dissent stands."""
    questions = report.areas[1].items[:2] + report.areas[0].items[:1]
    agreed = (questions[0].answer, None, questions[2].answer)
    reasons = ("Im Gespräch am 3. November an der Jahresplanung gezeigt.", "", "")
    low = Text(
        de="Darüber haben wir noch nicht gesprochen, und es gibt auch keinen Termin dafür.",
        en="We have not talked about this yet, and there is no date for it either.",
    )
    return report.model_copy(
        update={
            "dissent": tuple(
                Dissent(
                    question=item.id,
                    title=item.title,
                    area=report.areas[1].short,
                    voices=(
                        Voice(role=MANAGEMENT, answer=item.answer or low),
                        Voice(role=COUNCIL, answer=low),
                        *((Voice(role=PRODUCTION, answer=low),) if n == 1 else ()),
                    ),
                    agreed=agreed[n],
                    reason=reasons[n],
                )
                for n, item in enumerate(questions)
            )
        }
    )


def again(report: Report) -> Report:
    """With a comparison: most values rose, one fell, one cannot be compared."""
    steps = (-0.1, 0.15, 0.1, -0.05, 0.2)
    values = tuple(
        ChangedValue(
            id=part.id,
            title=part.short,
            before=None if part.value is None else min(max(part.value - step, 0.0), 1.0),
            after=part.value,
            shared=len(part.items),
            items=len(part.items),
        )
        for part, step in zip(report.parts, steps, strict=True)
    )
    before = Text(de="Das haben wir noch nicht begonnen.", en="We have not begun with this yet.")
    changed = tuple(
        ChangedAnswer(
            question=item.id,
            title=item.title,
            area=report.areas[n % 4].id,
            before=before,
            after=item.answer or before,
            change=0.25 if n % 3 else -0.25,
        )
        for n, item in enumerate(report.areas[0].items[:5])
    )
    left = report.areas[3].items[:2]
    return report.model_copy(
        update={
            "since": Since(
                date=date(2025, 11, 18),
                version="1.0",
                same_version=True,
                values=values,
                changed=changed,
                unchanged=41,
                not_compared=tuple(NotCompared(title=item.title, reason="dont_know") for item in left),
                rerated=(
                    Rerated(
                        question=changed[0].question,
                        title=changed[0].title,
                        then=changed[0].after,
                        looking_back=before,
                    ),
                ),
                direction="mixed",
            )
        }
    )


# --- other companies -------------------------------------------------------------------------------

SPREADS = ((45, 60, 75), (30, 45, 55), (40, 55, 70), (25, 40, 50), (20, 30, 45), (35, 50, 65))
"""Quartiles of the two axes and the areas."""


def beside(report: Report) -> Report:
    """With a comparison: eighteen companies of the same sector, size and region."""
    spreads = [Spread(low=low, middle=middle, high=high) for low, middle, high in SPREADS]
    values = tuple(
        Compared(
            id=one.id,
            title=one.short,
            value=one.shown,
            low=spread.low / 100,
            middle=spread.middle / 100,
            high=spread.high / 100,
            place=None if one.shown is None else place(one.shown, spread),
        )
        for one, spread in zip(report.standings, spreads, strict=True)
    )
    found = Benchmark(
        as_of=date(2026, 9, 30),
        at_least=15,
        sector=Text(de="Teile aus Kunststoff oder Gummi", en="Plastic or rubber parts"),
        size=Text(de="Mittlere Unternehmen (50 bis 249)", en="Medium (50 to 249)"),
        region=Text(de="in der Region", en="in the region"),
        values=values,
    )
    return report.model_copy(update={"benchmark": found})
