"""Numbers about many companies: who counts as one, what is frozen at the end of a quarter, who may read it.

What may be told at all, and in which words it is counted, is pure and stands in `reports.cohorts`.
"""
