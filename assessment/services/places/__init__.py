"""Few places for many companies: those who apply, and the rounds in which places are given out.

`applying` is the company's side, `rounds` the operator's desk; both read `figures`, the pure way between the
rows and matching.places. Nothing is given by itself: an operator confirms.
"""
