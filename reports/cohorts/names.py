"""What the codes of figures are called, as questionnaire and catalogue have it, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.catalogue import Catalogue
from questionnaires.definition import Need, Questionnaire
from questionnaires.text import Text
from reports.cohorts import crossing

NOT_STATED = Text(de="nicht angegeben", en="not stated")
ELSEWHERE = Text(de="außerhalb dieser Kammerbezirke", en="outside these chambers’ districts")
AXES = {
    "exposure": Text(de="Wie stark der Wandel trifft", en="How hard the change hits"),
    "readiness": Text(de="Wie gut vorbereitet", en="How well prepared"),
}
"""Both axes, told of many companies."""
QUESTIONS = {crossing.SIZE: "employees", crossing.SECTOR: "sector", crossing.DISTRICT: "district"}


@dataclass(frozen=True)
class Names:
    """`codes`: by attribute, its codes with their names. `needs` and `fields`: needs and fields of action;
    `values`: what quartiles are of; `districts`: by chamber, its districts."""

    codes: Mapping[str, Mapping[str, Text]]
    needs: Mapping[str, Text]
    fields: Mapping[str, Text]
    values: Mapping[str, Text]
    districts: Mapping[str, tuple[str, ...]]


def names(questionnaire: Questionnaire, catalogue: Catalogue, needs: Mapping[str, Need]) -> Names:
    codes = {name: _options(questionnaire, question) for name, question in QUESTIONS.items()}
    districts: dict[str, tuple[str, ...]] = {}
    for key, district in catalogue.districts.items():
        districts[district.chamber] = (*districts.get(district.chamber, ()), key)
    houses = {chamber: catalogue.offer[chamber].name for chamber in districts}
    nodes = questionnaire.node
    areas = [nodes[one if isinstance(one, str) else one.id] for one in nodes["readiness"].children]
    return Names(
        codes=codes | {crossing.CHAMBER: houses | {crossing.UNSTATED: ELSEWHERE}},
        needs={id_: need.title for id_, need in needs.items()},
        fields={area.id: area.short or area.title for area in areas},
        values=AXES | {area.id: area.short or area.title for area in areas},
        districts=districts,
    )


def _options(questionnaire: Questionnaire, question: str) -> dict[str, Text]:
    options = questionnaire.question[question].options
    return {option.id: option.text for option in options} | {crossing.UNSTATED: NOT_STATED}
