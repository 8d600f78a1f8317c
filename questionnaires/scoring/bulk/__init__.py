"""The scores of very many runs of one version at once, for benchmarks, studies and trials of new rules.

Answers become columns, one small number per question and run; the tree is then computed for all runs
together. The numbers are those of `scoring.score` to the last bit: what is computed per answer is asked of
the same functions, what is computed per run adds and divides in the same order.

Nothing else imports this package: it needs numpy, which the screens do without.

    >>> from questionnaires import bulk, library
    >>> readiness = library.released("readiness")
    >>> columns = bulk.Answered.of(readiness, runs)
    >>> bulk.rescore(readiness, columns, check="full")["technology"].value
"""

from questionnaires.scoring.bulk.columns import Answered
from questionnaires.scoring.bulk.rescoring import rescore
from questionnaires.scoring.bulk.table import STATES, Column, Table

__all__ = ["STATES", "Answered", "Column", "Table", "rescore"]
