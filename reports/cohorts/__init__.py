"""Numbers about many companies that name none: statistics, comparison values, figures for a funder.

Everything here is computed from `records`, one for each distinct company, and leaves only as counts of at
least five and quartiles of at least ten. What is shown is frozen: never computed anew for whoever asks, since
two tables a week apart give away who came in between. Pure: who counts as one company, and what is stored,
is decided in `assessment`.
"""
