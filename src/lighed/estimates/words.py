"""Values, value ranges and rules -> the words for them, in Danish and English, from the element register."""

from __future__ import annotations

from collections.abc import Sequence

from lighed.anonymisation import Bins, NumberBins
from lighed.elements import REGISTER, Element
from lighed.elements.element import NUMBER_OF, ONE_OF, PER_CENT
from lighed.governance import Text

_MISSING = Text(da="ingen oplysning", en="no information")
_OTHER = Text(da="andet", en="other")
_MAX_NAMED = 4

_ELEMENTS: dict[str, Element] = {element.code: element for element in REGISTER.elements}


def element_of(code: str) -> Element:
    """The declared element behind a field."""
    return _ELEMENTS[code]


def value_in_words(code: str, value: float | str | None) -> Text:
    """A person's own value, with its unit."""
    element = _ELEMENTS[code]
    if value is None:
        return element.absence or _MISSING
    if isinstance(value, str):
        return element.codes.get(value, _OTHER)
    return _with_unit(element, _number(value, element.step))


def bins_in_words(bins: Bins, numbers: Sequence[int]) -> Text:
    """What a set of bins of one field means: a range of numbers, or some levels; missing is named where it belongs."""
    present = [number for number in sorted(numbers) if number != 0]
    if not present:
        return _ELEMENTS[bins.code].absence or _MISSING
    if len(present) == bins.n_bins - 1:
        return Text(da="alle værdier", en="any value")
    if isinstance(bins, NumberBins):
        return _runs_in_words(bins, present)
    return _levels_in_words(bins.code, bins.levels, present)


def condition_in_words(bins: Bins, numbers: Sequence[int], *, can_be_missing: bool) -> Text:
    """One condition of a type's rule: "Alder: 55-59 år". "or no information" only where somebody lacks the value."""
    name = _ELEMENTS[bins.code].name
    words = bins_in_words(bins, numbers)
    if can_be_missing and 0 in numbers and len(numbers) > 1:
        missing = _ELEMENTS[bins.code].absence or _MISSING
        words = Text(da=f"{words.da}; eller {missing.da}", en=f"{words.en}; or {missing.en}")
    return Text(da=f"{name.da}: {words.da}", en=f"{name.en}: {words.en}")


def _runs_in_words(bins: NumberBins, present: Sequence[int]) -> Text:
    runs: list[tuple[int, int]] = []
    for number in present:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    words = [_interval(bins, first, last) for first, last in runs]
    return Text(da=" eller ".join(word.da for word in words), en=" or ".join(word.en for word in words))


def _interval(bins: NumberBins, first: int, last: int) -> Text:
    """Bins are open below and closed above; a whole-number field says the first number inside instead."""
    element = _ELEMENTS[bins.code]
    step = element.step
    above = None if first == 1 else bins.edges[first - 2]
    up_to = None if last == bins.n_bins - 1 else bins.edges[last - 1]
    if above is None and up_to is not None:
        text = _number(up_to, step)
        if up_to == 0:
            # No element is below 0: at most none is none.
            return _with_unit(element, text)
        return _with_unit(element, Text(da=f"højst {text.da}", en=f"at most {text.en}"))
    if above is not None and up_to is None:
        if step and step >= 1:
            text = _number(above + step, step)
            return _with_unit(element, Text(da=f"mindst {text.da}", en=f"at least {text.en}"))
        text = _number(above, step)
        return _with_unit(element, Text(da=f"over {text.da}", en=f"over {text.en}"))
    if above is None or up_to is None:
        return Text(da="alle værdier", en="any value")
    low, high = _number(above + step if step and step >= 1 else above, step), _number(up_to, step)
    if low == high:
        return _with_unit(element, low)
    return _with_unit(element, Text(da=f"{low.da}–{high.da}", en=f"{low.en}–{high.en}"))


def _levels_in_words(code: str, levels: Sequence[str], present: Sequence[int]) -> Text:
    element = _ELEMENTS[code]
    absent = [number for number in range(1, len(levels) + 2) if number not in present]
    if 0 < len(absent) < len(present) and len(absent) <= _MAX_NAMED:
        excluded = _levels_in_words(code, levels, absent)
        return Text(
            da=f"alt andet end {excluded.da.replace(' / ', ' og ')}",
            en=f"anything but {excluded.en.replace(' / ', ' and ')}",
        )
    names = [_OTHER if number == 1 else element.codes.get(levels[number - 2], _OTHER) for number in present]
    # "Other" comes last: it is what the named ones leave over.
    names = sorted(dict.fromkeys(names), key=lambda name: name is _OTHER)
    # One name more takes no more room than saying that there is one more.
    n_shown = len(names) if len(names) <= _MAX_NAMED + 1 else _MAX_NAMED
    shown, hidden = names[:n_shown], len(names) - n_shown
    more = Text(da=f" eller {hidden} andre", en=f" or {hidden} others") if hidden > 0 else Text(da="", en="")
    return Text(da=" / ".join(n.da for n in shown) + more.da, en=" / ".join(n.en for n in shown) + more.en)


def _with_unit(element: Element, number: Text) -> Text:
    unit = element.unit
    if unit is None or unit == NUMBER_OF:
        return number
    if unit == PER_CENT:
        return Text(da=f"{number.da} %", en=f"{number.en}%")
    unit = ONE_OF.get(unit, unit) if number.en.split()[-1] == "1" else unit
    return Text(da=f"{number.da} {unit.da}", en=f"{number.en} {unit.en}")


def _number(value: float, step: float | None) -> Text:
    decimals = 0 if step is not None and step >= 1 else 1 if step is None or step >= 0.1 else 2
    text = f"{value:.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    return Text(da=text.replace(".", ","), en=text)
