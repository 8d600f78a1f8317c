"""A chamber that invites, and companies that come by its link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from assessment import clock
from assessment.services import runs
from assessment.services.campaigns import desk, invitations, sharing
from assessment.services.campaigns.desk import Campaign
from assessment.services.campaigns.items import Item
from assessment.services.checks import results
from assessment.services.policy import Kind, Role, Staff
from assessment.services.runs import Begun
from assessment.store.database import Database
from assessment.store.sharing import ItemRow
from reports.report import Operator
from tests.assessment.house import NOW, House, told

TODAY = clock.day(NOW)
CONTACT = ItemRow(Item.CONTACT, "Änne Beispiel", "aenne@betrieb.example", "05341 12345")
ANSWERS = {"district": "03102", "employees": "50-99", "E02": "3", "T01": "0", "T08": "0", "W01": "1"}


@dataclass(frozen=True)
class Chamber:
    """A house with an officer and one campaign of a month."""

    house: House
    officer: Staff
    campaign_id: UUID

    @classmethod
    def of(
        cls,
        database: Database,
        name: str = "IHK Musterstadt",
        *,
        begins: date = TODAY,
        ends: date = TODAY + timedelta(30),
    ) -> "Chamber":
        house = House.of(database, name, Kind.CHAMBER)
        officer = house.takes_in(f"kim@{house.id.hex[:8]}.example", "Kim Muster", Role.CHAMBER_OFFICER)
        made = desk.make(
            database,
            actor=officer,
            organisation_id=house.id,
            name="Rundbrief",
            begins_on=begins,
            ends_on=ends,
        )
        return cls(house, officer, made)

    @property
    def campaign(self) -> Campaign:
        return desk.one(self.house.database, actor=self.officer, campaign_id=self.campaign_id)

    def invites(
        self, *held: Begun, another: bool = False, now: datetime = NOW, code: str | None = None
    ) -> Begun:
        """A check begins by the link, in a browser that holds the keys of these."""
        return invitations.begin(
            self.house.database,
            code=code or self.campaign.code,
            check="short",
            language="de",
            now=now,
            held=[one.run_id for one in held],
            another_company=another,
        )

    def brings(self, number: int) -> list[Begun]:
        return [self.invites() for _ in range(number)]


def finishes(database: Database, begun: Begun, *, now: datetime = NOW, **answers: str) -> None:
    given = told(ANSWERS | answers)
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=now)
    results.finish(
        database, run_id=begun.run_id, key=begun.key, goal="", operator=Operator(name="Netz"), now=now
    )


def shares(
    database: Database,
    begun: Begun,
    house: House,
    items: Collection[Item] = (),
    *,
    name: str = "Musterdreherei",
    months: int = 12,
    now: datetime = NOW,
) -> UUID:
    """The company shows these items; the id of the consent."""
    sharing.share(
        database,
        run_id=begun.run_id,
        key=begun.key,
        organisation_id=house.id,
        company_name=name,
        items=items,
        contact=CONTACT,
        months=months,
        text_version="1",
        now=now,
    )
    found = sharing.page(database, run_id=begun.run_id, key=begun.key, now=now)
    return next(one.id for one in found.shared if one.organisation_id == house.id)
