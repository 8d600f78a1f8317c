"""Learn from the outcomes that companies told, and print how the model did. Changes no list: an operator
turns the model on, at the desk."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import opening

NAME = "learn"
HELP = "learn from the outcomes that companies told, and print how the model did"


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> Iterator[str]:
    from assessment.services.offering import learning  # brings numpy and scipy, which only this command needs

    card = learning.train(opening.existing(config.load()), now=clock.now()).card
    yield f"{card.decisions} decisions of {card.companies} companies; gate: {card.gate}"
    for name, found in (("in force", card.comparison), ("experts", card.with_experts)):
        yield f"pairs in the right order, {name}: {found.before:.3f}, with this model: {found.after:.3f}"
