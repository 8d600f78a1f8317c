"""Advice: who may look at a company's check, and what the two sides keep of it.

A company gives a mandate and takes it back (`mandates`); its people come to a session by links (`joining`).
What an advisor has to do next stands in the `portfolio`, what is for nobody else's eyes in `notes`. What a
session came to, both sides read in its protocol (`protocols`, put together in `protocol_parts`), with the
days on which they look again (`follow_up_days`). The session itself is next door, in services.workshops.
"""
