"""The catalogue of offers: what of it counts today, how companies find it, and how it is kept true.

`in_force` says what lists are made with, `offers` narrows the list of one report. `feedback` is what
companies were shown and what became of it. At the operator's desk `freshness` tells which entries call for a
look, `learning` makes models from feedback, `insight` counts without naming anybody.
"""
