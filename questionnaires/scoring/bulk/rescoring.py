"""All runs of one version scored: routed and computed block by block.

Units are the exception: a run with teams or sites that answered for themselves is scored by itself.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from questionnaires.definition import Questionnaire
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.bulk.capping import CapsOfAnswers
from questionnaires.scoring.bulk.cases import column, item_cases
from questionnaires.scoring.bulk.columns import ELSEWHERE, Answered
from questionnaires.scoring.bulk.nodes import Block
from questionnaires.scoring.bulk.routing import Router
from questionnaires.scoring.bulk.table import Column, Table
from questionnaires.scoring.scorecard import Score

BLOCK = 16_384
"""Runs computed at a time: few enough for their numbers to stay near the processor."""


def rescore(questionnaire: Questionnaire, answered: Answered, check: str) -> Table:
    """The scores of all runs in a check of this length, equal to those of `score` to the last bit.

    `answered` must have been made with the same questionnaire. Nothing stands in for the points of single
    answers, as `points` of `score` may.
    """
    items = {
        id_: item_cases(questionnaire.question[id_], answered.given[id_]) for id_ in _items(questionnaire)
    }
    router, caps = Router(questionnaire, answered, check), CapsOfAnswers(questionnaire, answered)
    table = Table(
        answered.runs,
        {id_: Column.empty(answered.runs) for id_ in questionnaire.node},
        {id_: np.empty_like(answered.given[id_].codes) for id_ in items},
        {id_: cases.column for id_, cases in items.items()},
    )
    for runs in _blocks(answered.runs):
        routed = router.route(runs)
        here = {id_: replace(cases, codes=routed[id_]) for id_, cases in items.items()}
        for found in Block(questionnaire, here, caps.of(routed), runs.stop - runs.start).nodes():
            table.nodes[found.id].fill(runs, found.column)
        for id_ in items:
            table.answers[id_][runs] = routed[id_]
    _score_apart(questionnaire, answered, check, table)
    return table


def _items(questionnaire: Questionnaire) -> Iterator[str]:
    """The questions of the tree."""
    for node in questionnaire.node.values():
        yield from (child for child in node.children if isinstance(child, str))


def _blocks(runs: int) -> Iterator[slice]:
    for start in range(0, runs, BLOCK):
        yield slice(start, min(start + BLOCK, runs))


def _score_apart(questionnaire: Questionnaire, answered: Answered, check: str, table: Table) -> None:
    """Puts the scores of the runs with units into the table."""
    for run, answers in answered.apart.items():
        card = score(questionnaire, route(questionnaire, answers, check))
        for id_, kept in table.nodes.items():
            found: list[Score | None] = [card.node(id_) if id_ in card else None]
            kept.fill(slice(run, run + 1), column(found))
        for id_ in questionnaire.asked_by_unit:
            table.answers[id_][run] = ELSEWHERE
