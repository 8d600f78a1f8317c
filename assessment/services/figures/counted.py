"""What figures about many companies read of a result: kept beside it, since a whole report has 170 KB."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reports.report import Report


@dataclass(frozen=True, slots=True)
class Standings:
    """Shares of 0 to 1; None, or missing among the areas, where too little was answered."""

    exposure: float | None
    readiness: float | None
    areas: Mapping[str, float]


def of(report: Report) -> Standings:
    """What may be shown of a report."""
    areas = {area.id: value for area in report.areas if (value := area.shown) is not None}
    return Standings(report.exposure.shown, report.readiness.shown, areas)


def written(standings: Standings) -> str:
    """As JSON, which `read` reads."""
    return json.dumps(asdict(standings))


def read(standing: str | None, report: str | None) -> Standings:
    """Those kept beside a report; or from the report itself, where an older version of the code kept it."""
    if standing is not None:
        return Standings(**json.loads(standing))
    told = json.loads(report or "{}")
    areas = {area["id"]: value for area in told["areas"] if (value := _of(area)) is not None}
    return Standings(_of(told["exposure"]), _of(told["readiness"]), areas)


def _of(one: Mapping[str, Any]) -> float | None:
    return one["value"] if one["published"] else None
