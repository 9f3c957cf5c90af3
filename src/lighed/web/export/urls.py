"""The addresses of what leaves the desk. None tells more of a person than a random key."""

from django.urls import path

from lighed.web.export import page

export_addresses = [
    path("export/", page.export_page, name="export"),
]
