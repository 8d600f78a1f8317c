"""The catalogue: all offers and districts of a folder, read whole or refused with every problem found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from pydantic import RootModel

from matching.offers import AREAS, KINDS, District, Offer
from matching.rules import ListRules
from matching.weights import Weights
from questionnaires.library.source import ContentError, Document, Place, Problem, Step, read_as, revision

CONTENT = Path(__file__).parent / "content"
FOLDERS = {"lab": "labs", "initiative": "initiatives", "partner": "partners", "funding": "funding"}


class DistrictsFile(RootModel[tuple[District, ...]]):
    pass


@dataclass(frozen=True, eq=False)
class Catalogue:
    """One revision: offers by kind and id, districts by key. Compared by identity, so it can key a cache."""

    offers: tuple[Offer, ...]
    districts: Mapping[str, District]
    weights: Weights
    rules: ListRules
    revision: str
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)
    """The file of each offer by its id, for messages with a line."""

    @cached_property
    def offer(self) -> Mapping[str, Offer]:
        return MappingProxyType({offer.id: offer for offer in self.offers})

    def place(self, offer: str, *path: Step) -> Place:
        """Where an offer, or a part of it, is written down."""
        document = self.documents.get(offer)
        return document.place(path) if document else Place(Path(f"{offer}.yaml"), 1)


@cache
def released() -> Catalogue:
    """The catalogue of this package. Read once per process."""
    return load(CONTENT)


def load(folder: Path) -> Catalogue:
    """The catalogue that a folder holds. Raises ContentError with every problem that was found."""
    problems: list[Problem] = []
    _, weights = read_as(folder / "weights.yaml", Weights, problems)
    rules_file, rules = read_as(folder / "list.yaml", ListRules, problems)
    districts_file, districts = read_as(folder / "districts.yaml", DistrictsFile, problems)
    pairs = [read_as(file, Offer, problems) for file in sorted(folder.glob("offers/**/*.yaml"))]
    offers = [(document, offer) for document, offer in pairs if document and offer]
    known = districts.root if districts else ()
    problems += _problems_of_offers(offers, {d.key for d in known} if districts else None)
    if districts_file and len(offers) == len(pairs):
        problems += _problems_of_districts(districts_file, known, {offer.id for _, offer in offers})
    if rules_file and rules and len(offers) == len(pairs):
        problems += _problems_of_rules(rules_file, rules, {offer.id for _, offer in offers})
    if not pairs:
        problems.append(Problem(Place(folder / "offers", 1), "expected at least one offer, found none"))
    if problems or weights is None or rules is None:
        raise ContentError(problems)
    return Catalogue(
        offers=tuple(sorted((o for _, o in offers), key=lambda o: (KINDS.index(o.kind), o.id))),
        districts={district.key: district for district in sorted(known, key=lambda d: d.key)},
        weights=weights,
        rules=rules,
        revision=revision(folder),
        documents={offer.id: document for document, offer in offers},
    )


# --- what one file alone cannot tell -----------------------------------------------------------


def _problems_of_offers(
    offers: list[tuple[Document, Offer]], districts: set[str] | None
) -> Iterator[Problem]:
    first: dict[str, Document] = {}
    for document, offer in offers:
        earlier = first.setdefault(offer.id, document)
        if earlier is not document:
            yield Problem(
                document.place(("id",)), f"expected an id of its own, found that of {earlier.file.name}"
            )
        if (document.file.stem, document.file.parent.name) != (offer.id, FOLDERS[offer.kind]):
            wanted = f"{FOLDERS[offer.kind]}/{offer.id}.yaml"
            yield Problem(document.place(("id",)), f"expected this offer in the file {wanted}")
        if districts is not None:
            yield from _unknown_districts(document, offer, districts)


def _unknown_districts(document: Document, offer: Offer, districts: set[str]) -> Iterator[Problem]:
    scope = offer.criteria.district
    for position, key in enumerate(() if scope in AREAS else scope):
        if key not in districts:
            yield Problem(document.place(("criteria", "district", position)), f"unknown district {key!r}")


def _problems_of_rules(document: Document, rules: ListRules, offers: set[str]) -> Iterator[Problem]:
    for position, id_ in enumerate(rules.network.offers):
        if id_ not in offers:
            yield Problem(document.place(("network", "offers", position)), f"unknown offer {id_!r}")


def _problems_of_districts(
    document: Document, districts: tuple[District, ...], offers: set[str]
) -> Iterator[Problem]:
    keys = [district.key for district in districts]
    for position, district in enumerate(districts):
        if district.key in keys[:position]:
            yield Problem(document.place((position,)), f"expected one district {district.key!r}, found two")
        for key in district.neighbours:
            if key not in keys or key == district.key:
                yield Problem(document.place((position, "neighbours")), f"unknown neighbour {key!r}")
        for role in ("chamber", "craft_chamber", "employment_agency"):
            if (body := getattr(district, role)) not in offers:
                yield Problem(document.place((position, role)), f"unknown offer {body!r}")
