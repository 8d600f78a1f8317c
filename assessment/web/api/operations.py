"""All that the interface can do, as one table: addresses, the OpenAPI document and its page come from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import BaseModel

from assessment.errors import (
    InterfaceUnavailable,
    NoSuchCampaign,
    RepeatedOtherwise,
    StillAtWork,
    TokenRefused,
    TooManyRequests,
)
from assessment.services.policy import Action, Reason, Scope
from assessment.web.api.bodies import (
    FiguresAsked,
    FiguresGiven,
    Nothing,
    PageAsked,
    ReferralGiven,
    ReferralPage,
    RunAsked,
    RunLink,
    SharedDetail,
    SharedPage,
    StatusAsked,
)
from assessment.web.api.problems import (
    PROBLEMS,
    Invalid,
    KeyMissing,
    NotJson,
    Problem,
    StepNotPossible,
)
from assessment.web.i18n import marked as _

Key = type[Exception] | int | str
ALWAYS: tuple[Key, ...] = (400, TokenRefused, Reason.SCOPE_NEEDED, 403, Invalid, TooManyRequests)
ALWAYS += (500, InterfaceUnavailable)
WRITING: tuple[Key, ...] = (NotJson, KeyMissing, RepeatedOtherwise, StillAtWork, 413, 415)


class Field(NamedTuple):
    name: str
    needed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to do. `path` as Flask writes it; `may` are its own problems beside those of all."""

    method: str
    path: str
    action: Action
    scope: Scope
    title: str
    text: str
    answer: type[BaseModel]
    status: int = 200
    query: type[BaseModel] = Nothing
    body: type[BaseModel] | None = None
    may: tuple[Key, ...] = ()

    @property
    def writes(self) -> bool:
        return self.body is not None

    @property
    def shown_path(self) -> str:
        """As OpenAPI writes it: `/results/{id}`."""
        return self.path.replace("<uuid:", "{").replace(">", "}")

    @property
    def own_problems(self) -> tuple[Problem, ...]:
        """Those that not every operation has."""
        return tuple(PROBLEMS[key] for key in self.may)

    @staticmethod
    def fields_of(model: type[BaseModel] | None) -> list[Field]:
        """The fields of a body as its reader meets them."""
        fields = model.model_fields.items() if model else ()
        return [Field(name, one.is_required(), one.description or "") for name, one in fields]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """In the order of their status."""
        keys = (*ALWAYS, *(WRITING if self.writes else ()), *self.may)
        return tuple(sorted((PROBLEMS[key] for key in keys), key=lambda problem: problem.status))


OPERATIONS: Mapping[str, Operation] = {
    "start_run": Operation(
        method="POST",
        path="/runs",
        action=Action.START_FOR_MEMBER,
        scope=Scope.START_RUNS,
        title=_("Einen Check für ein Mitglied anlegen"),
        text=_(
            "Sie erhalten einen Link, den Sie dem Mitglied schicken. Sie selbst erfahren durch ihn nichts: "
            "weder ob er benutzt wurde noch was geantwortet wurde. Zählt er zu einer Kampagne, so zählt "
            "diese den Check mit."
        ),
        answer=RunLink,
        status=201,
        body=RunAsked,
        may=(NoSuchCampaign,),
    ),
    "list_shared": Operation(
        method="GET",
        path="/results",
        action=Action.READ_SHARED,
        scope=Scope.READ_RESULTS,
        title=_("Betriebe auflisten, die Ihnen etwas zeigen"),
        text=_("Nur wer zugestimmt hat, und nur solange. Alle anderen erscheinen hier nicht."),
        answer=SharedPage,
        query=PageAsked,
    ),
    "read_shared": Operation(
        method="GET",
        path="/results/<uuid:id>",
        action=Action.READ_SHARED,
        scope=Scope.READ_RESULTS,
        title=_("Lesen, was ein Betrieb zeigt"),
        text=_(
            "Genau die Angaben, denen er zugestimmt hat. Nimmt er sie zurück, gibt es sie hier nicht mehr."
        ),
        answer=SharedDetail,
        may=(404,),
    ),
    "list_referrals": Operation(
        method="GET",
        path="/referrals",
        action=Action.PUSH_REFERRAL,
        scope=Scope.WRITE_REFERRALS,
        title=_("Vermittlungen an Sie auflisten"),
        text=_(
            "Wie sie stehen und was Sie als Nächstes melden können. Wer der Betrieb ist, steht hier nicht: "
            "Das lesen Ihre Leute über den Link in ihrer E-Mail."
        ),
        answer=ReferralPage,
        query=PageAsked,
    ),
    "report_status": Operation(
        method="POST",
        path="/referrals/<uuid:id>/status",
        action=Action.PUSH_REFERRAL,
        scope=Scope.WRITE_REFERRALS,
        title=_("Melden, wie eine Vermittlung steht"),
        text=_("Betrieb und Kammer sehen es in ihrem Verlauf. Steht sie schon so, geschieht nichts."),
        answer=ReferralGiven,
        body=StatusAsked,
        may=(404, StepNotPossible),
    ),
    "read_figures": Operation(
        method="GET",
        path="/figures",
        action=Action.READ_FIGURES,
        scope=Scope.READ_FIGURES,
        title=_("Zahlen über viele Betriebe lesen"),
        text=_(
            "Dieselben Zahlen wie auf der Seite „Zahlen“. Sie werden am Ende jedes Vierteljahrs festgehalten "
            "und danach nicht mehr geändert; was weniger als fünf Betriebe betrifft, steht nicht darin."
        ),
        answer=FiguresGiven,
        query=FiguresAsked,
        may=(404,),
    ),
}
"""By the name of its view."""
