"""What the operator does on the machine itself: `wandelkompass COMMAND ...`, or `python -m assessment`.

One module for each command, run as those of the other packages (`questionnaires.commands`). What only one of
them needs is imported when it runs: asking for help must not bring Flask, scipy and a queue along.
"""
