"""The addresses of log-in: those that the site needs, and none else of the library's."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from lighed.web.log_in import openid_connect, pages
from lighed.web.log_in.language import choose_language
from lighed.web.log_in.security_txt import security_txt

# The library looks for its pages by the names that begin with account_, mfa_ and openid_connect_.
log_in_addresses = [
    path("log-in/", pages.LogIn.as_view(), name="login"),
    path("log-in/", pages.LogIn.as_view(), name="account_login"),
    path("log-out/", LogoutView.as_view(), name="logout"),
    path("log-in/code/", pages.SecondStep.as_view(), name="mfa_authenticate"),
    path("log-in/with/<slug:provider_id>/", openid_connect.log_in, name="openid_connect_login"),
    path("log-in/with/<slug:provider_id>/back/", openid_connect.come_back, name="openid_connect_callback"),
    path("own-log-in/", pages.OwnLogIn.as_view(), name="mfa_index"),
    path("own-log-in/password/", pages.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("own-log-in/password/new/", pages.NewPassword.as_view(), name="account_change_password"),
    path("own-log-in/code/", pages.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("own-log-in/app/", pages.SetUp.as_view(), name="mfa_activate_totp"),
    path("own-log-in/app/disconnect/", pages.Disconnect.as_view(), name="mfa_deactivate_totp"),
    path("own-log-in/spare-codes/", pages.SpareCodes.as_view(), name="mfa_view_recovery_codes"),
    path("own-log-in/spare-codes/new/", pages.NewSpareCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("language/", choose_language, name="language"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
