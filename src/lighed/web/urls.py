"""Every address of the site. No address holds anything about a person but a random key."""

from django.urls import path

from lighed.web.api.endpoints import endpoints
from lighed.web.log_in.addresses import log_in_addresses
from lighed.web.worklist import pages

urlpatterns = [
    path("", pages.worklist_page, name="worklist"),
    path("people/<uuid:key>/", pages.person_page, name="person"),
    *log_in_addresses,
    *endpoints("api/v1/"),
]
