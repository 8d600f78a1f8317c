"""Files of one run: to be saved by whoever asked for them, and by no cache on the way."""

from io import BytesIO

from flask import Response, send_file

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attached(content: bytes, kind: str, name: str) -> Response:
    """A file of this media type and name. Flask itself would let caches keep it."""
    response = send_file(BytesIO(content), kind, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
