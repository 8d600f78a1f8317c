"""What to do about a gap: measures as content, each with a first step, and the rules that choose among them.

A measure says from which levels of which questions it leads on. It is told in the reader's words, and
nothing here knows screens, offers or clocks. Measures belong to a questionnaire, not to one version of it:
they are mended far more often, so a result keeps the words that it was made with.

    >>> from questionnaires import measures
    >>> measures.released("readiness").measure["machine_data_pilot"].first_step
"""

from questionnaires.measures.library import released
from questionnaires.measures.measure import Decider, Levels, Measure, MeasureId, Measures, Weeks

__all__ = ["Decider", "Levels", "Measure", "MeasureId", "Measures", "Weeks", "released"]
