"""The glossary names the terms that a report uses, and no others."""

from reports.glossary import TERMS, used_terms
from reports.language import language


def terms(body: str, code: str = "de") -> list[str]:
    return [word for word, _ in used_terms(body, language("en" if code == "en" else "de"))]


def test_terms_of_every_report_are_always_there() -> None:
    assert terms("") == ["Bedarf", "Möglicher Bereich", "Stufe", "Ziel"]


def test_a_term_is_explained_once_it_is_used() -> None:
    assert "KMU" in terms("Für kleine und mittlere Unternehmen (KMU).")
    assert "SME" in terms("For small and medium-sized enterprises (SMEs).", "en")
    assert "KMU" not in terms("WELTKMUSEUM")


def test_terms_stand_in_the_order_of_their_language() -> None:
    everything = (
        "KMU, de-minimis, Sicherheit der Aussage, verbundene Unternehmen, vor dem Start, "
        "Stand unserer Angaben: 2025"
    )

    assert len(terms(everything)) == len(terms(everything, "en")) == len(TERMS)
    assert terms(everything, "en") == sorted(terms(everything, "en"), key=str.casefold)
