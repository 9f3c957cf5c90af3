"""A data element's code -> whether it is protected itself, or may stand in for what is."""

from __future__ import annotations

from lighed.elements import REGISTER, Protection

PROTECTED, PROXY, NONE = Protection.PROTECTED.value, Protection.PROXY.value, Protection.NONE.value


def protection_of(element: str, *, is_protected: bool) -> str:
    """``protected``, ``proxy`` or ``none``.

    `is_protected` is what was stored with the value, true for both. It decides whether there is a mark at all; the
    register says which. An element that has left the register since counts as protected.
    """
    if not is_protected:
        return NONE
    is_proxy = element in REGISTER and REGISTER[element].protection is Protection.PROXY
    return PROXY if is_proxy else PROTECTED
