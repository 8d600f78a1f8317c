"""A company at the screen, in the words of the field: it answers, goes on, comes back."""

from typing import Self

from playwright.sync_api import Page, expect

from questionnaires.library import cases

WORDS = {
    "de": {
        "next": "Speichern und weiter",
        "on": "Weiter",
        "finish": "Ergebnis ansehen",
        "result": "Ihr Ergebnis",
    },
    "en": {
        "next": "Save and continue",
        "on": "Continue",
        "finish": "See your result",
        "result": "Your result",
    },
}
MACHINING = {
    question: answer.choice
    for question, answer in cases.worked("readiness", "1.0")["machining_salzgitter"].answers.items()
}


class Company:
    def __init__(self, page: Page, language: str = "de") -> None:
        self.page, self.words = page, WORDS[language]
        if not page.url.endswith(f"/{language}/"):
            page.goto(f"/{language}/")

    @classmethod
    def at(cls, page: Page, language: str = "de") -> Self:
        """Whoever is in the middle of a check."""
        company = cls.__new__(cls)
        company.page, company.words = page, WORDS[language]
        return company

    def begins(self, check: str = "short") -> Self:
        self.page.locator(f"button[name=check][value={check}]").click()
        self.page.wait_for_url("**/company")
        return self

    def chooses(self, **answers: str) -> Self:
        for question, choice in answers.items():
            option = self.page.locator(f"input[name='{question}'][value='{choice}']")
            self.page.locator("label", has=option).click()
            expect(option).to_be_checked()
        return self

    def goes_on(self) -> Self:
        before = self.page.url
        self.page.get_by_role("button", name=self.words["next"]).last.click()
        self.page.wait_for_url(lambda url: url != before)
        return self

    def answers(self, answers: dict[str, str]) -> Self:
        """Through all sections to the review, with the short story of the exposure on the way."""
        while not self.page.url.endswith("/answers"):
            if self.page.url.endswith("/exposure"):
                self.page.get_by_role("link", name=self.words["on"], exact=True).click()
                self.page.wait_for_url(lambda url: not url.endswith("/exposure"))
            asked = self.page.locator("fieldset.q").evaluate_all("all => all.map(q => q.id)")
            self.chooses(**{question: answers[question] for question in asked if question in answers})
            self.goes_on()
        return self

    def finishes(self, goal: str = "") -> Self:
        if goal:
            self.page.locator("textarea[name=goal]").fill(goal)
        self.page.get_by_role("button", name=self.words["finish"]).last.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.words["result"])
        return self
