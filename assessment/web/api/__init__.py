"""What other systems reach: a small JSON interface below /api/v1, described by itself as OpenAPI.

`operations` is the table of what there is; addresses, the document and its readable page are made of it.
`bodies` says what comes in and goes out, `problems` what may go wrong, in words (RFC 9457), `views` calls the
services. Nobody comes in by a cookie here, so nothing needs a form's token; web.access lets tokens in.

In here are neither SQL nor rules about rights: those stand in the services.
"""
