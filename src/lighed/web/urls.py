"""Every address of the site. No address holds anything about a person but a random key."""

from django.urls import path

from lighed.web.administration.urls import administration_addresses
from lighed.web.api.endpoints import endpoints
from lighed.web.citizen.urls import citizen_addresses
from lighed.web.experts.urls import expert_addresses
from lighed.web.log_in.addresses import log_in_addresses
from lighed.web.oversight.urls import oversight_addresses
from lighed.web.worklist import pages, rights

urlpatterns = [
    path("", pages.worklist_page, name="worklist"),
    path("people/<uuid:key>/", pages.person_page, name="person"),
    path("people/<uuid:key>/information/", rights.information_page, name="person-information"),
    path("people/<uuid:key>/choice/", rights.choice_page, name="person-choice"),
    path("people/<uuid:key>/request/", rights.request_page, name="person-request"),
    *oversight_addresses,
    *citizen_addresses,
    *expert_addresses,
    *administration_addresses,
    *log_in_addresses,
    *endpoints("api/v1/"),
]
