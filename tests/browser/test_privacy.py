"""Consents, the archive and the receipt in the browser: usable by all, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assessment import clock
from assessment.services import runs
from assessment.services.partners import taking_part
from assessment.services.partners.taking_part import Contact
from assessment.store.database import Database
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accessibility import check, open_all, section

pytestmark = pytest.mark.browser


def test_from_a_consent_to_the_receipt(
    open_page: OpenPage, a_run: Callable[..., str], database: Database
) -> None:
    begun = runs.with_key(database, typed=a_run(district="03102", E02="3"))
    taking_part.join(
        database,
        run_id=begun.run_id,
        key=begun.key,
        offers=["hydrogen"],
        seeks=["charging"],
        contact=Contact("Metallverarbeitungsgesellschaft", "phone", "05341 0"),
        competitors=False,
        consent_text="1",
        now=clock.now(),
    )
    page = open_page(f"/de/resume/{begun.key}", viewport=PHONE)
    section(page, "consents")
    open_all(page)
    check(page, "consents")
    with page.expect_download() as file:
        page.locator("a[href$='my-data.zip']").click()
    assert file.value.suggested_filename.endswith(".zip")
    page.locator("form[action$=withdraw] button").click()
    expect(page.locator("[role=status]")).to_be_visible()
    open_all(page)
    check(page, "withdrawn")

    section(page, "delete")
    check(page, "delete")
    page.locator("main form button").click()
    page.wait_for_url("**/erased/*")
    check(page, "receipt")
