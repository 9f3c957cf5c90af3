"""The addresses of the public pages. They are open to all, and hold a municipality's code and nothing else."""

from django.urls import path

from lighed.web.public import about, changes, elements, figures, machine, register, results, try_it

public_addresses = [
    path("open/", about.index_page, name="open"),
    path("open/<slug:code>/", about.about_page, name="open-about"),
    path("open/<slug:code>/elements/", elements.elements_page, name="open-elements"),
    path("open/<slug:code>/elements.csv", elements.elements_csv, name="open-elements-csv"),
    path("open/<slug:code>/elements.json", elements.elements_json, name="open-elements-json"),
    path("open/<slug:code>/results/", results.results_page, name="open-results"),
    path("open/<slug:code>/changes/", changes.changes_page, name="open-changes"),
    path("open/<slug:code>/changes.atom", changes.changes_feed, name="open-changes-feed"),
    path("open/<slug:code>/figures/", figures.figures_page, name="open-figures"),
    path("open/<slug:code>/figures.csv", figures.figures_csv, name="open-figures-csv"),
    path("open/<slug:code>/try/", try_it.try_page, name="open-try"),
    path("open/<slug:code>/register/", register.register_page, name="open-register"),
    path("open/<slug:code>/data/", machine.data_page, name="open-data"),
    path("open/<slug:code>/data/<str:name>", machine.newest_file, name="open-data-file"),
    path("open/<slug:code>/data/<int:number>/<str:name>", machine.numbered_file, name="open-data-numbered"),
]
