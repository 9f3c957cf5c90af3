"""W3: the whole estimate card in its fixed order, each state that there is, and the values with source and date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from lighed.estimates.estimate import Certainty, MissingValue, Pull
from lighed.governance import Ground, Moment, Refusal, Text, to_content
from lighed.web import stored_result
from lighed.web.models import LegalBasisEntry, StoredEstimate
from lighed.web.queries.person.estimate_card import estimate_card
from tests.web.factories import NOW, assessed, cannot_be_assessed, effects, legal_basis, received

NOT_COVERED = (Refusal(Ground.ELEMENT, Text(da="Kommune 901: dækker ikke.", en="Not covered.")),)


@pytest.fixture
def show(db, page_of, case_system):
    """Register somebody and show the page."""

    def shown(language: str = "da", **changes) -> BeautifulSoup:
        key = case_system.register(received(**changes)).course.key
        response = page_of(f"/people/{key}/", **{"Accept-Language": language})
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return shown


def text(element) -> str:
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True))


@pytest.mark.requirement("C3", part="to the caseworker", shows="works")
@pytest.mark.requirement("C6", part="on the estimate", shows="works")
@pytest.mark.requirement("R-HUM-07", part="class and interval", shows="works")
@pytest.mark.requirement("R-HUM-07", part="of 100 similar", shows="works")
@pytest.mark.requirement("R-HUM-07", part="the version", shows="works")
@pytest.mark.requirement("R-HUM-07", part="this is not a decision", shows="works")
def test_the_card_has_its_parts_in_the_fixed_order(show):
    card = text(show().select_one("#estimate"))
    estimate = assessed()
    weeks = estimate.contact_course
    parts = [
        "Skønnet hjælper med at planlægge de første samtaler. Det er ikke en afgørelse.",
        "Langt forløb betyder her: mere end 26 uger i kontaktforløb, regnet fra tilmeldingen.",
        "Skønnet blev lavet ved tilmeldingen 02.11.2026 og ændrer sig ikke, når tiden går.",
        "Det kan blive et andet, hvis det laves igen, for eksempel med en ny version af værktøjet.",
        "Høj",
        f"Af 100 tidligere forløb, der ligner, blev {estimate.of_100} lange "
        f"(mellem {estimate.of_100_low} og {estimate.of_100_high}).",
        f"De fleste lignende forløb varede i alt {round(weeks.first_quartile)}–{round(weeks.third_quartile)} uger "
        "fra tilmelding.",
        "blev ikke lange",
        "Sikkerhed : Nogen",
        "Det ved værktøjet ikke",
        "Det trak skønnet op",
        "Det trak skønnet ned",
        "Ligner mest",
        "Sådan er det regnet ud",
        "Version 2026-11-demo",
        "Hjemmel demo-operation fiktiv",
    ]
    places = [card.replace("Sikkerhed:", "Sikkerhed :").find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place == -1]
    assert places == sorted(places)


@pytest.mark.requirement("R-ACCS-02", shows="works")
def test_the_sentences_are_there_in_english(show):
    card = text(show("en").select_one("#estimate"))
    assert "The estimate helps plan the first meetings. It is not a decision." in card
    assert f"Of 100 earlier courses that resemble this one, {assessed().of_100} became long (between" in card
    assert "What the tool does not know" in card


@pytest.mark.requirement("R-HUM-07", part="of 100 similar", shows="works")
def test_the_icon_array_says_its_sentence_and_shows_it(show):
    estimate = assessed()
    array = show().select_one(".icon-array")
    assert array["role"] == "img"
    assert array["aria-label"].startswith(f"Af 100 tidligere forløb, der ligner, blev {estimate.of_100} lange")
    assert len(array.select("rect.is-full")) == estimate.of_100
    assert len(array.select("rect")) == 100
    assert len(array.select("path")) == estimate.of_100_high - estimate.of_100_low
    bottom_left = max(array.select("rect"), key=lambda rect: (float(rect["y"]), -float(rect["x"])))
    assert "is-full" in bottom_left["class"]


@pytest.mark.requirement("A12", part="duration of the contact course", shows="works")
def test_the_curve_has_a_table_beside_it(show):
    page = show()
    assert page.select_one(".chart")["role"] == "img"
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select(".durations tbody tr")]
    running = dict(assessed().contact_course.still_running)
    assert rows[0][:2] == ["8 uger", str(round(100 * running[8.0]))]
    assert [row[0] for row in rows][:-1] == [f"{week} uger" for week in (8, 13, 19, 26, 39, 52, 78, 104)]


@pytest.mark.parametrize(
    ("moment", "cut_offs", "band", "limits"),
    [
        (Moment.REGISTRATION, (0.30, 0.55), "Høj", "Ved tilmelding er lav under 30 og høj fra 55 af 100."),
        (Moment.HAND_OVER, (0.50, 0.80), "Mellem", "Ved overgangen fra a-kassen er lav under 50 og høj fra 80 af 100."),
    ],
)
def test_the_band_stands_with_the_limits_of_its_moment(show, moment, cut_offs, band, limits):
    made = assessed(0.62, moment=moment, cut_offs=cut_offs)
    handed_over_on = date(2026, 11, 16) if moment is Moment.HAND_OVER else None
    card = show(event=moment, estimate=made, handed_over_on=handed_over_on).select_one("#estimate")
    assert text(card.select_one(".band-large strong")) == band
    assert text(card.select_one(".band-limits")) == limits
    assert f"lav under {round(100 * cut_offs[0])}, høj fra {round(100 * cut_offs[1])} af 100" in text(
        card.select_one(".status")
    )


@pytest.mark.requirement("C7", part="the explanation is the computation", shows="works")
@pytest.mark.requirement("R-MOD-03", part="it adds up to the estimate", shows="works")
def test_the_vote_adds_up_on_the_page_to_what_the_estimate_stands_on(show):
    estimate = assessed()
    table = show().select_one("table.vote")
    figures = [float(row.select_one(".product").get_text().replace(",", ".")) for row in table.select("tbody tr")]
    total = float(table.select_one("tfoot td").get_text().replace(",", "."))
    assert len(figures) == len(estimate.votes)
    assert sum(figures) == pytest.approx(total, abs=1e-9 + len(figures) * 5e-6)
    assert total == pytest.approx(estimate.raw_share, abs=5e-6)


def test_the_calibration_step_leads_from_the_vote_to_the_estimate():
    estimate = assessed()
    card = estimate_card(estimate, made_at=None)
    assert card.calibration.share_after == pytest.approx(estimate.long_share, abs=1e-12)
    assert estimate_card(assessed(is_calibrated=False), made_at=None).calibration is None


def test_at_most_three_values_each_way_and_the_strongest_first():
    card = estimate_card(assessed(), made_at=None)
    assert [one.effect.per_100 for one in card.up] == [6.2, 4.4, 3.1]
    assert [one.effect.per_100 for one in card.down] == [-4.8, -2.7, -0.3]


def test_a_missing_value_is_never_a_reason():
    estimate = assessed()
    name = estimate.effects[0].name
    card = estimate_card(replace(estimate, missing=(MissingValue("regions", name),)), made_at=None)
    assert "regions" not in {one.effect.element for one in (*card.up, *card.down)}
    assert [one.element for one in card.never_recorded] == ["regions"]


def test_a_protected_value_is_tagged_and_shows_the_estimate_without_it(show):
    estimate = assessed()
    without = round(100 * estimate.long_share - 3.1)
    (age,) = [item for item in show().select(".pulls li") if "Alder" in item.get_text()]
    assert "Beskyttet oplysning" in age.get_text()
    assert f"Uden denne oplysning: {without} af 100" in age.get_text()


@pytest.mark.requirement("R-LEG-09", part="stand-ins are labelled", shows="works")
def test_a_value_that_may_stand_in_for_a_protected_one_has_a_mark_of_its_own(show):
    page = show()
    marks = {
        row.select_one("th").find(string=True).strip(): [mark.get_text() for mark in row.select("th .mark")]
        for row in page.select(".values tbody tr")
    }
    assert marks["Alder"] == marks["Køn"] == ["Beskyttet oplysning"]
    assert marks["Sprog"] == marks["Tolkebehov"] == ["Kan afspejle beskyttet oplysning"]
    assert marks["Regioner søgt i"] == []
    (languages,) = [item for item in page.select(".pulls li") if "Sprog" in item.get_text()]
    assert languages.select_one(".mark").get_text() == "Kan afspejle beskyttet oplysning"
    assert "Uden denne oplysning" in languages.get_text()


def test_every_protected_element_of_the_register_has_its_mark():
    from lighed.elements import REGISTER, Protection
    from lighed.web.queries.protection import protection_of

    for element in REGISTER:
        is_protected = element.protection is not Protection.NONE
        assert protection_of(element.code, is_protected=is_protected) == element.protection.value
    assert protection_of("no_longer_there", is_protected=True) == "protected"


@pytest.mark.parametrize(
    ("target", "together"),
    [
        (0.15, "Det er oplysningerne tilsammen, der ligner forløb, der blev korte: se Ligner mest."),
        (0.45, "Det er oplysningerne tilsammen, der ligner tidligere forløb: se Ligner mest."),
        (0.70, "Det er oplysningerne tilsammen, der ligner forløb, der blev lange: se Ligner mest."),
    ],
)
def test_where_no_value_moves_the_estimate_much_the_card_says_what_does(show, target, together):
    small = tuple(replace(one, per_100=one.per_100 / 3) for one in effects())
    reasons = show(estimate=replace(assessed(target), effects=small)).select_one(".reasons")
    assert text(reasons.select_one(".no-single")).replace(" .", ".") == (
        f"Ingen enkelt oplysning flytter skønnet meget. {together}"
    )
    assert reasons.select_one(".no-single a")["href"] == "#similar"


def test_one_value_that_moves_the_estimate_explains_enough(show):
    small = tuple(replace(one, per_100=one.per_100 / 3) for one in effects())
    one_large = replace(assessed(), effects=(replace(effects()[0], per_100=3.0), *small[1:]))
    assert show(estimate=one_large).select_one(".no-single") is None


@pytest.mark.requirement("C6", part="on the estimate", shows="works")
@pytest.mark.requirement("R-DAT-02", part="too old is shown", shows="works")
@pytest.mark.requirement("R-HUM-07", part="what is missing", shows="works")
def test_what_is_missing_and_what_is_stale_stands_with_what_the_tool_does_not_know(show):
    unknown = text(show().select_one(".unknown"))
    assert "Helbred, motivation, job på vej, bolig, familie, netværk og borgerens egne ønsker." in unknown
    assert "Joberfaring, seneste stilling" in unknown
    assert "At noget mangler, er ikke dårligt, og det giver ingen point." in unknown
    assert "Det kan dog betyde noget for, hvilke persontyper forløbet ligner." in unknown
    assert "Forældet: CV: Sprog (28.09.2025)" in unknown


def test_up_to_three_similar_types_with_rule_and_difference(show):
    types = show().select(".types > li")
    assert len(types) == 3
    assert "Butik og service, kort joberfaring" in types[0].get_text()
    assert "Alder: 58 år (typen: 30–45 år)" in text(types[0]).replace("( ", "(").replace(" )", ")")


@pytest.mark.requirement("C5", part="source, screen and age of every value", shows="works")
@pytest.mark.requirement("R-DAT-02", part="source and day are shown", shows="works")
def test_every_value_has_a_source_and_a_date(show):
    page = show()
    rows = page.select(".values tbody tr")
    assert len(rows) == 12
    languages = text(next(row for row in rows if row.select_one("th").get_text().startswith("Sprog")))
    assert "CV på Jobnet" in languages
    assert "28.09.2025" in languages
    assert "forældet" in languages
    missing = text(next(row for row in rows if "Joberfaring" in row.get_text()))
    assert "Mangler" in missing
    assert [heading.get_text() for heading in page.select(".data h3")] == [
        "CV",
        "Joblog",
        "Tidligere forløb",
        "Stamdata",
    ]


@pytest.mark.requirement("R-MOD-09", shows="works")
@pytest.mark.requirement("R-LEG-01", part="the refusal says why", shows="works")
@pytest.mark.requirement("R-HUM-07", part="class and interval", shows="refuses")
@pytest.mark.requirement("R-HUM-07", part="of 100 similar", shows="refuses")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"estimate": cannot_be_assessed()},
            ["Kan ikke vurderes", "Værktøjet kan ikke vurdere dette forløb: for få lignende forløb."],
        ),
        ({"estimate": None}, ["Ikke profileret", "Du kan planlægge uden."]),
        (
            {
                "estimate": None,
                "refusals": (Refusal(Ground.ELEMENT, Text(da="Kommune 901: dækker ikke.", en="Not covered.")),),
            },
            ["Ingen hjemmel", "Kommune 901: dækker ikke."],
        ),
    ],
)
def test_each_state_without_an_estimate_says_so_and_has_no_number(show, changes, words):
    card = show(**changes).select_one("#estimate")
    assert all(word in text(card) for word in words)
    assert not card.select(".band, .icon-array, .chart, .vote")
    assert "af 100" not in card.get_text()


def test_what_was_missing_is_counted_by_family_and_nothing_is_said_to_be_used(show):
    abstention = cannot_be_assessed()
    missing = (
        *abstention.missing,
        MissingValue("education", Text(da="Højeste uddannelse", en="Highest education")),
        MissingValue("licences", Text(da="Kørekortkategorier", en="Licence categories")),
        MissingValue("n_languages", Text(da="Sprog", en="Languages"), is_stale=True),
        MissingValue("gone", Text(da="Udgået", en="Gone")),
    )
    page = show(estimate=replace(abstention, missing=missing))
    listed = page.select(".missing > li")
    assert [text(item.select_one("summary")) for item in listed] == [
        "CV: 2 oplysninger mangler, 1 er forældet",
        "Joblog: 1 oplysning mangler",
        "Andet: 1 oplysning mangler",
    ]
    names = [name.get_text() for name in listed[0].select("li")]
    assert names == ["Højeste uddannelse", "Kørekortkategorier", "Sprog (forældet)"]
    assert not any(item.select_one("details").has_attr("open") for item in listed)
    columns = {heading.get_text() for heading in page.select(".values thead th")}
    assert columns == {"Oplysning", "Værdi", "Kilde", "Dato", "Meld fejl"}


LONG_AGO = NOW.date() - timedelta(weeks=26, days=1)


@pytest.mark.requirement("R-DAT-10", part="not shown when the course is already long", shows="works")
def test_a_course_that_is_already_long_has_no_risk_of_becoming_long(show):
    page = show(registered_on=LONG_AGO, estimate=assessed(scored_on=LONG_AGO))
    card = page.select_one("#estimate")
    day = f"{LONG_AGO:%d.%m.%Y}"
    assert f"Forløbet har allerede varet mere end 26 uger. Skønnet fra {day} gælder ikke længere." in text(card)
    former = card.select_one("details.former").extract()
    assert not former.has_attr("open")
    assert not card.select(".band, .icon-array, .chart, .vote")
    assert "af 100" not in page.get_text()
    assert "Virkning" not in {heading.get_text() for heading in page.select(".values thead th")}
    assert [text(word) for word in former.select(".band s")] == ["Høj", "risiko for langt forløb"]
    assert former.select_one(".band strong") is None
    assert former.select(".pulls li")


@pytest.mark.requirement("R-DAT-10", part="not shown when the course is already long", shows="works")
def test_on_the_last_day_of_the_threshold_the_estimate_still_applies(show):
    registered_on = LONG_AGO + timedelta(days=1)
    card = show(registered_on=registered_on, estimate=assessed(scored_on=registered_on)).select_one("#estimate")
    assert card.select_one(".band strong").get_text() == "Høj"
    assert "allerede varet" not in card.get_text()


def test_the_threshold_is_the_versions_and_counts_from_registration_after_hand_over(show):
    estimate = assessed(moment=Moment.HAND_OVER)
    estimate = replace(estimate, basis=replace(estimate.basis, threshold_weeks=14))
    handed_over_on = NOW.date() - timedelta(days=3)
    changes = {"event": Moment.HAND_OVER, "handed_over_on": handed_over_on, "estimate": estimate}
    page = show("en", registered_on=NOW.date() - timedelta(weeks=14, days=1), **changes)
    said = "The course has already lasted more than 14 weeks. The estimate of 19 Nov 2026 no longer applies."
    assert said in text(page)
    assert "The estimate was made at the hand-over on 19 Nov 2026 and does not change as time passes." in text(page)


@pytest.mark.parametrize(("language", "written"), [("da", "86\N{NO-BREAK SPACE}%"), ("en", "86%")])
def test_per_cent_is_written_as_the_language_writes_it(show, language, written):
    page = show(language)
    in_cards = [dd.get_text() for dd in page.select(".type-figures dd")]
    in_table = [cell.find_all(string=True)[-1] for cell in page.select(".vote tbody td:nth-of-type(2)")]
    assert written in in_cards
    assert written in in_table
    wrong = {"da": r"\d%", "en": r"\d\s%"}[language]
    assert not re.search(wrong, page.get_text())


def test_how_it_was_computed_explains_its_words(show):
    computed = show().select_one("#computed")
    assert "De 6 nærmeste persontyper stemmer, også dem, der kun ligner lidt. Jo nærmere, jo mere vægt." in text(
        computed
    )
    assert [term.get_text() for term in computed.select(".terms dt")] == ["Lighed", "Vægt", "Andel lange", "Interval"]


@pytest.mark.requirement("R-DAT-10", part="not shown after the hand-over", shows="works")
def test_after_hand_over_nothing_of_the_registration_estimate_is_in_the_page(show, case_system):
    case_system.register(received())
    page = show(event_id="e-2", event=Moment.HAND_OVER, estimate=None)
    card = page.select_one("#estimate")
    assert "Forældet" in text(card)
    assert "Skønnet fra tilmeldingen gælder ikke derefter og vises ikke." in text(card)
    assert "af 100" not in page.get_text()
    assert "2026-11-demo" not in page.get_text()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", "Oplysningerne er ændret efter 02.11.2026. Skønnet regnes om."),
        ("en", "The data have been changed after 2 Nov 2026. The estimate is being made again."),
    ],
)
def test_after_a_correction_the_card_says_that_the_estimate_is_being_made_again(page_of, case_system, language, said):
    course = case_system.register(received()).course
    changes = {"current_estimate": None, "estimate_state": "out_of_date", "corrected_on": date(2026, 11, 20)}
    type(course).objects.update(**changes)
    page = BeautifulSoup(page_of(f"/people/{course.key}/", **{"Accept-Language": language}).content, "html.parser")
    assert said in text(page.select_one("#estimate"))
    assert "af 100" not in page.get_text()


def test_the_five_steps_stand_in_their_order_and_the_menu_leads_to_each(show):
    page = show()
    steps = page.select(".person-steps > section")
    assert [text(step.select_one("h2")) for step in steps] == [
        "1 Egen vurdering",
        "2 Borgerens egne ord",
        "3 Skøn",
        "4 Min vurdering nu",
        "5 Plan",
    ]
    links = [link["href"] for link in page.select(".person-menu a")]
    assert links == ["#step-1", "#step-2", "#estimate", "#step-4", "#step-5", "#timeline", "#data", "#rights"]
    assert all(page.select_one(link) for link in links)


@pytest.mark.parametrize(
    ("days", "said"), [(5, "27.11.2026 (om 5 dage)"), (0, "22.11.2026 (i dag)"), (-2, "20.11.2026 (overskredet)")]
)
def test_the_head_tells_the_next_legal_deadline(page_of, case_system, days, said):
    course = case_system.register(received()).course
    type(course).objects.update(deadline_on=NOW.date() + timedelta(days=days), deadline_kind="first_meeting")
    page = BeautifulSoup(page_of(f"/people/{course.key}/").content, "html.parser")
    assert f"Næste frist {said} Første samtale" in text(page.select_one(".facts"))


@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="works")
@pytest.mark.requirement("R-LEG-10", part="repeal", shows="works")
def test_a_basis_that_has_run_out_hides_a_stored_estimate(page_of, case_system):
    key = case_system.register(received()).course.key
    LegalBasisEntry.objects.update(
        valid_to=date(2026, 1, 31), content=to_content(legal_basis(valid_to=date(2026, 1, 31)))
    )
    page = BeautifulSoup(page_of(f"/people/{key}/").content, "html.parser")
    assert "Profilering er slået fra for Enghavn Kommune siden 01.02.2026." in text(page)
    assert "af 100" not in page.get_text()
    assert StoredEstimate.objects.exists()


@pytest.mark.django_db
def test_legal_bases_that_cannot_be_read_permit_nothing_and_block_nothing(page_of, case_system):
    key = case_system.register(received()).course.key
    LegalBasisEntry.objects.update(content={"id": 1})
    page = page_of(f"/people/{key}/").content.decode()
    assert "ingen hjemmel er i kraft" in page
    assert "af 100" not in page


def test_an_estimate_that_cannot_be_read_never_blocks_planning(show, page_of, case_system):
    key = case_system.register(received()).course.key
    StoredEstimate.objects.update(result={"kind": "assessed", "estimate": {"band": "secret value"}})
    response = page_of(f"/people/{key}/")
    assert "Skønnet kunne ikke hentes. Du kan planlægge uden" in response.content.decode()
    assert "secret value" not in response.content.decode()


@pytest.mark.requirement("R-HUM-07", part="the version", shows="refuses")
@pytest.mark.requirement("R-HUM-07", part="what is missing", shows="refuses")
@pytest.mark.parametrize("lost", ["basis", "missing", "low"])
def test_an_estimate_without_what_has_to_stand_beside_it_is_not_shown(page_of, case_system, lost):
    key = case_system.register(received()).course.key
    stored = StoredEstimate.objects.get()
    del stored.result["estimate"][lost]
    stored.save()
    card = BeautifulSoup(page_of(f"/people/{key}/").content, "html.parser").select_one("#estimate")
    assert "Skønnet kunne ikke hentes. Du kan planlægge uden" in text(card)
    assert not card.select(".band, .icon-array, .status")


def test_the_page_is_made_from_the_stored_result(page_of, case_system):
    """Change what is stored, and the page changes: nothing is computed again."""
    key = case_system.register(received()).course.key
    stored = StoredEstimate.objects.get()
    stored.result["estimate"]["certainty_reason"]["da"] = "En helt anden grund."
    stored.save()
    assert "En helt anden grund." in page_of(f"/people/{key}/").content.decode()


test_the_page_is_made_from_the_stored_result = pytest.mark.django_db(test_the_page_is_made_from_the_stored_result)


@given(
    target=st.floats(0.03, 0.97),
    certainty=st.sampled_from(Certainty),
    moment=st.sampled_from(Moment),
    half_width=st.floats(0, 0.3),
    is_calibrated=st.booleans(),
)
def test_an_estimate_comes_back_from_the_database_as_it_went_in(target, certainty, moment, half_width, is_calibrated):
    import json

    estimate = assessed(target, certainty=certainty, moment=moment, half_width=half_width, is_calibrated=is_calibrated)
    assert stored_result.from_json(json.loads(json.dumps(stored_result.to_json(estimate)))) == estimate
    assert sum(vote.contribution for vote in estimate.votes) == pytest.approx(estimate.raw_share, abs=1e-9)
    card = estimate_card(estimate, made_at=None)
    assert all(one.effect.pull is Pull.UP for one in card.up)


def test_an_abstention_comes_back_as_it_went_in():
    abstention = cannot_be_assessed(moment=Moment.HAND_OVER)
    assert stored_result.from_json(stored_result.to_json(abstention)) == abstention
