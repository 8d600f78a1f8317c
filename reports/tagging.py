"""What WeasyPrint leaves out of a tagged PDF: page furniture as artifacts, links that may be printed.

Running lines and page numbers are drawn like text of the document, so a screen reader may read them on
every page. Here they are marked as what they are (ISO 14289-1, 7.8). These functions work on the PDF
before it is written; they import nothing of WeasyPrint.
"""

from collections.abc import Iterator
from typing import Any

PRINT = 4
"""The flag of an annotation that is shown on paper too (ISO 32000-1, 12.5.3)."""


def finish(document: Any, pdf: Any) -> None:
    """Called by WeasyPrint when everything is drawn and tagged, before it is written."""
    pages = [thing for thing in pdf.objects if _kind(thing) == "/Page"]
    for number, (laid_out, page) in enumerate(zip(document.pages, pages, strict=True)):
        marks = _furniture(laid_out)
        _make_artifacts(_object(pdf, page["Contents"]).stream, marks)
        _forget(pdf, number, marks)
    for thing in pdf.objects:
        if _kind(thing) == "/Annot":
            thing["F"] = PRINT


def _kind(thing: Any) -> str | None:
    return thing.get("Type") if isinstance(thing, dict) else None


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _furniture(laid_out: Any) -> int:
    """How many pieces of text stand in the margins of a page; they are drawn after everything else."""
    return sum(
        type(box).__name__ == "TextBox" for margin in _margins(laid_out) for box in margin.descendants()
    )


def _margins(laid_out: Any) -> Iterator[Any]:
    return (child for child in laid_out._page_box.children if type(child).__name__ == "MarginBox")


def _make_artifacts(stream: list[Any], count: int) -> None:
    """Turns the last marked contents of a page into artifacts."""
    marked = [place for place, operator in enumerate(stream) if operator == b"BDC"]
    for place in reversed(marked[len(marked) - count :]):
        stream[place - 2 : place + 1] = ["/Artifact", b"BMC"]


def _forget(pdf: Any, page: int, count: int) -> None:
    """Takes the same contents out of the tree that leads from content to tags."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    elements = numbers[2 * page + 1]
    for place in range(len(elements) - count, len(elements)):
        elements[place] = "null"
