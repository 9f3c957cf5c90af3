"""A page and what is on it -> reached, seen and used with the keyboard alone, as someone without a mouse does."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

_IS_FOCUSED = "element => element === document.activeElement"
_IS_SEEN = """element => {
    const ring = (node, part) => {
        const style = getComputedStyle(node, part);
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    };
    // A box to tick is drawn by its label, and so is the mark around it.
    const drawn = [element, ...(element.labels ?? [])];
    return drawn.some(node => ring(node) || ring(node, "::before") || ring(node, "::after"));
}"""


def tab_to(page: Page, where: Locator, *, at_most: int = 150) -> None:
    """Press Tab until the focus is there, and can be seen to be."""
    for _ in range(at_most):
        if where.evaluate(_IS_FOCUSED):
            assert where.evaluate(_IS_SEEN), f"nothing shows that the focus is on {where}"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {where}")


def follow(page: Page, where: Locator) -> None:
    """A link or a button."""
    tab_to(page, where)
    page.keyboard.press("Enter")


def write(page: Page, where: Locator, words: str) -> None:
    """Write in a field, after what stands in it."""
    tab_to(page, where)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def write_first(page: Page, where: Locator, words: str) -> None:
    """Write in a field, before what stands in it."""
    tab_to(page, where)
    page.keyboard.press("Control+Home")
    page.keyboard.type(words)


def tick(page: Page, box: Locator) -> None:
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def choose(page: Page, radios: Locator, chosen: Locator) -> None:
    """Choose one of a group with the arrows."""
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    for _ in range(radios.count()):
        if chosen.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {chosen}")


def pick(page: Page, select: Locator, label: str) -> None:
    """Choose from a list that opens."""
    tab_to(page, select)
    labels = select.locator("option").all_inner_texts()
    for _ in range(labels.index(label)):
        page.keyboard.press("ArrowDown")
    expect(select.locator("option:checked")).to_have_text(label)


def choose_file(page: Page, field: Locator, name: str, content: bytes) -> None:
    """Open the list of one's own files, and choose one there: that list is the machine's, and no part of the page."""
    with page.expect_file_chooser() as opened:
        tab_to(page, field)
        page.keyboard.press("Enter")
    opened.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})


def write_time(page: Page, field: Locator, at: str) -> None:
    """Write a time like 2026-11-22T08:00, part by part, in the order in which this browser asks for the parts."""
    tab_to(page, field)
    day, clock = at.split("T")
    year, month, day = day.split("-")
    for typed in (month, day, year, "Tab", clock.replace(":", ""), "AM"):
        if typed == "Tab":
            page.keyboard.press("Tab")
        else:
            page.keyboard.type(typed)
    expect(field).to_have_value(at)
