"""Every address of the site. No address holds anything about a person but a random key."""

from django.urls import path

from lighed.web.administration.urls import administration_addresses
from lighed.web.api.endpoints import endpoints
from lighed.web.citizen.urls import citizen_addresses
from lighed.web.experts.urls import expert_addresses
from lighed.web.export.urls import export_addresses
from lighed.web.introduction.urls import introduction_addresses
from lighed.web.letters.urls import letter_addresses
from lighed.web.log_in.addresses import log_in_addresses
from lighed.web.oversight.urls import oversight_addresses
from lighed.web.planning.urls import planning_addresses
from lighed.web.public.urls import public_addresses
from lighed.web.worklist import assessments, pages, person, rights, views, without
from lighed.web.worklist.urls import desk_addresses

urlpatterns = [
    path("", pages.worklist_page, name="worklist"),
    path("selected/", pages.selected_page, name="worklist-selected"),
    path("settings/", views.settings_page, name="worklist-settings"),
    path("views/", views.saved_views_page, name="saved-views"),
    path("without-estimate/", without.without_estimate_page, name="without-estimate"),
    path("people/<uuid:key>/", person.person_page, name="person"),
    path("people/<uuid:key>/own-assessment/", assessments.own_assessment_page, name="person-assess-own"),
    path("people/<uuid:key>/estimate/", assessments.reveal_page, name="person-reveal"),
    path("people/<uuid:key>/assessment/", assessments.assessment_page, name="person-assess"),
    path("people/<uuid:key>/information/", rights.information_page, name="person-information"),
    path("people/<uuid:key>/choice/", rights.choice_page, name="person-choice"),
    path("people/<uuid:key>/request/", rights.request_page, name="person-request"),
    *introduction_addresses,
    *planning_addresses,
    *export_addresses,
    *desk_addresses,
    *oversight_addresses,
    *citizen_addresses,
    *expert_addresses,
    *administration_addresses,
    *letter_addresses,
    *log_in_addresses,
    *public_addresses,
    *endpoints("api/v1/"),
]
