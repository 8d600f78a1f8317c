"""What figures about many companies read of a result: kept beside it, since a whole report has 170 KB."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Standings:
    """Shares of 0 to 1; None, or missing among the areas, where too little was answered."""

    exposure: float | None
    readiness: float | None
    areas: Mapping[str, float]


class Standing(Protocol):
    @property
    def value(self) -> float | None: ...

    @property
    def published(self) -> bool: ...


class Area(Standing, Protocol):
    @property
    def id(self) -> str: ...


class Told(Protocol):
    """A report, as far as figures go."""

    @property
    def exposure(self) -> Standing: ...

    @property
    def readiness(self) -> Standing: ...

    @property
    def areas(self) -> "tuple[Area, ...]": ...


def written(report: Told) -> str:
    """The standings of a report as JSON."""
    areas = {area.id: _shown(area) for area in report.areas}
    axes = {"exposure": _shown(report.exposure), "readiness": _shown(report.readiness)}
    return json.dumps(axes | {"areas": {id_: value for id_, value in areas.items() if value is not None}})


def read(standing: str | None, report: str | None) -> Standings:
    """Those kept beside a report; or from the report itself, where an older version of the code kept it."""
    if standing is not None:
        return Standings(**json.loads(standing))
    told = json.loads(report or "{}")
    areas = {area["id"]: value for area in told["areas"] if (value := _of(area)) is not None}
    return Standings(_of(told["exposure"]), _of(told["readiness"]), areas)


def _shown(one: Standing) -> float | None:
    return one.value if one.published else None


def _of(one: Mapping[str, Any]) -> float | None:
    return one["value"] if one["published"] else None
