"""Checks as a table that statistics programs read, and back: one row for each check, one file for each
version of a questionnaire, a codebook beside it.

Answers are given to get a result, and go to nobody else. So a table holds nothing that somebody wrote, no
keys, no contacts and no ids of this installation; what tells companies apart (district, size, sector and the
like) and exact days only where the operator says so, and checks of companies that have not agreed that their
values count only where the operator has another reason in law.
"""
