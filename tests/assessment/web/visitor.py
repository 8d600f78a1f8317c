"""A visitor without JavaScript: reads pages as a person does, fills forms, presses buttons by their words."""

from typing import Self
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from werkzeug.test import TestResponse


class NotOnThePage(AssertionError):
    """No button, link or field of these words; the page is quoted."""


class Visitor:
    def __init__(self, client: FlaskClient, language: str = "de") -> None:
        self.client, self.language = client, language
        self.response: TestResponse
        self.page: HtmlElement

    def open(self, address: str) -> Self:
        return self._read(self.client.get(address, follow_redirects=True))

    def begin(self, check: str = "short") -> Self:
        return self.open(f"/{self.language}/").press(value=check)

    def choose(self, **answers: str) -> Self:
        """Picks options by question id and option id."""
        for question, choice in answers.items():
            self._pick(question, choice)
        return self

    def tick(self, *values: str) -> Self:
        """Ticks boxes by their values."""
        for value in values:
            boxes = self.page.xpath("//input[@type='checkbox'][@value=$value]", value=value)
            if not boxes:
                raise NotOnThePage(f"box {value!r} on: {self.text}")
            boxes[0].set("checked", "")
        return self

    def write(self, name: str, text: str) -> Self:
        fields = self.page.xpath("//*[@name=$name]", name=name)
        if not fields:
            raise NotOnThePage(name)
        if fields[0].tag == "textarea":
            fields[0].text = "\n" + text  # a browser drops the first line break, so does `_values`
        else:
            fields[0].set("value", text)
        return self

    def press(self, words: str | None = None, *, value: str | None = None) -> Self:
        """Presses a button by what it says, or by its value, and follows where it leads."""
        for button in self.page.xpath("//button[not(@type) or @type='submit'][not(@aria-hidden)]"):
            if words in (None, _text(button)) and value in (None, button.get("value")):
                return self._send(button)
        raise NotOnThePage(f"button {words or value!r} on: {self.text}")

    def follow(self, words: str) -> Self:
        for link in self.page.xpath("//main//a[@href] | //header//a[@href] | //footer//a[@href]"):
            if _text(link).startswith(words):
                return self.open(link.get("href"))
        raise NotOnThePage(f"link {words!r} on: {self.text}")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return urlsplit(self.response.request.url).path

    @property
    def heading(self) -> str:
        return _text(self.page.xpath("//h1")[0])

    @property
    def text(self) -> str:
        return _text(self.page.xpath("//main")[0])

    def chosen(self, question: str) -> str | None:
        found = self.page.xpath("//input[@name=$name][@checked]/@value", name=question)
        return found[0] if found else None

    def asks(self, question: str) -> bool:
        return bool(self.page.xpath("//*[@name=$name]", name=question))

    def _pick(self, question: str, choice: str) -> None:
        options = {option.get("value"): option for option in self._inputs(question)}
        if choice not in options:
            raise NotOnThePage(f"{question}={choice} on {self.path}")
        for option in options.values():
            option.attrib.pop("checked", None)
        options[choice].set("checked", "")

    def _inputs(self, question: str) -> list[HtmlElement]:
        return list(self.page.xpath("//input[@name=$name]", name=question))

    def _send(self, button: HtmlElement) -> Self:
        form = self._form_of(button)
        values = _values(form)
        if button.get("name"):
            values.append((button.get("name", ""), button.get("value", "")))
        address = button.get("formaction") or form.get("action") or self.path
        data: dict[str, list[str]] = {}
        for name, value in values:
            data.setdefault(name, []).append(value)
        if form.get("method") == "get":
            return self._read(self.client.get(address, query_string=data, follow_redirects=True))
        return self._read(self.client.post(address, data=data, follow_redirects=True))

    def _form_of(self, button: HtmlElement) -> HtmlElement:
        if button.get("form"):
            return self.page.get_element_by_id(button.get("form", ""))
        return next(parent for parent in button.iterancestors() if parent.tag == "form")

    def _read(self, response: TestResponse) -> Self:
        self.response = response
        if response.mimetype == "text/html":
            self.page = html.document_fromstring(response.get_data(as_text=True))
        return self


def _values(form: HtmlElement) -> list[tuple[str, str]]:
    """What a browser would send for this form, but the button."""
    values = []
    own = ".//input[@name] | .//textarea[@name] | .//select[@name] | //input[@name][@form=$id]"
    for field in form.xpath(own, id=form.get("id", "")):
        if field.tag == "textarea":
            values.append((field.get("name"), (field.text or "").removeprefix("\n")))
        elif field.tag == "select":
            first = next(iter(field.xpath(".//option[@selected]/@value") or field.xpath(".//option/@value")))
            values.append((field.get("name"), field.get("value", first)))
        elif field.get("type") not in {"radio", "checkbox"} or "checked" in field.attrib:
            values.append((field.get("name"), field.get("value", "")))
    return values


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())
