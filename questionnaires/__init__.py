"""What is asked, how the answers lead through it, and what they amount to.

A questionnaire is data: sections of questions, conditions that route through them and a tree that
scores them. This package reads such data, refuses what is wrong in it by file and line, and turns
answers into a path and a scorecard. It runs in a notebook: it imports neither Flask nor SQLAlchemy,
asks no clock and no environment, and gives the same result for the same input on every machine.

    >>> from questionnaires import explain, library, routing, scoring
    >>> readiness = library.released("readiness")
    >>> path = routing.route(readiness, answers, check="short")
    >>> card = scoring.score(readiness, path)
    >>> card.node("technology").value
    >>> explain.explain(readiness, path, card)["technology"].lowered

`definition` holds the models, `scoring` the numbers, `planning` what to do next, `versions` what lies
between two versions, `library` and `lint` the files, `exchange` Excel and LimeSurvey. AUTHORING.md shows
authors the way.
"""
