"""Other systems at our door: tokens by which they come in, and addresses that we tell what happens.

`tokens` are made, shown once and revoked; `coming_in` says who comes with one, and counts how often;
`repeats` answers the same request the same way and does its work once; `starting` makes links for members.
The other way round, `events` writes what happened into the outbox of `webhooks`, `delivering` hands it out,
and `calling` is the only place that calls a stranger's address. Nothing in here knows HTTP as we serve it:
that is assessment.web.api.
"""
