"""The addresses of letters."""

from django.urls import path

from lighed.web.letters import outbox, person, preview, templates

letter_addresses = [
    path("letters/", templates.letters_page, name="letters"),
    path("letters/<slug:kind>/", templates.letter_page, name="letters-one"),
    path("letters/<slug:kind>/approve/", templates.approve_letter, name="letters-approve"),
    path("letters/<slug:kind>/test/", preview.try_letter, name="letters-test"),
    path("letters/<slug:kind>/preview/", preview.preview_page, name="letters-preview"),
    path("letters/<slug:kind>/pdf/", preview.preview_file, name="letters-pdf"),
    path("outbox/", outbox.outbox_page, name="outbox"),
    path("outbox/inform/", outbox.inform_people, name="outbox-inform"),
    path("outbox/<uuid:key>/", outbox.letter_page, name="outbox-letter"),
    path("outbox/<uuid:key>/pdf/", outbox.letter_file, name="outbox-pdf"),
    path("people/<uuid:key>/letters/", person.letters_page, name="person-letters"),
]
