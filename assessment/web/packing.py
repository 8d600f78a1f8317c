"""A page made small for a bad line: twenty phones in one room share what one of them would need.

Only for pages that show nothing a stranger could have put into their address: the size of a packed page tells
something of its secrets to whoever may choose a part of it and see how long it takes (BREACH).
"""

from gzip import compress

from flask import Response, make_response, request

LEVEL = 6


def packed(page: str) -> Response:
    """The page, packed for browsers that take it so."""
    response = make_response(page)
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] > 0:
        response.set_data(compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
