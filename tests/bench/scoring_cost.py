"""What scoring costs: `python -m tests.bench.scoring_cost`, in milliseconds of processor time on one core.

One run of the full check routed, scored and explained; the goal is less than 3 ms. Then 100,000 runs of the
same version scored at once, by turns with a sample of them one by one; the goal is at least 50 times faster.
The factor is the median over the rounds, once from columns and once with making the columns of the answers.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from statistics import median

from questionnaires import library
from questionnaires.answers import Answer, Answers
from questionnaires.definition import Questionnaire
from questionnaires.explain import explain
from questionnaires.routing import route
from questionnaires.scoring import bulk, score
from tests.bench.measuring import peak, timed

SEED = 20260101
CHECK = "full"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--sample", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    readiness = library.released("readiness", "1.0")
    runs = Runs(readiness)
    one_run(readiness, runs.first(300))
    many_runs(readiness, runs, options.runs, options.sample, options.rounds)
    return 0


class Runs:
    """Full runs: any option or don’t know at every question. The same ones whenever they are asked for."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.choices = {
            question.id: [*(Answer(option.id) for option in question.options), Answer("dont_know")]
            for question in questionnaire.question.values()
        }

    def first(self, number: int) -> list[Answers]:
        return list(self.one_by_one(number))

    def one_by_one(self, number: int) -> Iterator[Answers]:
        random = Random(SEED)
        for _ in range(number):
            yield {id_: choices[int(random.random() * len(choices))] for id_, choices in self.choices.items()}


def one_run(questionnaire: Questionnaire, runs: Sequence[Answers]) -> None:
    steps: dict[str, list[float]] = {"route": [], "score": [], "explain": []}
    for answers in runs:
        routing, path = timed(partial(route, questionnaire, answers, CHECK))
        scoring, card = timed(partial(score, questionnaire, path))
        explaining, _ = timed(partial(explain, questionnaire, path, card))
        for name, took in zip(steps, (routing, scoring, explaining), strict=True):
            steps[name].append(took)
    each = ", ".join(f"{name} {1000 * median(took):.2f}" for name, took in steps.items())
    whole = 1000 * median(map(sum, zip(*steps.values(), strict=True)))
    print(f"one run: {whole:.2f} ms ({each}), goal < 3")


def many_runs(questionnaire: Questionnaire, runs: Runs, number: int, size: int, rounds: int) -> None:
    sample, memory = runs.first(size), peak()
    making, columns = timed(lambda: bulk.Answered.of(questionnaire, runs.one_by_one(number)))
    making -= timed(lambda: sum(1 for _ in runs.one_by_one(number)))[0]
    factors, singles, together = [], [], []
    for turn in range(rounds):
        part = sample[turn::rounds]
        alone, _ = timed(partial(singly, questionnaire, part))
        singles.append(alone / len(part))
        took, _ = timed(partial(bulk.rescore, questionnaire, columns, CHECK))
        together.append(took)
        factors.append(singles[-1] * number / took)
    whole = median(one * number / (took + making) for one, took in zip(singles, together, strict=True))
    print(f"one by one: {1e6 * median(singles):.0f} us a run, {size} of {number} runs in {rounds} rounds")
    print(
        f"at once:    {1e6 * median(together) / number:.1f} us a run from columns, {median(factors):.0f} "
        f"times faster ({min(factors):.0f} to {max(factors):.0f}), goal >= 50"
    )
    print(
        f"with columns made of answers: {1e6 * making / number:.1f} us more a run, {whole:.0f} times faster"
    )
    print(f"peak memory: {peak():.0f} MB, of which {peak() - memory:.0f} MB for columns and table")


def singly(questionnaire: Questionnaire, runs: Sequence[Answers]) -> None:
    for answers in runs:
        score(questionnaire, route(questionnaire, answers, CHECK))


if __name__ == "__main__":
    sys.exit(main())
