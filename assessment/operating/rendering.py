"""What takes too long for a page: whether reports can be rendered here, and whether mails are taken."""

from assessment.config import Settings
from assessment.mail import posts
from assessment.operating.doctor import Finding, Grade

FONT = b"Fira-Sans"
"""As reports name the font that they bring along."""


def findings(settings: Settings) -> tuple[Finding, ...]:
    return (_pdf(), *_server(settings))


def _pdf() -> Finding:
    """Loads the renderer with its libraries, style sheet and fonts, as the first report does, and looks in
    which font it writes: with a broken fontconfig it takes any."""
    from reports import pdf  # WeasyPrint and Pango come with it

    try:
        written = pdf.on_trial()
    except Exception as error:
        return Finding("reports", "no_renderer", Grade.BAD, {"error": type(error).__name__})
    if FONT not in written:
        return Finding("reports", "other_font", Grade.BAD)
    return Finding("reports", "renderer_good")


def _server(settings: Settings) -> tuple[Finding, ...]:
    post = posts.of(settings)
    if not isinstance(post, posts.Server):
        return ()
    try:
        post.greet()
    except posts.Undelivered as error:
        return (Finding("mail", "server_silent", Grade.BAD, {"error": type(error).__name__}),)
    return (Finding("mail", "server_good"),)
