"""What visitors do at their plan, and what they read there."""

from tests.assessment.web.visitor import Visitor

ALL_NOW = "Alle 3 ersten Schritte übernehmen"


def titles(visitor: Visitor) -> list[str]:
    return [" ".join(h.text_content().split()) for h in visitor.page.xpath("//ol[@id='entries']//h3")]


def proposed(visitor: Visitor) -> list[str]:
    return [" ".join(h.text_content().split()) for h in visitor.page.xpath("//h4")]


def entry_text(visitor: Visitor, place: int = 0) -> str:
    return " ".join(visitor.page.xpath("//ol[@id='entries']/li")[place].text_content().split())


def add(visitor: Visitor, plan: str, title: str, **told: str) -> Visitor:
    visitor.open(f"/de{plan}/new").write("title", title)
    for name, value in told.items():
        visitor.choose(state=value) if name == "state" else visitor.write(name, value)
    return visitor.press("Speichern")


def edit(visitor: Visitor, place: int = 0) -> Visitor:
    return visitor.open(visitor.page.xpath("//ol[@id='entries']/li//a/@href")[place])


def at_the_same_plan(colleague: Visitor, visitor: Visitor, plan: str) -> Visitor:
    """The colleague opens the run by its code and goes to the plan."""
    run_address = plan.removesuffix("/plan")
    code = visitor.client.get(f"/de{run_address}/pause").get_data(as_text=True)
    key = code.split("/de/resume/")[1][:19]
    colleague.open(f"/de/resume/{key}")
    return colleague.open(f"/de{plan}")
