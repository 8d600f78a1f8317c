"""Verdicts and scores of very many companies and offers at once: for long lists, and for studies.

The conditions of all offers become one circuit of comparisons, the facts of companies become columns; truth
and scores are then computed for all pairs together. The verdicts are those of `eligibility.judge`, the
numbers those of `relevance.rate` to the last bit: what depends on one fact is asked of the same functions,
what is computed per pair adds and divides in the same order. Reasons are given for what is shown.

Nothing else in `matching` imports this package: a list of a hundred offers is made without it.

    >>> from matching import bulk, catalogue
    >>> index = bulk.Index(catalogue.released(), today)
    >>> bulk.best(index, profiles, number=20).offers
    >>> bulk.shown(index, profile).first
"""

from matching.bulk.best import Best, best
from matching.bulk.index import Index
from matching.bulk.showing import Shown, shown
from matching.bulk.table import Table, rate

__all__ = ["Best", "Index", "Shown", "Table", "best", "rate", "shown"]
