"""A sheet -> a file for a word processor, with headings that it knows as headings and the language of the words."""

from __future__ import annotations

import io
import unicodedata
from datetime import datetime

from docx import Document
from docx.document import Document as Written
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from lighed.transparency.papers.sheet import Sheet

_TAGS = {"da": "da-DK", "en": "en-GB"}


def as_word(sheet: Sheet, *, made_at: datetime) -> bytes:
    """The sheet as a .docx file, A4."""
    written = Document()
    _set_up(written, sheet, made_at)
    written.add_heading(_clean(sheet.title), level=0)
    written.add_paragraph(_clean(sheet.organisation)).runs[0].bold = True
    if sheet.notice:
        written.add_paragraph(sheet.notice).runs[0].bold = True
    for label, value in sheet.facts:
        line = written.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(_clean(value))
    for chapter in sheet.chapters:
        written.add_heading(_clean(chapter.title), level=1)
        for card in chapter.cards:
            written.add_heading(_clean(card.asks), level=2)
            for said in card.told:
                written.add_paragraph(_clean(said), style="List Bullet")
            if card.own:
                written.add_heading(sheet.own_heading, level=3)
                for paragraph in card.own:
                    written.add_paragraph(_clean(paragraph))
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def _set_up(written: Written, sheet: Sheet, made_at: datetime) -> None:
    about = written.core_properties
    about.title, about.author, about.language = sheet.title[:255], sheet.organisation[:255], _TAGS[sheet.language]
    about.comments, about.last_modified_by = "", sheet.organisation[:255]
    about.created = about.modified = made_at.replace(tzinfo=None)
    page = written.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    normal = written.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    # What spells and what reads aloud look at this, not at the document's properties.
    spoken = written.styles.element.find(f".//{qn('w:lang')}")
    if spoken is not None:
        spoken.set(qn("w:val"), _TAGS[sheet.language])


def _clean(text: str) -> str:
    """Without the signs that no XML may hold, which can come with what was pasted."""
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one)[0] != "C")
