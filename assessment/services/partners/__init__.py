"""Companies that look for one another without being named before both agree.

`taking_part` is where they opt in, see proposals, answer and withdraw; `profiles` what each brings along,
kept as of the opt-in; `introductions` the states of two who may come to know each other, pure.
"""
