"""Surveys of LimeSurvey: what is taken over, what is refused by line, and that nothing else can happen."""

from pathlib import Path

import pytest

from questionnaires import library
from questionnaires.conditions import plain as written_rule
from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import Constant
from questionnaires.exchange import limesurvey, writing
from questionnaires.exchange.limesurvey import survey, table
from questionnaires.exchange.limesurvey.kinds import Compared
from questionnaires.exchange.limesurvey.relevance import Known, Untranslatable, rule
from questionnaires.exchange.limesurvey.wording import plain
from questionnaires.exchange.limesurvey.wording import short as cut
from questionnaires.library.source import ContentError
from tests.questionnaires.exchange.surveys import FIXTURES, HEAD, points, way


@pytest.fixture(scope="module")
def works() -> Questionnaire:
    return limesurvey.read(FIXTURES / "works.txt")


@pytest.fixture(scope="module")
def short() -> Questionnaire:
    return limesurvey.read(FIXTURES / "short.txt")


# --- what is taken over ------------------------------------------------------------------------


def test_title_and_id_are_those_of_the_survey(works: Questionnaire, short: Questionnaire) -> None:
    assert (works.id, works.version) == ("limesurvey_472913", "1.0")
    assert works.title.de == "Reifegrad der Musterfertigung"
    assert works.title.en == "Maturity of the sample works"
    assert short.id == "short"
    assert limesurvey.read(FIXTURES / "short.txt", id="mine").id == "mine"


def test_every_type_has_its_kind(works: Questionnaire) -> None:
    kinds = {entry.id: entry.kind for section in works.sections for entry in section.entries}
    assert kinds == {
        "Rolle": "single", "Leute": "number", "Rat": "single", "Daten": "single", "Nutzen": "several",
        "Warum": "text", "Stand": "matrix", "Sicht.0": "matrix", "Sicht.1": "matrix", "Urteil": "single",
        "Themen": "matrix", "Wort": "text",
    }  # fmt: skip


def test_texts_are_plain_and_stand_in_both_languages(works: Questionnaire) -> None:
    section = works.section["the_company"]
    assert section.intro is not None
    assert (section.intro.de, section.intro.en) == (
        "Zuerst zu Ihrem Betrieb.",
        "First about your company.",
    )
    option = works.question["Daten"].option["A2"]
    assert (option.text.de, option.text.en) == ("In Tabellen von Hand", "In spreadsheets, by hand")


def test_a_missing_language_is_replaced_and_told(works: Questionnaire, short: Questionnaire) -> None:
    assert short.question["Q1"].text.en == "Habt ihr einen Plan?"
    assert short.notice is not None
    assert "Where English texts were missing, the German ones stand" in short.notice.en
    assert works.notice is not None
    assert "fehlten" not in works.notice.de


def test_what_is_left_out_is_told(works: Questionnaire) -> None:
    assert works.notice is not None
    assert works.notice.de.endswith("Weggelassene Textfelder: Willkommen.")


def test_assessment_values_become_points_and_codes_stay_what_rules_read(works: Questionnaire) -> None:
    question = works.question["Daten"]
    assert {option.id: option.value for option in question.options} == {"A1": 0, "A2": 2, "A3": 5}
    assert question.range == (0, 5)
    assert works.question["Stand_SQ001"].range == (0, 3)
    assert written_rule(works.question["Nutzen"].ask_if) == {  # type: ignore[arg-type]
        "any": [{"fact": "Daten", "is": "A2"}, {"fact": "Daten", "is": "A3"}]
    }


def test_ticks_are_worth_the_value_of_their_question_and_other_nothing(works: Questionnaire) -> None:
    options = works.question["Nutzen"].option
    assert {id_: option.value for id_, option in options.items()} == {
        "SQ001": 2, "SQ002": 2, "SQ003": 2, "other": 0,
    }  # fmt: skip
    assert options["SQ003"].alone


def test_a_dual_scale_becomes_two_matrices(works: Questionnaire) -> None:
    assert works.question["Sicht_SQ001_0"].text.en == "Training – Important"
    assert works.question["Sicht_SQ001_1"].range == (-1, 4)
    assert not works.question["Sicht_SQ001_0"].scored


def test_a_group_is_split_where_a_question_reads_one_of_the_same_group(works: Questionnaire) -> None:
    titles = [section.title.de for section in works.sections]
    assert titles[:3] == ["Der Betrieb", "Der Betrieb (2)", "Abläufe"]


def test_only_groups_with_values_are_scored(works: Questionnaire) -> None:
    (root,) = works.tree
    assert (root.aggregate, root.missing) == ("sum", Constant(constant=0))
    assert [child.id for child in root.children if not isinstance(child, str)] == ["processes"]
    assert works.node["processes"].children == ("Daten", "Nutzen", works.node["Stand"], works.node["Sicht.1"])


def test_points_are_the_sum_of_values_per_group_and_in_total(works: Questionnaire) -> None:
    given = {"Daten": "A3", "Nutzen": ["SQ001", "SQ002"], "Stand_SQ001": "3", "Stand_SQ002": "1"}
    found = points(works, **given, Sicht_SQ001_1="1")
    assert (found["Nutzen"], found["Stand"], found["Sicht.1"]) == (4, 4, -1)
    assert found["processes"] == found["total"] == pytest.approx(5 + 4 + 4 - 1)


def test_an_open_answer_has_no_points(works: Questionnaire) -> None:
    assert points(works, Daten="A2", Stand_SQ001="3")["total"] == pytest.approx(2 + 3)


def test_an_open_answer_has_no_points_even_if_every_answer_has_some(short: Questionnaire) -> None:
    assert short.tree[0].missing == Constant(constant=0)
    assert points(short, Q2=["1"])["total"] == 0
    assert points(short, Q1="N")["total"] == 1


def test_conditions_lead_to_questions(works: Questionnaire) -> None:
    assert {"Nutzen", "Warum", "Urteil"} <= set(way(works, Daten="A1").hidden)
    path = way(works, Rolle="PL", Leute=5, Daten="A3", Nutzen=["SQ002"], Stand_SQ001="1")
    assert set(path.hidden) == {"Sicht_SQ001_0", "Sicht_SQ001_1"}


def test_a_condition_of_a_group_holds_for_all_its_questions(works: Questionnaire) -> None:
    rules = [written_rule(works.question[id_].ask_if) for id_ in ("Urteil", "Wort")]  # type: ignore[arg-type]
    assert rules == [{"fact": "Daten", "is": "A3"}] * 2


def test_questions_may_be_called_by_their_numbers(short: Questionnaire) -> None:
    read = {id_: question.ask_if for id_, question in short.question.items() if question.ask_if}
    assert {id_: written_rule(found) for id_, found in read.items()} == {
        "Q2": {"fact": "Q1", "is": "J"},
        "Q3_1": {"all": [{"fact": "Q1", "is": "J"}, {"fact": "Q2", "is": "1"}]},
    }


@pytest.mark.parametrize("name", ["works", "short"])
def test_it_can_be_written_as_the_files_of_an_author(tmp_path: Path, name: str) -> None:
    taken_over = limesurvey.read(FIXTURES / f"{name}.txt")
    writing.write(taken_over, tmp_path / name)
    loaded = library.load(tmp_path / name)
    assert loaded.model_copy(update={"needs": ()}) == taken_over


def test_groups_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    second = [line.replace("Q1", "Q2") for line in SMALL[2:]]
    file = tmp_path / "survey.txt"
    file.write_text("\n".join([*SMALL, *second]), encoding="utf-8")
    found = limesurvey.read(file)
    assert [section.id for section in found.sections] == ["gruppe", "gruppe_2"]
    assert points(found, Q1="A1", Q2="A1") == {
        "total": 2, "gruppe": 1, "Q1": 1, "gruppe_2": 1, "Q2": 1,
    }  # fmt: skip


def test_so_many_questions_are_not_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "MOST_QUESTIONS", 1)
    file = small(tmp_path, (7, "Q\tT\tQ2\t1\tNoch etwas?\tde"))
    with pytest.raises(ContentError, match=r":7: expected at most 1 questions"):
        limesurvey.read(file)


# --- conditions --------------------------------------------------------------------------------

KNOWN = Known(
    {
        "Q1": Compared("Q1", "codes", ("A1", "A2")),
        "Q6": Compared("Q6", "codes", ("A1", "other")),
        "Q2": Compared("Q2", "codes", ("1", "2", "3")),
        "Q3_SQ1": Compared("Q3", "tick", ("SQ1",)),
        "Q4": Compared("Q4", "number"),
        "Q5": Compared("Q5", "text"),
    },
    {"Q2": {"fact": "Q1", "is": "A1"}, "Q3": {"fact": "Q1", "is": "A2"}},
    {"71": "Q1", "7": "Q3"},
)
Q1, Q4 = {"fact": "Q1", "is": "A1"}, {"fact": "Q4", "at_least": 3.0}
AT_LEAST_5 = {"fact": "Q4", "at_least": 5.0}


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        ("", None),
        ("1", None),
        ('Q1.NAOK == "A1"', Q1),
        ("{Q1.NAOK}=='A1'", Q1),
        ('"A1" eq Q1', Q1),
        ('Q6 == "-oth-"', {"fact": "Q6", "is": "other"}),
        ('Q1 != "A1"', {"fact": "Q1", "not_in": ["A1"]}),
        ('(Q1 == "A1") and Q4 >= 3', {"all": [Q1, Q4]}),
        ('Q1=="A1" && Q4>=3 && Q1=="A1"', {"all": [Q1, Q4]}),
        ('Q1 == "A1" or Q4 ge 3 and !(Q4 >= 5)', {"any": [Q1, {"all": [Q4, {"not": AT_LEAST_5}]}]}),
        ("!(Q4 > 5)", {"fact": "Q4", "at_most": 5}),
        ("3 <= Q4", Q4),
        ("Q4 < 3", {"not": Q4}),
        ("Q4 == 3", {"all": [Q4, {"fact": "Q4", "at_most": 3.0}]}),
        ("Q2.NAOK >= 2", {"all": [Q1, {"fact": "Q2", "in": ["2", "3"]}]}),
        ("Q2 != 2", {"fact": "Q2", "not_in": ["2"]}),
        ('Q3_SQ1 == "Y"', {"all": [{"fact": "Q1", "is": "A2"}, {"fact": "Q3", "is": "SQ1"}]}),
        ('Q3_SQ1.NAOK == ""', {"not": {"fact": "Q3", "is": "SQ1"}}),
        ('Q3_SQ1 != "Y"', {"not": {"fact": "Q3", "is": "SQ1"}}),
        ('((123X4X71.NAOK == "A1"))', Q1),
        ('123X4X7SQ1 != ""', {"all": [{"fact": "Q1", "is": "A2"}, {"fact": "Q3", "is": "SQ1"}]}),
    ],
)  # fmt: skip
def test_an_equation_becomes_a_rule(equation: str, expected: object) -> None:
    assert rule([equation], KNOWN) == expected


@pytest.mark.parametrize(
    ("equation", "said"),
    [
        ("0", "expected a comparison such as ==, found ''"),
        ('Q1 == "A9"', "Q1 has no code 'A9'; known: A1, A2"),
        ("Q1 > 2", "expected a number, found 'A1'"),
        ("Q2 > 3", "no answer to Q2 is > 3"),
        ('Q9 == "A1"', "expected a question before this one, found 'Q9'"),
        ('Q5 == "x"', "Q5 is a text, which no rule compares"),
        ('Q3_SQ1 == "A"', """expected == "Y" for a tick of Q3, found == 'A'"""),
        ('Q1.value == "3"', "expected NAOK after the point, found 'value'"),
        ("Q1 ==", "expected a question, a code in quotes or a number, found ''"),
        ("Q1 == Q2", "expected a question compared with a code or a number"),
        ('is_empty(Q1) and Q2 == "1"', "expected a comparison such as ==, found '('"),
        ('(Q1 == "A1"', "expected a closing bracket"),
        ('Q1 == "A1" Q4 > 2', "not understood from 'Q4' on"),
        ("Q4 + 1 > 2", "not understood from '+ 1 > 2' on"),
        ("Q4 == 1e9", "expected a question compared with a code or a number"),
        ("!" * 40 + 'Q1 == "A1"', "expected at most 30 brackets within each other"),
        ("(" * 5000, "expected at most 4000 characters"),
        (" or ".join(f"Q4 > {n}" for n in range(61)), "expected at most 60 comparisons"),
    ],
)
def test_an_equation_without_a_counterpart_is_refused(equation: str, said: str) -> None:
    with pytest.raises(Untranslatable) as refused:
        rule([equation], KNOWN)
    assert said in str(refused.value)


# --- texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Eins<br />zwei</p><ul><li>drei</li></ul>", "Eins zwei drei"),
        ("a&nbsp;&lt; b &amp; c", "a < b & c"),
        ("<script>x()</script>Ja<style>p {}</style>", "Ja"),
        ("Nur <b>Wor</b>te", "Nur Worte"),
        ("<![x y", ""),
        ("</script>gut", "gut"),
    ],
)
def test_markup_is_taken_away(html: str, words: str) -> None:
    assert plain(html) == words


@pytest.mark.parametrize(
    ("words", "title"),
    [("kurz", "kurz"), ("wort " * 17, "wort " * 15 + "…"), ("x" * 90, "x" * 78 + " …")],
)
def test_a_long_question_has_a_shorter_title(words: str, title: str) -> None:
    assert cut(words) == title
    assert len(title) <= 80


# --- refusals ----------------------------------------------------------------------------------

SMALL = [
    HEAD,
    "S\t\tlanguage\t\tde",
    "G\t\tGruppe\t\t\tde",
    "Q\tL\tQ1\t1\tFrage?\tde",
    "A\t0\tA1\t\tJa\tde\t1",
    "A\t0\tA2\t\tNein\tde\t0",
]
Spoilt = tuple[int, str]


def small(folder: Path, *changes: Spoilt) -> Path:
    """The smallest survey, with other words on some lines (counted from 1)."""
    lines = [*SMALL, "", "", ""]
    for line, words in changes:
        lines[line - 1] = words
    file = folder / "survey.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_the_smallest_survey_is_taken_over(tmp_path: Path) -> None:
    found = limesurvey.read(small(tmp_path))
    assert (found.id, list(found.question), found.tree[0].missing) == ("survey", ["Q1"], "zero")


@pytest.mark.parametrize(
    ("changes", "line", "said"),
    [
        ([(1, "a\tb")], 1, "LimeSurvey exported as .txt: no column class, name, text"),
        ([(3, "Z\t\tx")], 3, "QTAM, QTALS, C as class, found 'Z'"),
        ([(3, "")], 4, "expected a group (class G) above this question"),
        ([(4, "")], 5, "expected a question above this row of class A"),
        ([(4, ""), (5, ""), (6, "")], 1, "expected at least one question (class Q)"),
        ([(4, "Q\tR\tQ1\t1\tRang?\tde")], 4, "found 'R'"),
        ([(4, "Q\tL\t\t1\tFrage?\tde")], 4, "expected a code as name"),
        ([(7, "Q\tT\tQ1\t1\tFrage?\tde")], 7, "expected Q1 once in the language de"),
        ([(7, "G\t\tZwei\t\t\tde"), (8, "Q\tT\tQ1\t1\tFrage?\tde")], 8, "expected the question code Q1 once"),
        ([(4, "Q\tL\tQ1\tQ2 == 1\tFrage?\tde")], 4, "Q1: condition not taken over: expected a question"),
        ([(4, "Q\tL\tQ1\t1\tHallo {TOKEN:NAME}\tde")], 4, "expected a text without inserted answers"),
        ([(5, "A\t0\tA1\t\tJa\tde\tviel")], 5, "expected a whole number as assessment value, found 'viel'"),
        ([(5, "A\t0\tA1\t\tJa\tde\t0")], 1, "expected assessment values"),
        ([(6, "")], 4, "question Q1, options: expected a list of at least 2, found 1"),
        ([(5, "A\t0\tÄ 1\t\tJa\tde\t1")], 5, "expected letters, digits and _ + . - only (found 'Ä 1')"),
        ([(5, "A\t0\tdont_know\t\tJa\tde\t1")], 4, "dont_know"),
        ([(7, "Q\tN\tQ1x\t1\t\"Offen\tde")], 7, "not readable as a table"),
        ([(7, "Q\tM\tM1\t1\tWas?\tde"), (8, "SQ\t0\tS1\t0\tDas\tde")], 8, "no condition on a single row"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_refused_by_line(
    tmp_path: Path, changes: list[Spoilt], line: int, said: str
) -> None:
    file = small(tmp_path, *changes)
    with pytest.raises(ContentError) as refused:
        limesurvey.read(file)
    problem = refused.value.problems[0]
    assert (problem.place.file, problem.place.line) == (file, line)
    assert said in problem.message


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("min_num_value_n", "{Q0}", "expected a number as min_num_value_n, found '{Q0}'"),
        ("hidden", "1", "expected a question that is asked; Q2 is always hidden"),
        ("array_filter", "Q1", "expected no array filter"),
    ],
)
def test_settings_without_a_counterpart_are_refused(
    tmp_path: Path, column: str, value: str, said: str
) -> None:
    heading = f"{HEAD}\t{column}"
    file = small(tmp_path, (1, heading), (7, f"Q\tN\tQ2\t1\tWie viele?\tde\t\t{value}"))
    with pytest.raises(ContentError) as refused:
        limesurvey.read(file)
    assert str(refused.value) == f"{file}:7: {said}"


def test_a_dual_scale_without_headings_keeps_its_title(tmp_path: Path) -> None:
    matrix = ["Q\t1\tQ2\t1\tWie?\tde", "SQ\t0\tS\t\tDas\tde"]
    matrix += [f"A\t{scale}\t{code}\t\tJa\tde\t0" for scale in "01" for code in "AB"]
    file = tmp_path / "survey.txt"
    file.write_text("\n".join([*SMALL, *matrix]), encoding="utf-8")
    assert [group.title.de for group in limesurvey.read(file).group.values()] == ["Wie?", "Wie?"]


def test_other_languages_alone_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "survey.txt"
    file.write_text("\n".join(SMALL).replace("\tde", "\tfr"), encoding="utf-8")
    with pytest.raises(ContentError, match=r":1: expected texts in German or English, found fr"):
        limesurvey.read(file)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"class\tname\ttext\n\xff", ":2: expected UTF-8 text"), (b"", "expected at least one question")],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "survey.txt"
    file.write_bytes(content)
    with pytest.raises(ContentError, match=said):
        limesurvey.read(file)
    with pytest.raises(ContentError, match="expected this file"):
        limesurvey.read(tmp_path / "nowhere.txt")
    with pytest.raises(ContentError, match="expected this file"):
        limesurvey.read(tmp_path)


def test_a_file_that_is_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_BYTES", 10)
    with pytest.raises(ContentError, match="expected at most 0 MB"):
        limesurvey.read(small(tmp_path))
