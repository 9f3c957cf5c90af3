"""The addresses of administration."""

from django.urls import path

from lighed.web.administration import clients, confirmations, imports, organisation, public_facts, user, users

administration_addresses = [
    path("administration/users/", users.users_page, name="users"),
    path("administration/users/new/", users.new_user_page, name="users-new"),
    path("administration/users/<int:key>/", user.user_page, name="users-one"),
    path("administration/confirmations/", confirmations.confirmations_page, name="confirmations"),
    path("administration/clients/", clients.clients_page, name="clients"),
    path("administration/imports/", imports.imports_page, name="imports"),
    path("administration/organisation/", organisation.organisation_page, name="organisation"),
    path("administration/organisation/public/", public_facts.public_facts_page, name="organisation-public"),
]
