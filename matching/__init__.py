"""Who can help a company, and why.

A catalogue is data: offers of labs, initiatives, partners and funders, with the conditions under which
a company may use them. This package reads such data, judges every condition as met, not met or unknown,
and puts what fits in an order whose terms add up. Every decision carries its reason as a code with
arguments; sentences are made elsewhere. It runs in a notebook: it imports neither Flask nor SQLAlchemy,
asks no clock and no environment. scikit-learn and scipy are imported only where a goal is compared, places
are given out or outcomes are learnt from, and only then.

    >>> from matching import catalogue, profile, ranking
    >>> company = profile.profile(questionnaire, path, card, goal="Roboter in der Montage")
    >>> ranking.match(catalogue.released(), company, today).first
"""
