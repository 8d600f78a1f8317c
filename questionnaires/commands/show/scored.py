"""How answers are scored: the tree as a drawing, and the scales with their levels."""

from collections.abc import Iterator

from questionnaires.commands.show.page import Page
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Constant, Gate, Missing, Node, Scale

POLICIES = (("missing", "missing"), ("not_applicable", "absent"), ("hidden", "hidden"))
"""What a node decides about gaps, and what is said of it."""
Policies = tuple[Missing, ...]
BY_ITSELF: Policies = tuple(Node.model_fields[name].default for name, _ in POLICIES)


def tree(page: Page) -> Iterator[str]:
    yield from page.heading("scoring")
    yield from page.lines(page("defaults"))
    for root in page.questionnaire.roots:
        yield ""
        yield from _node(page, root, "", "", BY_ITSELF)


def _node(page: Page, node: Node, first: str, then: str, above: Policies) -> Iterator[str]:
    """A node with all below; `first` stands before its first line, `then` before all others.

    Policies are told where they differ from those `above`.
    """
    policies = _policies(node)
    said = "; ".join((_way(page, node), *_properties(page, node)))
    yield from page.lines(f"{node.id} · {page.text(node.title)}: {said}", first, f"{then}│     ")
    for remark in (*_changes(page, policies, above), *(_gate(page, gate) for gate in node.gates)):
        yield from page.lines(remark, f"{then}│  ", f"{then}│     ")
    for child in node.children:
        last = child is node.children[-1]
        branch, below = (f"{then}└─ ", f"{then}   ") if last else (f"{then}├─ ", f"{then}│  ")
        if isinstance(child, Node):
            yield from _node(page, child, branch, below, policies)
        else:
            item = _item(page, page.questionnaire.question[child])
            yield from page.lines(item, branch, f"{below}   ")


def _item(page: Page, question: Question) -> str:
    weight = f", {page('weight', page.number(question.weight))}" if question.weight != 1 else ""
    points = page("range", *map(page.number, question.range))
    return f"{question.id} · {page.text(question.title)} ({points}{weight})"


def _way(page: Page, node: Node) -> str:
    if node.aggregate == "staged":
        return page("staged", page.points(node.reach), page.points(node.hold))
    return page("profile" if node.aggregate == "none" else node.aggregate)


def _properties(page: Page, node: Node) -> Iterator[str]:
    if node.weight != 1:
        yield page("weight", page.number(node.weight))
    if node.stage:
        yield page("stage", node.stage)
    if node.range:
        yield page("range", *map(page.number, node.range))
    if node.rounding:
        yield page(node.rounding.mode, node.rounding.digits)
    if node.target is not None:
        yield page("part_target", page.points(node.target))
    if node.scale:
        yield page("on_scale", node.scale)


def _policies(node: Node) -> Policies:
    return tuple(getattr(node, name) for name, _ in POLICIES)


def _changes(page: Page, policies: Policies, above: Policies) -> Iterator[str]:
    for (_, key), policy, before in zip(POLICIES, policies, above, strict=True):
        if policy != before:
            yield page(key, _policy(page, policy))


def _policy(page: Page, policy: Missing) -> str:
    if isinstance(policy, Constant):
        return page("constant", page.points(policy.constant))
    return page("to_target" if policy == "target" else policy)


def _gate(page: Page, gate: Gate) -> str:
    if gate.not_applicable_at_most is not None:
        return page("gate_absent", gate.level, gate.not_applicable_at_most)
    key = "gate" if len(gate.keys) == 1 else "gate_each"
    return page(key, gate.level, ", ".join(gate.keys), page.points(gate.at_least or 0.0))


# --- scales ------------------------------------------------------------------------------------


def scales(page: Page) -> Iterator[str]:
    if page.questionnaire.scales:
        yield from page.heading("scales")
    for name, scale in page.questionnaire.scales.items():
        yield from page.lines(f"{_named(page, name, scale)}: {'; '.join(_levels(page, scale))}", "", "    ")


def _named(page: Page, name: str, scale: Scale) -> str:
    if scale.range == (0, 1):
        return name
    return page("of_points", name, *map(page.number, scale.range))


def _levels(page: Page, scale: Scale) -> Iterator[str]:
    numbered = [f"{number} {page.quoted(level)}" for number, level in enumerate(scale.levels)]
    yield numbered[0]
    written = page.percent if scale.range == (0, 1) else page.number
    for threshold, level in zip(scale.thresholds, numbered[1:], strict=True):
        yield page("over" if scale.strict else "from_on", written(threshold), level)
