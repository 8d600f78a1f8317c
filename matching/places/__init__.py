"""Few places, many companies: who gets one, who waits and why, and what one more place would be worth.

A round is data: the wishes of companies, the places of each offer, what is reserved for whom. The proposal
is the distribution with the highest total worth there is, proven in whole numbers; it changes nothing
anywhere until the operator confirms it, with pairs fixed or excluded as wanted. The figures are computed
with numpy and scipy, which only `proposing` loads, and only when a round is assigned: starting the
application costs nothing. Like all of `matching` it imports neither Flask nor SQLAlchemy and asks no clock.

    >>> from matching.places import proposing
    >>> from matching.places.rounds import Places, Round, Wish
    >>> proposal = proposing.assign(Round((Wish("acme", "lab", 0.8),), (Places("lab", 1),)))
    >>> [(assigned.company, assigned.offer) for assigned in proposal.assigned]
    [('acme', 'lab')]

Why the best distribution is always found: places are sorted into kinds, open ones and those reserved for a
group, so that reservations are capacities, too, whatever groups overlap. Companies with their limit, the
pairs of a company and an offer with theirs, and kinds of places form a network of flows; the matrix of such
a network is totally unimodular, hence the best solution of the linear programme is whole.
"""
