"""Log-in by the municipality's own identity provider, against a real one over HTTP."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import date
from hashlib import sha256

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from lighed.governance import ActsOn
from lighed.web import actions
from lighed.web.log_in.id_token import IdTokenRefused, check_id_token
from lighed.web.log_in.providers import IdentityProvider, as_settings, identity_providers
from lighed.web.models import AuditRecord, User
from tests.web.factories import ELSEWHERE, HERE, audit, received
from tests.web.identity_provider import CLIENT, STRANGERS_KEY, asked_with, long_ago, running_provider

pytestmark = pytest.mark.django_db
START = "/log-in/with/here/"


@pytest.fixture(scope="module")
def _running():
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(_running, site):
    """The provider of the municipality here, outside a demonstration."""
    _running.forge, _running.sign_with = (lambda claims: None), None
    _running.description.clear()
    _running.token_requests.clear()
    site.LIGHED_DEMO = False
    use(site, _running)
    return _running


def use(site, provider, **about) -> None:
    given = {"id": "here", "name": "Enghavn Log-in", "issuer": provider.issuer, "client_id": CLIENT}
    known = IdentityProvider(**{**given, "client_secret": "s", **about})
    site.LIGHED_OIDC = (known,)
    site.SOCIALACCOUNT_PROVIDERS = as_settings([known])


def come(client, provider, subject: str):
    """The whole way of a browser: to the provider, log in there, and back."""
    there = client.get(START)
    assert there.status_code == 302, there.content.decode()
    return client.get(provider.come_from(there["Location"], subject))


@pytest.mark.requirement("R-SEC-02", part="federated log-in with every check mandatory", shows="works")
def test_a_user_comes_in_by_the_municipalitys_own_log_in(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    response = come(client, provider, "sub-1")
    assert (response.status_code, response["Location"]) == (302, "/")
    page = client.get("/", headers={"Accept-Language": "da"})
    assert page.status_code == 200, "the second factor was shown at the provider"
    assert "Mette Holm" in page.content.decode()
    (account,) = SocialAccount.objects.all()
    assert account.user_id == caseworker.pk
    assert "sub-1" not in account.uid, "the subject is kept as a hash"
    assert account.extra_data == {}
    assert AuditRecord.objects.filter(kind="change", actor="mette", municipality=HERE).count() == 1


def test_who_is_bound_once_is_known_by_the_subject_from_then_on(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    come(client, provider, "sub-1")
    client.post("/log-out/")
    provider.person("sub-1", preferred_username="mette.married")
    assert come(client, provider, "sub-1").status_code == 302
    assert client.get("/").status_code == 200
    assert SocialAccount.objects.count() == 1


def test_the_site_asks_with_nonce_state_and_pkce_and_no_more_than_it_needs(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    address = client.get(f"{START}?scope=email&auth_params=nonce%3Dmine&process=connect")["Location"]
    asked = asked_with(address)
    assert set(asked["scope"].split()) == {"openid", "profile"}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["nonce"]) == 64
    assert asked["state"] != asked["nonce"]
    assert asked_with(client.get(START)["Location"])["nonce"] != asked["nonce"]
    client.get(provider.come_from(address, "sub-1"))
    (given,) = provider.token_requests
    digest = sha256(given["code_verifier"].encode()).digest()
    assert urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]


def wrong(**changed):
    return lambda claims: claims.update(changed)


@pytest.mark.requirement("R-SEC-02", part="federated log-in with every check mandatory", shows="refuses")
@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (wrong(aud="somebody-else"), "InvalidAudienceError"),
        (wrong(aud=[CLIENT, "somebody-else"]), "authorised party"),
        (wrong(azp="somebody-else"), "authorised party"),
        (wrong(nonce="of another log-in"), "nonce"),
        (lambda claims: claims.pop("nonce"), "nonce"),
        (wrong(iss="https://elsewhere.example"), "InvalidIssuerError"),
        (wrong(exp=long_ago()), "ExpiredSignatureError"),
        (wrong(iat=long_ago() + 36000), "ImmatureSignatureError"),
        (lambda claims: claims.pop("exp"), "MissingRequiredClaimError"),
        (wrong(sub=""), "subject"),
    ],
)
def test_a_token_that_is_not_for_this_log_in_is_refused(client, provider, caseworker, forge, said, caplog):
    provider.person("sub-1", preferred_username="mette")
    provider.forge = forge
    response = come(client, provider, "sub-1")
    assert response.status_code == 403
    assert "Log-in lykkedes ikke" in response.content.decode()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("lighed")] == [
        f"log-in by here was refused: {said}"
    ]
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_token_that_somebody_else_has_signed_is_refused(client, provider, caseworker, caplog):
    provider.person("sub-1", preferred_username="mette")
    provider.sign_with = STRANGERS_KEY
    assert come(client, provider, "sub-1").status_code == 403
    assert "InvalidSignatureError" in caplog.text
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_anyone_could_have_made_is_refused(algorithm):
    claims = {"iss": "https://x", "aud": CLIENT, "sub": "s", "exp": 9_999_999_999, "iat": 1, "nonce": "n"}
    token = jwt.encode(claims, None if algorithm == "none" else "s" * 40, algorithm=algorithm, headers={"kid": "1"})
    public = jwt.algorithms.RSAAlgorithm.to_jwk(STRANGERS_KEY.public_key(), as_dict=True)
    for keys in (
        [{**public, "kid": "1"}],
        [{"kty": "oct", "kid": "1", "k": "c3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nz"}],
    ):
        with pytest.raises(IdTokenRefused):
            check_id_token(token, keys={"keys": keys}, issuer="https://x", client_id=CLIENT, nonce="n")


def test_a_provider_that_describes_itself_as_another_is_refused(client, provider, caseworker):
    provider.description["issuer"] = "https://elsewhere.example"
    assert client.get(START).status_code == 403


def test_an_answer_without_a_log_in_of_this_session_is_refused(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    back = provider.come_from(client.get(START)["Location"], "sub-1")
    client.cookies.clear()
    assert client.get(back).status_code == 403, "the address that somebody else was sent back to"
    assert client.get("/").status_code == 302


def test_an_answer_counts_once(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    back = provider.come_from(client.get(START)["Location"], "sub-1")
    assert client.get(back).status_code == 302
    client.post("/log-out/")
    assert client.get(back).status_code == 403


def test_who_stops_at_the_provider_reads_so(client, provider):
    there = client.get(START)["Location"]
    back = provider.come_from(there, "sub-1", action="deny")
    assert "error=access_denied" in back
    # This provider forgets the state where somebody says no; others send it along.
    page = client.get(f"{back}&state={asked_with(there)['state']}")
    assert page.status_code == 403
    assert "Log-in blev afbrudt" in page.content.decode()


@pytest.mark.requirement("R-SEC-02", part="federated log-in with every check mandatory", shows="refuses")
@pytest.mark.parametrize("claims", [{"preferred_username": "nobody"}, {}, {"preferred_username": ["mette"]}])
def test_nobody_becomes_a_user_by_logging_in(client, provider, caseworker, claims):
    provider.person("sub-9", **claims)
    response = come(client, provider, "sub-9")
    assert response.status_code == 403
    assert "Du er ikke bruger her" in response.content.decode()
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()


@pytest.fixture
def dina(case_system, caseworker):
    return actions.create_citizen(
        case_system.register(received()).course.person, username="uuid-1", name="Dina", password=None, audit=audit()
    )


@pytest.mark.requirement("C10", part="sees it", shows="works")
def test_a_citizen_comes_in_by_the_broker_of_the_national_eid_and_reads_their_own_page(client, provider, site, dina):
    use(site, provider, vouches_for="people", user_name_claim="uuid", acr=("substantial",))
    provider.person("eid-1", uuid="uuid-1")
    provider.forge = wrong(acr="substantial")
    assert come(client, provider, "eid-1").status_code == 302
    assert client.get("/")["Location"] == "/my/"
    page = client.get("/my/", headers={"Accept-Language": "da"})
    assert (page.status_code, "Er der et skøn om dig?" in page.content.decode()) == (200, True)
    assert client.get("/my/explanation/").status_code == 200
    (account,) = SocialAccount.objects.all()
    assert (account.user_id, account.extra_data) == (dina.pk, {})
    assert not AuditRecord.objects.filter(actor="uuid-1").exists(), "a citizen has no name in the log"


def test_a_representative_comes_in_as_themselves(client, provider, site, dina):
    actions.create_representative(
        dina.person, username="uuid-2", name="Rene", password=None, until=date(2026, 12, 1), acts_on={ActsOn.SEE},
        audit=audit(),
    )  # fmt: skip
    provider.person("eid-2", preferred_username="uuid-2")
    assert come(client, provider, "eid-2").status_code == 302
    assert "Du handler for" in client.get("/my/", headers={"Accept-Language": "da"}).content.decode()


@pytest.mark.requirement("C10", part="sees it", shows="refuses")
@pytest.mark.parametrize(("vouches_for", "username"), [("people", "mette"), ("staff", "uuid-1")])
def test_who_vouches_for_people_lets_no_staff_in_and_the_other_way_round(
    client, provider, site, dina, vouches_for, username
):
    use(site, provider, vouches_for=vouches_for)
    provider.person("sub-1", preferred_username=username)
    assert come(client, provider, "sub-1").status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_second_subject_cannot_take_over_a_user(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    come(client, provider, "sub-1")
    client.post("/log-out/")
    provider.person("sub-2", preferred_username="mette")
    assert come(client, provider, "sub-2").status_code == 403
    assert client.get("/").status_code == 302


def test_a_provider_vouches_for_its_own_municipality_only(client, provider, site, caseworker, caseworker_elsewhere):
    use(site, provider, municipality=HERE)
    provider.person("sub-bo", preferred_username="bo")
    assert come(client, provider, "sub-bo").status_code == 403
    provider.person("sub-1", preferred_username="mette")
    assert come(client, provider, "sub-1").status_code == 302
    client.post("/log-out/")
    use(site, provider, municipality=ELSEWHERE)
    assert come(client, provider, "sub-1").status_code == 403, "also who was bound before"


def test_a_user_who_has_left_is_refused(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    come(client, provider, "sub-1")
    client.post("/log-out/")
    User.objects.update(is_active=False)
    assert come(client, provider, "sub-1").status_code == 403


def test_a_made_up_user_is_refused_outside_a_demonstration(client, provider, caseworker):
    User.objects.update(is_demo=True)
    provider.person("sub-1", preferred_username="mette")
    assert come(client, provider, "sub-1").status_code == 403


@pytest.mark.parametrize(
    ("claims", "status"),
    [({}, 403), ({"acr": "low"}, 403), ({"acr": "high"}, 302), ({"amr": ["pwd", "mfa"]}, 302), ({"amr": "mfa"}, 403)],
)
def test_where_a_level_is_demanded_a_token_without_it_is_refused(client, provider, site, caseworker, claims, status):
    use(site, provider, acr=("high", "mfa"))
    provider.person("sub-1", preferred_username="mette")
    provider.forge = wrong(**claims)
    there = client.get(START)["Location"]
    assert asked_with(there)["acr_values"] == "high mfa"
    assert client.get(provider.come_from(there, "sub-1")).status_code == status


def test_the_way_back_leads_to_the_page_that_was_asked_for_and_nowhere_else(client, provider, caseworker):
    provider.person("sub-1", preferred_username="mette")
    for asked, led_to in (("/?band=high", "/?band=high"), ("https://elsewhere.example/", "/")):
        there = client.get(START, {"next": asked})["Location"]
        assert client.get(provider.come_from(there, "sub-1"))["Location"] == led_to
        client.post("/log-out/")


def test_a_provider_that_is_not_known_has_no_page(client, provider):
    assert client.get("/log-in/with/elsewhere/").status_code == 404
    assert client.get("/log-in/with/elsewhere/back/").status_code == 404


def test_a_provider_that_does_not_answer_is_told_of(client, provider, site, caseworker):
    use(site, provider, issuer="http://127.0.0.1:9")
    assert client.get(START).status_code == 403


ENVIRONMENT = {
    "LIGHED_OIDC_ISSUER": "https://login.example",
    "LIGHED_OIDC_CLIENT_ID": "c",
    "LIGHED_OIDC_CLIENT_SECRET": "s",
    "LIGHED_OIDC_NAME": "Enghavn",
    "LIGHED_OIDC_ACR": "high mfa",
}


def test_a_provider_is_read_from_the_environment(tmp_path):
    (provider,) = identity_providers(ENVIRONMENT, data=tmp_path)
    assert (provider.issuer, provider.acr, provider.user_name_claim) == (
        "https://login.example",
        ("high", "mfa"),
        "preferred_username",
    )
    assert identity_providers({}, data=tmp_path) == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"LIGHED_OIDC_CLIENT_ID": ""}, "client_id is missing"),
        ({"LIGHED_OIDC_NAME": ""}, "name is missing"),
        ({"LIGHED_OIDC_ISSUER": "http://login.example"}, "issuer must begin with https://"),
        ({"LIGHED_OIDC_MUNICIPALITY": "10"}, "three digits"),
    ],
)
def test_a_half_described_provider_is_refused_at_the_start(tmp_path, changed, said):
    with pytest.raises(ImproperlyConfigured, match=said):
        identity_providers({**ENVIRONMENT, **changed}, data=tmp_path)


def table(**changed: str) -> str:
    values = {"id": "a", "name": "A", "issuer": "https://a.example", "client_id": "c", "client_secret": "s"}
    return "[[provider]]\n" + "".join(f'{name} = "{value}"\n' for name, value in {**values, **changed}.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("provider = 1", r"only \[\[provider\]\]"),
        ("[[provider", "is not TOML"),
        (table(colour="red"), "colour is not known"),
        (table(vouches_for="all"), "vouches_for must be"),
        (table(acr="high"), "acr must be a list"),
        (table(id="A b"), "id may hold"),
        (table(municipality="101") + table(id="b"), "each must name its municipality"),
        (table(municipality="101") + table(municipality="102"), "the same id"),
    ],
)
def test_a_file_that_leaves_something_open_is_refused_at_the_start(tmp_path, text, said):
    (tmp_path / "oidc.toml").write_text(text)
    with pytest.raises(ImproperlyConfigured, match=said):
        identity_providers({}, data=tmp_path)


def test_several_municipalities_each_have_their_provider(tmp_path):
    (tmp_path / "oidc.toml").write_text(table(municipality="101") + table(id="b", municipality="102"))
    assert [(one.id, one.municipality) for one in identity_providers({}, data=tmp_path)] == [("a", "101"), ("b", "102")]
    with pytest.raises(ImproperlyConfigured, match="Keep one of the two"):
        identity_providers(ENVIRONMENT, data=tmp_path)
