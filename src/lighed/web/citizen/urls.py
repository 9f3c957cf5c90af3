"""The addresses of a person's own page. They name nobody: whose page it is follows from who has logged in."""

from django.urls import path

from lighed.web.citizen import pages, tell

citizen_addresses = [
    path("my/", pages.my_page, name="my"),
    path("my/tell/", tell.tell_page, name="my-tell"),
    path("my/choice/", pages.choose, name="my-choice"),
    path("my/requests/<int:number>/withdraw/", pages.withdraw, name="my-withdraw"),
    path("my/requests/<slug:kind>/", pages.ask, name="my-request"),
]
