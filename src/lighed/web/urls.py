"""Every address of the site. No address holds anything about a person but a random key."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from lighed.web.api.endpoints import endpoints
from lighed.web.worklist import pages, session

urlpatterns = [
    path("", pages.worklist_page, name="worklist"),
    path("people/<uuid:key>/", pages.person_page, name="person"),
    path("log-in/", session.LogIn.as_view(), name="login"),
    path("log-out/", LogoutView.as_view(), name="logout"),
    path("language/", session.choose_language, name="language"),
    *endpoints("api/v1/"),
]
