"""The addresses of what leaves the desk. None tells more of a person than a random key."""

from django.urls import path

from lighed.web.export import card, note, page, sheets

export_addresses = [
    path("export/", page.export_page, name="export"),
    path("print-sheets/", sheets.sheets_page, name="print-sheets"),
    path("people/<uuid:key>/sheet/", sheets.sheet_page, name="person-sheet"),
    path("people/<uuid:key>/sheet/file/", sheets.sheet_file, name="person-sheet-pdf"),
    path("people/<uuid:key>/note/", note.note_page, name="person-note"),
    path("people/<uuid:key>/note/file/", note.note_file, name="person-note-file"),
    path("people/<uuid:key>/card/", card.card_page, name="person-card"),
]
