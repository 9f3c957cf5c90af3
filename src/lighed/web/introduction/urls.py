"""The addresses of the introduction."""

from django.urls import path

from lighed.web.introduction import pages

introduction_addresses = [
    path("introduction/", pages.introduction_page, name="introduction"),
    path("introduction/cards/<int:number>/", pages.card_page, name="introduction-card"),
    path("introduction/practice/<int:number>/", pages.practice_page, name="introduction-practice"),
    path("introduction/questions/", pages.quiz_page, name="introduction-quiz"),
]
