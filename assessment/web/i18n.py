"""German and English. The language stands in the address, so every page can be linked in both.

Messages are written in German in templates and code; `translations/en` holds the English. Catalogues
are read as they are (.po), so that nothing has to be compiled before the first start.
"""

from functools import cache
from pathlib import Path
from typing import Any, cast

from flask import Flask, current_app, g, request, url_for

from assessment.web.context import settings
from questionnaires.text import LANGUAGES, Language
from reports import language as report_language
from reports.language import Language as Speaker
from reports.language import read_messages

TRANSLATIONS = Path(__file__).parent / "translations"
OTHER: dict[Language, Language] = {"de": "en", "en": "de"}


def language() -> Language:
    """The language of this request: the one in the address, else the one the browser asks for."""
    known = g.get("language")
    if known is None:
        asked_for = request.path[1:3]
        spoken = asked_for if asked_for in LANGUAGES else request.accept_languages.best_match(LANGUAGES)
        known = g.language = spoken or settings().default_language
    return cast("Language", known)


@cache
def speaker(code: Language) -> Speaker:
    """Who speaks a language: with the interface's messages, and those of the report behind them."""
    return Speaker(code, {**report_language.language(code).messages, **read_messages(TRANSLATIONS, code)})


def gettext(message: str) -> str:
    return speaker(language()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    return speaker(language()).ngettext(singular, plural, n)


def marked(message: str) -> str:
    """Marks a message for translation; templates translate it where they show it."""
    return message


def init_app(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters["say"] = lambda text: speaker(language()).text(text)
    app.jinja_env.filters["date"] = lambda day: speaker(language()).date(day)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_put_language)
    app.context_processor(_page_language)


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values:
        values.pop("lang", None)


def _put_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and _speaks(endpoint):
        values["lang"] = language()


def _speaks(endpoint: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, "lang")


def _page_language() -> dict[str, Any]:
    other = OTHER[language()]
    return {"lang": language(), "other_lang": other, "other_lang_url": _same_page(other)}


def _same_page(lang: Language) -> str:
    if request.endpoint and request.method == "GET" and _speaks(request.endpoint):
        address = url_for(request.endpoint, **(request.view_args or {}), lang=lang)
        asked_for = request.query_string.decode(errors="replace")  # what is filtered or compared stays so
        return f"{address}?{asked_for}" if asked_for else address
    return url_for("pages.start", lang=lang)
