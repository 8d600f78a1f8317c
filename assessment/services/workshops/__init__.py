"""Sessions: people of a company answer alone, then talk about what lies apart, and settle it.

`stages` leads a session from preparation to the end, `voices` are those who answer alone, `compared` lays
what they said side by side, `agreements` is the board on which it is settled, `outcomes` what it came to.
`meetings` is a session as it is read; `rights` opens one for whom the policy lets in. Who advises, by which
mandate, is not in here: services.advising decides, and knows this room.
"""
