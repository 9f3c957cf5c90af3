"""A request beside a legal register that just covers it, and every way to take one thing away from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from lighed.governance import (
    Choice,
    Conditions,
    ElementUse,
    GdprArticle,
    Ground,
    LegalBasis,
    LegalClass,
    LegalRegister,
    Moment,
    Participation,
    Proportionality,
    Purpose,
    Request,
    Signature,
    SpecialCategories,
    Standing,
    Text,
)

codes = st.text("0123456789", min_size=3, max_size=3)
names = st.text("abcdefghij_", min_size=1, max_size=8)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
families = st.sampled_from(["cv", "job_log", "earlier_course", "master_data"])
SAFEGUARD = Text(da="Kun to navngivne medarbejdere ser det", en="Only two named employees see it")
Held = tuple[Request, LegalRegister]


def signature(person: str, on: date) -> Signature:
    return Signature(person=person, name=person.title(), role="manager", on=on)


@st.composite
def covered(draw: Any, *, purpose: Purpose | None = None) -> Held:
    """A request, and a register with one legal basis that just covers it (and may cover more)."""
    on, municipality = draw(days), draw(codes)
    purpose = purpose or draw(st.sampled_from(Purpose))
    elements = draw(
        st.dictionaries(names, st.tuples(families, st.sampled_from(LegalClass)), min_size=1, max_size=5).map(
            lambda found: frozenset(ElementUse(code, *rest) for code, rest in found.items())
        )
    )
    special = frozenset(use.code for use in elements if use.legal_class is LegalClass.SPECIAL_CATEGORY)
    standing = Standing(choice=draw(st.sampled_from([None, *Choice])), is_informed=draw(st.booleans()))
    request = Request(
        purpose=purpose,
        municipalities=frozenset({municipality}),
        on=on,
        moments=draw(st.frozensets(st.sampled_from(Moment), min_size=1)),
        elements=elements,
        is_synthetic=draw(st.booleans()),
        standing=standing if purpose is Purpose.OPERATION else None,
    )
    by_code, by_family = draw(_ways_of_covering(elements, special))
    entered_on = on - timedelta(days=draw(st.integers(0, 30)))
    basis = LegalBasis(
        id="basis",
        purpose=purpose,
        article=GdprArticle.PUBLIC_AUTHORITY,
        provision=Text(da="§ 1", en="section 1"),
        title=Text(da="Bekendtgørelse", en="Order"),
        eli="https://example.org/eli/1",
        municipalities=request.municipalities | draw(st.frozensets(codes, max_size=3)),
        moments=request.moments | draw(st.frozensets(st.sampled_from(Moment))),
        elements=by_code,
        families=by_family,
        special_categories=SpecialCategories(Text(da="§ 2", en="section 2"), (SAFEGUARD,)) if special else None,
        conditions=Conditions(
            draw(st.sampled_from(_participation_open_to(request))),
            is_information_first=purpose is Purpose.TRAINING or (standing.is_informed and draw(st.booleans())),
            allows_joins=draw(st.booleans()),
        ),
        decision_document="24/1234",
        proportionality=Proportionality("needed", "in proportion", "manager and officer", entered_on),
        valid_from=on - timedelta(days=draw(st.integers(0, 400))),
        valid_to=draw(st.none() | st.integers(0, 400).map(lambda later: on + timedelta(days=later))),
        review_due=on + timedelta(days=draw(st.integers(-400, 400))),
        is_fictional=request.is_synthetic and draw(st.booleans()),
        entered=signature("ane", entered_on),
        approved=signature("bo", on - timedelta(days=draw(st.integers(0, (on - entered_on).days)))),
    )
    return request, LegalRegister((basis,), told_of_training=request.municipalities if purpose is Purpose.TRAINING
                                  else frozenset())  # fmt: skip


def _ways_of_covering(elements: frozenset[ElementUse], special: frozenset[str]) -> st.SearchStrategy[Any]:
    """By code, by family, by both, or every ordinary element by silence; a special category by its code alone."""
    every = frozenset(use.code for use in elements)
    kinds = frozenset(use.family for use in elements)
    ways = [(every, None), (every, frozenset({"cv"})), (special or frozenset({"x"}), kinds)]
    return st.sampled_from(ways if special else [*ways, (None, None), (None, kinds)])


def _participation_open_to(request: Request) -> list[Participation]:
    if request.purpose is Purpose.TRAINING or request.standing is None:
        return [Participation.NOT_OPTIONAL]
    told = request.standing.choice
    open_to = [Participation.NOT_OPTIONAL]
    open_to += [Participation.OPT_OUT] if told is not Choice.NO else []
    return open_to + ([Participation.OPT_IN] if told is Choice.YES else [])


def changed(held: Held, **changes: Any) -> Held:
    """The same with the basis changed."""
    request, register = held
    (basis,) = register.legal_bases
    return request, replace(register, legal_bases=(replace(basis, **changes),))


def basis_of(held: Held) -> LegalBasis:
    (basis,) = held[1].legal_bases
    return basis


def of_another_purpose(held: Held) -> Held:
    other = next(purpose for purpose in Purpose if purpose is not held[0].purpose)
    return changed(held, purpose=other)


def without_an_element(held: Held) -> Held:
    """The basis names all elements of the request but one ordinary one, which there is in any case."""
    request, _ = held
    lost = ElementUse("left_out", "of_no_family", LegalClass.ORDINARY)
    every, kinds = frozenset(use.code for use in request.elements), frozenset(use.family for use in request.elements)
    return changed((replace(request, elements=request.elements | {lost}), held[1]), elements=every, families=kinds)


def without_a_class(held: Held) -> Held:
    request, register = held
    unclear = ElementUse("unclear", "cv", None)
    return replace(request, elements=request.elements | {unclear}), register


def _with_special(held: Held, **changes: Any) -> Held:
    request, register = held
    every = frozenset(use.code for use in request.elements)
    health = ElementUse("health", "cv", LegalClass.SPECIAL_CATEGORY)
    request = replace(request, elements=request.elements | {health})
    cover = {"special_categories": SpecialCategories(Text(da="§ 2", en="section 2"), (SAFEGUARD,))}
    return changed((request, register), **{"elements": every | {"health"}, "families": None, **cover, **changes})


def with_special(held: Held) -> Held:
    """A special category that is named, with its provision and a safeguard."""
    return _with_special(held)


def without_cover(held: Held) -> Held:
    """One special category alone, so that nothing else is missing when its cover is."""
    request, register = held
    ordinary = frozenset(use for use in request.elements if use.legal_class is LegalClass.ORDINARY)
    return _with_special((replace(request, elements=ordinary), register), special_categories=None)


def without_safeguard(held: Held) -> Held:
    request, register = held
    ordinary = frozenset(use for use in request.elements if use.legal_class is LegalClass.ORDINARY)
    bare = SpecialCategories(Text(da="§ 2", en="section 2"), ())
    return _with_special((replace(request, elements=ordinary), register), special_categories=bare)


def special_by_family_only(held: Held) -> Held:
    request, register = held
    ordinary = frozenset(use for use in request.elements if use.legal_class is LegalClass.ORDINARY)
    kinds = frozenset(use.family for use in ordinary) | {"cv"}
    return _with_special((replace(request, elements=ordinary), register), elements=None, families=kinds)


def special_by_silence(held: Held) -> Held:
    request, register = held
    ordinary = frozenset(use for use in request.elements if use.legal_class is LegalClass.ORDINARY)
    return _with_special((replace(request, elements=ordinary), register), elements=None, families=None)


def _conditions(held: Held, **changes: Any) -> Held:
    return changed(held, conditions=replace(basis_of(held).conditions, **changes))


def _standing(held: Held, participation: Participation, **changes: Any) -> Held:
    request, register = _conditions(held, participation=participation)
    return replace(request, standing=replace(request.standing or Standing(), **changes)), register


def stopped(held: Held) -> Held:
    return held[0], replace(held[1], stopped=held[0].municipalities)


def told_nobody(held: Held) -> Held:
    return held[0], replace(held[1], told_of_training=frozenset())


def meeting_a_real_person(held: Held) -> Held:
    return changed((replace(held[0], is_synthetic=False), held[1]), is_fictional=True)


def _spelled_alike(held: Held) -> Held:
    return changed(
        held, entered=signature("Ane  Åberg", held[0].on), approved=signature(" ane A\u030aBERG", held[0].on)
    )


_DAY = timedelta(days=1)
ANY: dict[str, tuple[Ground, Callable[[Held], Held]]] = {
    "purpose": (Ground.PURPOSE, of_another_purpose),
    "municipality": (
        Ground.MUNICIPALITY,
        lambda held: changed(held, municipalities=basis_of(held).municipalities - held[0].municipalities),
    ),
    "before its first day": (
        Ground.DAY, lambda held: changed(held, valid_from=held[0].on + _DAY, valid_to=None),
    ),
    "after its last day": (Ground.DAY, lambda held: changed(held, valid_to=held[0].on - _DAY)),
    "moment": (
        Ground.MOMENT, lambda held: changed(held, moments=basis_of(held).moments - {min(held[0].moments)}),
    ),
    "one element": (Ground.ELEMENT, without_an_element),
    "the legal class of one element": (Ground.LEGAL_CLASS, without_a_class),
    "Article 9(2)(g)": (Ground.SPECIAL_CATEGORY, without_cover),
    "a safeguard": (Ground.SPECIAL_CATEGORY, without_safeguard),
    "the name of the special category, its family aside": (Ground.SPECIAL_CATEGORY, special_by_family_only),
    "the name of the special category": (Ground.SPECIAL_CATEGORY, special_by_silence),
    "approval": (Ground.APPROVAL, lambda held: changed(held, approved=None)),
    "entering": (Ground.APPROVAL, lambda held: changed(held, entered=None)),
    "another person to approve": (
        Ground.APPROVAL, lambda held: changed(held, approved=replace(basis_of(held).entered, role="officer")),
    ),
    "another person in another spelling": (Ground.APPROVAL, _spelled_alike),
    "anybody who approves": (Ground.APPROVAL, lambda held: changed(held, approved=signature("  ", held[0].on))),
    "anybody who enters": (
        Ground.APPROVAL, lambda held: changed(held, entered=replace(basis_of(held).entered, person="")),
    ),
    "approval by that day": (Ground.APPROVAL, lambda held: changed(held, approved=signature("bo", held[0].on + _DAY))),
    "entering before the approval": (
        Ground.APPROVAL, lambda held: changed(held, entered=signature("ane", basis_of(held).approved.on + _DAY)),
    ),
    "no suspension": (Ground.SUSPENDED, lambda held: changed(held, suspended=signature("cia", held[0].on))),
    "no condition beyond the records": (
        Ground.CONDITION, lambda held: _conditions(held, other=(Text(da="Vilkår", en="Terms"),)),
    ),
    "made-up data": (Ground.FICTIONAL, meeting_a_real_person),
    "no emergency stop": (Ground.STOPPED, stopped),
}  # fmt: skip
"""What a permit for either purpose needs -> the ground of the refusal without it, and how to take it away."""

OPERATION: dict[str, tuple[Ground, Callable[[Held], Held]]] = {
    "information first": (
        Ground.INFORMATION,
        lambda held: _conditions(
            (replace(held[0], standing=replace(held[0].standing, is_informed=False)), held[1]),
            is_information_first=True,
        ),
    ),
    "a yes, having said nothing": (
        Ground.PARTICIPATION, lambda held: _standing(held, Participation.OPT_IN, choice=None),
    ),
    "a yes, having said no": (
        Ground.PARTICIPATION, lambda held: _standing(held, Participation.OPT_IN, choice=Choice.NO),
    ),
    "no opting out": (Ground.PARTICIPATION, lambda held: _standing(held, Participation.OPT_OUT, choice=Choice.NO)),
    "no open objection": (
        Ground.OBJECTION, lambda held: _standing(held, Participation.NOT_OPTIONAL, has_open_objection=True),
    ),
}  # fmt: skip
TRAINING: dict[str, tuple[Ground, Callable[[Held], Held]]] = {
    "information to those whose courses are used": (Ground.TRAINING_INFORMATION, told_nobody),
    "no choice about training": (
        Ground.CONDITION, lambda held: _conditions(held, participation=Participation.OPT_OUT),
    ),
}  # fmt: skip
