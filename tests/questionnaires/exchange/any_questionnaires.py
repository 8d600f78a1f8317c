"""Random whole questionnaires that use every kind of question, option, rule, node and part of the head."""

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from questionnaires import lint
from questionnaires.conditions import Range
from questionnaires.definition import Head, Need, Questionnaire, Section
from questionnaires.library import SectionFile
from questionnaires.text import Text

NEEDS = tuple(Need(id=id_, area="work", title=Text(de=id_, en=id_)) for id_ in ("skills", "money"))
Plain = dict[str, Any]

# --- parts -------------------------------------------------------------------------------------

SPECIAL = st.sampled_from(
    [
        "=1+1",
        "+49",
        "-x",
        "@a",
        "'",
        '"a"',
        "a\nb",
        "{a: b}",
        "#c",
        "ä“–",
        "a, b",
        "x = y",
        "2/3",
        "🚗",
        "_x0041_",
    ]
)
LETTERS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=8)
WORDS = (SPECIAL | LETTERS).map(str.strip).filter(lambda word: word and "x005F_" not in word)
TEXTS = st.fixed_dictionaries({"de": WORDS, "en": WORDS})
NUMBERS = st.integers(-3, 9) | st.sampled_from([0.5, 1 / 3, 0.1 + 0.2, 1e-7, 2.5])
WEIGHTS = st.sampled_from([1, 2, 0.5, 1 / 3])
CHECKS = st.sampled_from(["short", "full"])
CODES = st.sampled_from(["a", "b,c", "25.5", " d ", 'e"', "-"])


def ranges() -> st.SearchStrategy[list[float]]:
    return st.tuples(NUMBERS, NUMBERS).filter(lambda b: b[1] - b[0] > 0.01).map(list)


def some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Plain]:
    """Any of these parts, or none of them."""
    return st.fixed_dictionaries({}, optional=parts)


FACTS = (
    st.lists(CODES, max_size=3, unique=True)
    | st.lists(CODES, min_size=1, max_size=2, unique=True).map(lambda codes: {"all": codes})
    | ranges().map(lambda bounds: {"min": bounds[0], "max": bounds[1]})
    | NUMBERS.map(lambda number: {"min": number, "max": None})
)


@st.composite
def options(draw: st.DrawFn, *, scored: bool, single: bool = True) -> list[Plain]:
    ids = draw(
        st.lists(
            st.sampled_from(["0", "1", "2", "a-b", "1-9", "c+", "10-49"]), min_size=2, max_size=4, unique=True
        )
    )
    given: list[Plain] = [{"id": id_, "text": draw(TEXTS)} for id_ in ids]
    if scored:
        given = [option | {"value": number} for number, option in enumerate(given)]
    if single and not scored and draw(st.booleans()):
        given = [option | {"fact": draw(FACTS)} for option in given]
    if draw(st.booleans()):
        given.append({"id": "x", "text": draw(TEXTS), "kind": draw(st.sampled_from(["none", "dont_know"]))})
    if not single and draw(st.booleans()):
        given[0]["alone"] = True
    if draw(st.booleans()):
        given[0] |= draw(some(actions=st.just(["act"]), caps=st.just({"root": 0.5})))
    return given


@st.composite
def reasons(draw: st.DrawFn) -> list[Plain]:
    ids = draw(st.lists(st.sampled_from(["r1", "r2"]), max_size=2, unique=True))
    return [{"id": id_, "text": draw(TEXTS)} for id_ in ids]


REASONS = reasons()
COMMON = some(
    check=CHECKS,
    text=TEXTS,
    why=TEXTS,
    hint=TEXTS,
    views=st.sampled_from([[], ["works_council"], ["management", "works_council"]]),
    needs=st.sampled_from([[], ["skills"], ["money", "skills"]]),
    weight=WEIGHTS,
    effort=st.integers(1, 3),
    dont_know=TEXTS,
    not_applicable=REASONS,
    group=st.just("g"),
)


@st.composite
def questions(draw: st.DrawFn, id_: str, shared: bool) -> Plain:
    """One entry of a section: a question, a matrix or a rated item."""
    kind = draw(st.sampled_from(["single", "several", "number", "text", "matrix", "rated"]))
    entry: Plain = {"id": id_, "title": draw(TEXTS)} | draw(COMMON)
    if kind != "single" or draw(st.booleans()):
        entry["kind"] = kind
    if kind not in {"matrix", "rated"}:
        entry |= draw(some(fact=st.just(f"fact_{id_}")))
    if kind == "number":
        scored = draw(st.booleans())
        low, high = [0, draw(st.sampled_from([1, 2.5, 3000]))] if scored else draw(ranges())
        steps = [{"from": low, "value": 0}, {"above": (low + high) / 2, "value": 1}]
        entry |= {"limits": [low, high]} | ({} if scored else {"scored": False})
        return entry | draw(some(unit=TEXTS, steps=st.just(steps), range=st.just([-5, 20])))
    if kind == "text":
        return entry
    scored = kind in {"matrix", "rated"} or draw(st.booleans())
    entry |= draw(some(target=st.sampled_from([1, 1 / 3]))) if scored else {}
    entry |= draw(_answers(kind, scored=scored, shared=shared))
    if kind == "matrix":
        parts = some(text=TEXTS, hint=TEXTS, weight=WEIGHTS, needs=st.just([]), not_applicable=REASONS)
        rows = draw(st.integers(1, 3))
        entry["rows"] = [{"id": f"{id_}-{n}", "title": draw(TEXTS)} | draw(parts) for n in range(rows)]
    if kind == "rated":
        entry["ratings"] = [
            {"id": r, "title": draw(TEXTS)} | draw(some(weight=WEIGHTS)) for r in ("doc", "1.st")
        ]
    return entry | (draw(_joined()) if kind in {"matrix", "rated"} else {})


def _joined() -> st.SearchStrategy[Plain]:
    rounding = st.fixed_dictionaries({"mode": st.just("truncate")}, optional={"digits": st.integers(0, 3)})
    return some(aggregate=st.sampled_from(["sum", "min", "mean"]), rounding=rounding)


def _answers(kind: str, *, scored: bool, shared: bool) -> st.SearchStrategy[Plain]:
    own = options(scored=scored, single=kind != "several").map(lambda given: {"options": given})
    ways: list[st.SearchStrategy[Plain]] = [own]
    if scored and shared:
        ways.append(st.builds(lambda: {"options": "common"}))
    if scored and kind != "several":
        ways.append(st.lists(TEXTS, min_size=2, max_size=5).map(lambda levels: {"levels": levels}))
    return st.one_of(ways)


# --- rules -------------------------------------------------------------------------------------


def rules(sources: list[Any]) -> st.SearchStrategy[Any]:
    """Rules about questions that were asked before."""
    return st.recursive(
        st.one_of([_comparisons(source) for source in sources]),
        lambda parts: (
            parts.map(lambda part: {"not": part})
            | st.lists(parts, min_size=1, max_size=3).map(lambda all_: {"all": all_})
            | st.lists(parts, min_size=1, max_size=3).map(lambda any_: {"any": any_})
        ),
        max_leaves=4,
    )


def _comparable(question: Any) -> bool:
    """Whether rules can learn numbers or codes from it, and not both."""
    kinds = {isinstance(fact, Range) for fact in question.facts if fact}
    codes = {code for fact in question.facts for code in getattr(fact, "codes", ())}
    return len(kinds) == 1 and (True in kinds or bool(codes))


def _comparisons(source: Any) -> st.SearchStrategy[Any]:
    name = st.sampled_from([source.id, source.fact_name or source.id])
    if any(isinstance(fact, Range) for fact in source.facts):
        return st.builds(
            lambda n, o, x: {"fact": n, o: x}, name, st.sampled_from(["at_least", "at_most"]), NUMBERS
        )
    codes = sorted({code for fact in source.facts if fact for code in getattr(fact, "codes", ())})
    code = st.sampled_from(codes)
    several = st.lists(code, min_size=1, max_size=3)
    listed = st.builds(
        lambda n, o, x: {"fact": n, o: x}, name, st.sampled_from(["in", "not_in", "under"]), several
    )
    return st.builds(lambda n, x: {"fact": n, "is": x}, name, code) | listed


# --- wholes ------------------------------------------------------------------------------------


@st.composite
def sections(draw: st.DrawFn, lists: Plain) -> list[Plain]:
    """One to three pages; later ones may depend on earlier ones."""
    written: list[Plain] = []
    shapes = st.sampled_from(["q{}", "1{}", "Q+{}", "a.b-{}"])
    facts: list[Any] = []
    for page in range(draw(st.integers(1, 3))):
        ids = [draw(shapes).format(f"{page}{n}") for n in range(draw(st.integers(1, 3)))]
        entries = [draw(questions(id_, bool(lists))) for id_ in ids]
        for entry in entries if facts else ():
            if draw(st.booleans()):
                entry["ask_if"] = draw(rules(facts))
        section = {"id": draw(st.sampled_from([f"page{page}", ids[0]])), "title": draw(TEXTS)} | draw(
            some(intro=TEXTS)
        )
        written.append(section | {"questions": entries})
        made = Section.model_validate(written[-1], context={"lists": lists})
        facts += [question for question in made.questions if _comparable(question)]
    return written


POLICIES = st.sampled_from(["exclude", "exclude_by_coverage", "zero", "target", "fail"])
ROUNDINGS = st.fixed_dictionaries(
    {"mode": st.sampled_from(["half_away", "half_even"])}, optional={"digits": st.just(2)}
)


@st.composite
def trees(draw: st.DrawFn, scored: list[str], *, scaled: bool) -> list[Plain]:
    """A root with everything scored below it, some of it in a node of its own."""
    parts = some(
        short=TEXTS,
        scale=st.just("ladder"),
        missing=POLICIES,
        not_applicable=POLICIES,
        hidden=POLICIES,
        rounding=ROUNDINGS,
        weight=WEIGHTS,
    )
    parts = parts if scaled else parts.map(lambda given: {k: v for k, v in given.items() if k != "scale"})
    bounded = some(target=st.just(1 / 3), range=st.just([0, 1]))
    cut = draw(st.integers(0, len(scored) - 1))
    aggregates = st.sampled_from(["mean", "sum", "min", "leaf_mean", "units"])
    inner = (
        {
            "id": "inner",
            "title": draw(TEXTS),
            "children": scored[cut:],
            "aggregate": draw(aggregates),
        }
        | draw(parts)
        | draw(bounded)
    )
    root: Plain = {"id": "root", "title": draw(TEXTS), "children": [*scored[:cut], inner]} | draw(parts)
    if draw(st.booleans()):
        stages = {"aggregate": "staged", "reach": 0.5, "children": [inner | {"stage": 1}]}
        root["children"] = [
            *scored[:cut],
            {"id": "staged", "title": draw(TEXTS)} | stages | draw(some(hold=st.just(0.25))),
        ]
    if "scale" in root and draw(st.booleans()):
        gates = [
            {"level": 1, "not_applicable_at_most": 2},
            {"level": 1, "nodes": ["inner"], "at_least": 1 / 3},
        ]
        root["gates"] = gates[: draw(st.integers(1, 2))]
    return [root]


@st.composite
def heads(draw: st.DrawFn) -> Plain:
    """All but the files and the tree."""
    given = {"id": "any", "version": "1.0", "title": draw(TEXTS), "licence": draw(WORDS)}
    texts = {name: draw(TEXTS) for name in ("dont_know", "not_applicable")}
    checks = [{"id": id_, "title": draw(TEXTS), "minutes": n} for n, id_ in enumerate(("short", "full"), 1)]
    shares = st.sampled_from([2 / 3, 0.5, 1, 0, 0.75, 1 / 7, 0.1234567890123456])
    policy = {name: draw(shares) for name in ("min_coverage", "not_applicable_flag", "target")} | {
        "min_answers": 2
    }
    levels = [draw(TEXTS) for _ in range(3)]
    scale = {"thresholds": [1 / 3, 0.75], "levels": levels} | draw(some(strict=st.just(True)))
    action = {"id": "act", "title": draw(TEXTS)} | draw(some(effort=st.just(3), needs=st.just(["skills"])))
    later = {"id": "later", "title": draw(TEXTS), "after": ["act"]}
    follows = {"version": draw(WORDS)} | draw(
        some(
            ask_again=st.just(["Q1", "Q2"]),
            mapped=st.just(
                [
                    {"question": "q", "was": "p", "options": {"a = b": " c", "1": "2"}},
                    {"question": "r", "was": "s"},
                ]
            ),
        )
    )
    cards = {
        name: {"title": draw(TEXTS), "text": draw(TEXTS)}
        for name in ("act_now", "secure", "watch", "build_on")
    }
    optional = some(
        notice=TEXTS,
        scales=st.just(
            {"ladder": scale, "two words": {"range": [0, 100], "thresholds": [], "levels": levels[:1]}}
        ),
        lists=st.fixed_dictionaries({"common": options(scored=True)}, optional={"empty": st.just([])}),
        profiles=st.just(
            [
                {"id": "p", "title": draw(TEXTS), "targets": {"root": 0.5}},
                {"id": "n", "title": draw(TEXTS), "targets": {}},
            ]
        ),
        follows=st.just(follows),
        fields=st.just({"cut": {"exposure": 0.5, "readiness": 1 / 3}} | cards),
    )
    return given | texts | {"checks": checks, "policy": policy, "actions": [action, later]} | draw(optional)


@st.composite
def any_questionnaires(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire that the lint has nothing to object to, most of the time."""
    head = draw(heads())
    lists = head.get("lists", {})
    written = draw(sections(lists))
    last = {"id": "extra", "title": draw(TEXTS), "levels": [draw(TEXTS), draw(TEXTS)]}
    written[-1]["questions"].append(last)
    pages = SectionFile.model_validate({"sections": written}, context={"lists": lists}).sections
    scored = [
        entry.id for section in pages for entry in section.entries if entry.scored and entry.id != "extra"
    ]
    tree = draw(trees(scored, scaled="scales" in head)) if scored else []
    if "fields" in head:
        assume(scored)
        tree = [{"id": "exposure", "title": draw(TEXTS), "children": tree}]
        tree.append({"id": "readiness", "title": draw(TEXTS), "children": ["extra"]})
    else:
        tree.append({"id": "other" if scored else "root", "title": draw(TEXTS), "children": ["extra"]})
    head |= {"files": draw(_files([section.id for section in pages])), "tree": tree}
    return Questionnaire.model_construct(**dict(Head.model_validate(head)), sections=pages, needs=NEEDS)


def _files(sections: list[str]) -> st.SearchStrategy[list[str]]:
    return st.sampled_from(
        [["all.yaml"], ["a.yaml", "page1.yaml"], [f"{n}.yaml" for n, _ in enumerate(sections)]]
    )


ANY = any_questionnaires().filter(lambda questionnaire: not lint.findings(questionnaire))
