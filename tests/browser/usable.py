"""A page that is open -> whether everyone can use it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


def check_usable(page: Page) -> None:
    """No breach of WCAG 2.2 A and AA, and nothing that sticks out to the side, once the whole page is there."""
    page.wait_for_load_state()  # a click may have led to it just now
    found = Axe().run(page, options=_WCAG)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
