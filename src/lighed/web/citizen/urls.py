"""The addresses of a person's own page. They name nobody: whose page it is follows from who has logged in."""

from django.urls import path

from lighed.web.citizen import asked, correct, data, download, how, letters, pages, review, seen, talk, tell

citizen_addresses = [
    path("open/<slug:code>/for-you/", how.how_page, name="open-for-you"),
    path("my/", pages.my_page, name="my"),
    path("my/data/", data.data_page, name="my-data"),
    path("my/data/<slug:element>/correct/", correct.correct_page, name="my-correct"),
    path("my/explanation/", data.explanation_page, name="my-explanation"),
    path("my/seen/", seen.seen_page, name="my-seen"),
    path("my/download/", download.download_page, name="my-download"),
    path("my/download/paper/<slug:language>/", download.paper, name="my-download-paper"),
    path("my/download/file/", download.file, name="my-download-file"),
    path("my/talk/", talk.talk_page, name="my-talk"),
    path("my/letters/", letters.letters_page, name="my-letters"),
    path("my/letters/<uuid:key>/", letters.letter_page, name="my-letters-one"),
    path("my/letters/<uuid:key>/paper/", letters.letter_file, name="my-letters-pdf"),
    path("my/tell/", tell.tell_page, name="my-tell"),
    path("my/tell/draft/", tell.keep_draft, name="my-tell-draft"),
    path("my/choice/", pages.choose, name="my-choice"),
    path("my/requests/review/", review.review_page, name="my-review"),
    path("my/requests/<int:number>/", asked.asked_page, name="my-request-one"),
    path("my/requests/<int:number>/attachment/", asked.attachment_file, name="my-request-attachment"),
    path("my/requests/<int:number>/withdraw/", pages.withdraw, name="my-withdraw"),
    path("my/requests/<slug:kind>/", pages.ask, name="my-request"),
]
