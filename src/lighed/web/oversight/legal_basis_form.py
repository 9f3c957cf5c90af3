"""What is typed on the page of a legal basis <-> the fields of an entry; what is wrong is said at its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lighed.governance import GdprArticle, LegalBasis, LegalBasisFault, Moment, Participation, Purpose, to_content
from lighed.web import queries
from lighed.web.frame.inputs import PlainForm, day_field

ALL, CHOSEN = "all", "chosen"
_ONE_LINE = {"max_length": 300}
_WHERE = {
    "provision": "provision_da",
    "title": "title_da",
    "special_categories.provision": "special_da",
    "special_categories.safeguards": "safeguards_da",
    "conditions.other": "other_da",
    "conditions.participation": "participation",
    "proportionality.necessity": "necessity",
    "proportionality.proportionality": "proportionality",
    "proportionality.roles": "weighed_by",
    "proportionality.on": "weighed_on",
    "elements": "covers",
    "families": "covers",
}
"""The field of the page that a field of an entry is typed in, where it has another name."""


def _words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, **{**_ONE_LINE, **more})


def _text(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=8000, **more)


class LegalBasisForm(PlainForm):
    """All that an entry says. Who enters it, and for which municipality, follows from who is logged in."""

    article = forms.CharField(widget=forms.HiddenInput, initial=GdprArticle.PUBLIC_AUTHORITY.value)
    id = _words(_("Name in the register"), max_length=60,
                help_text=_("Short and your own, such as order-2027-operation."))  # fmt: skip
    purpose = forms.ChoiceField(label=_("Purpose"), widget=forms.RadioSelect)
    provision_da = _words(_("Provision, in Danish"), help_text=_("Such as § 3, stk. 2."))
    provision_en = _words(_("Provision, in English"))
    title_da = _words(_("Act or order, in Danish"))
    title_en = _words(_("Act or order, in English"))
    eli = _words(
        _("Link to the provision (ELI)"), required=False,
        help_text=_("The address at retsinformation.dk. Only a made-up provision may have none."),
    )  # fmt: skip
    moments = forms.MultipleChoiceField(label=_("Moments"), widget=forms.CheckboxSelectMultiple)
    covers = forms.ChoiceField(label=_("Data elements"), widget=forms.RadioSelect, initial=ALL)
    families = forms.MultipleChoiceField(label=_("Families"), required=False, widget=forms.CheckboxSelectMultiple)
    elements = forms.MultipleChoiceField(label=_("Elements"), required=False, widget=forms.CheckboxSelectMultiple)
    participation = forms.ChoiceField(label=_("The person’s choice"), widget=forms.RadioSelect)
    information_first = forms.BooleanField(
        label=_("The person must be informed before the first estimate"), required=False, initial=True
    )
    allows_joins = forms.BooleanField(label=_("The provision allows joins with other registers"), required=False)
    other_da = _text(
        _("Other conditions, in Danish"), required=False, rows=3,
        help_text=_("One on each line. With a condition that Lighed keeps no record of, nothing is permitted."),
    )  # fmt: skip
    other_en = _text(_("Other conditions, in English"), required=False, rows=3)
    special_da = _words(
        _("Provision for special categories, in Danish"), required=False,
        help_text=_("Leave this empty unless the law covers such data under Article 9(2)(g)."),
    )  # fmt: skip
    special_en = _words(_("Provision for special categories, in English"), required=False)
    safeguards_da = _text(
        _("Safeguards that the law names, in Danish"), required=False, rows=3, help_text=_("One on each line.")
    )
    safeguards_en = _text(_("Safeguards that the law names, in English"), required=False, rows=3)
    decision_document = _words(
        _("Decision document"), help_text=_("Where the municipality’s decision is filed: case and document.")
    )
    necessity = _text(_("Why it is necessary"))
    proportionality = _text(_("Why it is proportionate"))
    weighed_by = _words(_("Weighed by, with roles"))
    weighed_on = day_field(_("Weighed on"))
    valid_from = day_field(_("First day in force"))
    valid_to = day_field(_("Last day in force"), required=False, help_text=_("Empty: until further notice."))
    review_due = day_field(_("To be read again by"))
    fictional = forms.BooleanField(
        label=_("The provision is made up, for demonstrations: made-up data only"), required=False
    )

    def __init__(self, data: Any = None, *, entry: LegalBasis | None = None, is_id_fixed: bool = False) -> None:
        super().__init__(data, initial={} if entry is None else initial_of(entry))
        self._choices("purpose", [(one.value, queries.purpose_in_words(one)) for one in Purpose])
        self._choices("moments", [(one.value, queries.moment_in_words(one)) for one in Moment])
        self._choices("participation", [(one.value, queries.participation_in_words(one)) for one in Participation])
        self._choices("covers", [(ALL, _("Every declared element that is of no special category")),
                                 (CHOSEN, _("Only the families and elements that are ticked here"))])  # fmt: skip
        self.offered = queries.element_choices()
        self._choices("families", [(family.code, family.name) for family in self.offered])
        self._choices("elements", [(one.code, one.name) for family in self.offered for one in family.elements])
        if is_id_fixed and entry is not None:
            self.fields["id"].disabled = True
        if get_language() == "en":
            # The reader's language first.
            pairs = [
                [f"{name[:-3]}_en", name] if name.endswith("_da") else [name]
                for name in self.fields
                if not name.endswith("_en")
            ]
            self.order_fields([name for pair in pairs for name in pair])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def content(self) -> dict[str, Any]:
        """What was typed as the fields of an entry, with days as ISO 8601 text."""
        given = self.cleaned_data
        content: dict[str, Any] = {
            "id": given["id"],
            "purpose": given["purpose"],
            "article": given["article"],
            "provision": {"da": given["provision_da"], "en": given["provision_en"]},
            "title": {"da": given["title_da"], "en": given["title_en"]},
            "moments": given["moments"],
            "conditions": {
                "participation": given["participation"],
                "information_first": given["information_first"],
                "allows_joins": given["allows_joins"],
                "other": list(_pairs(given["other_da"], given["other_en"])),
            },
            "decision_document": given["decision_document"],
            "proportionality": {
                "necessity": given["necessity"],
                "proportionality": given["proportionality"],
                "roles": given["weighed_by"],
                "on": given["weighed_on"].isoformat(),
            },
            "valid_from": given["valid_from"].isoformat(),
            "review_due": given["review_due"].isoformat(),
            "fictional": given["fictional"],
        }
        if given["eli"]:
            content["eli"] = given["eli"]
        if given["valid_to"]:
            content["valid_to"] = given["valid_to"].isoformat()
        if given["covers"] == CHOSEN:
            content |= {name: given[name] for name in ("families", "elements") if given[name]}
        if given["special_da"] or given["special_en"] or given["safeguards_da"] or given["safeguards_en"]:
            content["special_categories"] = {
                "provision": {"da": given["special_da"], "en": given["special_en"]},
                "safeguards": list(_pairs(given["safeguards_da"], given["safeguards_en"])),
            }
        return content

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        is_chosen = given.get("covers") == CHOSEN and not {"families", "elements"}.intersection(self.errors)
        if is_chosen and not given.get("families") and not given.get("elements"):
            self.add_error("covers", _("Tick at least one family or element."))
        for first, second in (("other_da", "other_en"), ("safeguards_da", "safeguards_en")):
            if len(_lines(given.get(first))) != len(_lines(given.get(second))):
                self.add_error(second, _("Write as many lines in English as in Danish."))
        return given

    def add_faults(self, faults: tuple[LegalBasisFault, ...]) -> None:
        """Say what the rules of the register found, each at the field in which it was typed."""
        for fault in faults:
            name = fault.field.removesuffix(".da").removesuffix(".en")
            where = _WHERE.get(name, name)
            if fault.field.endswith(".en") and where.endswith("_da"):
                where = where.replace("_da", "_en")
            said = fault.rule.in_(get_language() or "da")
            self.add_error(where if where in self.fields else None, said[:1].upper() + said[1:])

    def groups(self) -> Iterator[tuple[Any, str, list[forms.BoundField]]]:
        """The fields under their headings."""
        for heading, note, names in _GROUPS:
            yield heading, note, [self[name] for name in self.fields if name in names]


_GROUPS = (
    (pgettext_lazy("legal basis", "The provision"), "",
     {"id", "purpose", "provision_da", "provision_en", "title_da", "title_en", "eli", "fictional"}),
    (_("What it covers"), "elements", {"moments", "covers", "families", "elements"}),
    (_("Conditions"), "", {"participation", "information_first", "allows_joins", "other_da", "other_en"}),
    (_("Special categories (Article 9)"), "special", {"special_da", "special_en", "safeguards_da", "safeguards_en"}),
    (_("Decision and weighing"), "",
     {"decision_document", "necessity", "proportionality", "weighed_by", "weighed_on"}),
    (_("Period and review"), "", {"valid_from", "valid_to", "review_due"}),
)  # fmt: skip


def initial_of(basis: LegalBasis) -> dict[str, Any]:
    """An entry as the form shows it."""
    content = to_content(basis)
    special: Mapping[str, Any] = content.get(
        "special_categories", {"provision": {"da": "", "en": ""}, "safeguards": []}
    )
    conditions, weighed = content["conditions"], content["proportionality"]
    is_all = basis.elements is None and basis.families is None
    return {
        **{name: content.get(name, "") for name in ("id", "purpose", "article", "eli", "moments", "decision_document",
                                                    "valid_from", "valid_to", "review_due", "fictional")},
        **{f"provision_{language}": said for language, said in content["provision"].items()},
        **{f"title_{language}": said for language, said in content["title"].items()},
        "covers": ALL if is_all else CHOSEN,
        "families": content.get("families", []),
        "elements": content.get("elements", []),
        **{name: conditions[name] for name in ("participation", "information_first", "allows_joins")},
        **{f"other_{language}": _joined(conditions["other"], language) for language in ("da", "en")},
        **{f"special_{language}": said for language, said in special["provision"].items()},
        **{f"safeguards_{language}": _joined(special["safeguards"], language) for language in ("da", "en")},
        **{name: weighed[name] for name in ("necessity", "proportionality")},
        "weighed_by": weighed["roles"],
        "weighed_on": weighed["on"],
    }  # fmt: skip


def _joined(texts: list[Mapping[str, str]], language: str) -> str:
    return "\n".join(text[language] for text in texts)


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _pairs(danish: str, english: str) -> Iterator[dict[str, str]]:
    for da, en in zip(_lines(danish), _lines(english), strict=False):
        yield {"da": da, "en": en}
