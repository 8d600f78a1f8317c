"""Which worker runs which tests: whole files, so that what they share is made once, the long ones first.

A file that renders a report or reads a model keeps it for all its tests. The dearest of what is shared are
the browser and its server: one worker has them, and mostly waits, while the others compute.
"""

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling
from xdist.workermanage import WorkerController

BROWSER = "tests/browser/"
FIRST = (
    BROWSER,
    "tests/assessment/test_",
    "tests/codebase/",
    "tests/reports/",
    "tests/matching/",
    "tests/questionnaires/exchange/",
)
"""Where tests take longest, in this order. What takes a moment comes last: then all workers end at once."""


class Files(LoadScopeScheduling):  # type: ignore[misc]
    """Files in the order in which they were collected, those for the browser to the worker that has it."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0]

    def _assign_work_unit(self, node: WorkerController) -> None:
        """As long as there is something else, nobody but the first worker opens a browser."""
        fitting = (file for file in self.workqueue if file.startswith(BROWSER) == (node is self.nodes[0]))
        self.workqueue.move_to_end(next(fitting, next(iter(self.workqueue))), last=False)
        super()._assign_work_unit(node)

    def schedule(self) -> None:
        self.config.option.loadscopereorder = False
        super().schedule()


def rank(item: pytest.Item) -> int:
    """The place of a test among those of all folders; equal ones stay in their order."""
    return next((place for place, path in enumerate(FIRST) if item.nodeid.startswith(path)), len(FIRST))
