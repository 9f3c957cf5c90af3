"""What the law in force says of a person's choice -> the sentences that a letter tells it in."""

from __future__ import annotations

from lighed.governance import Participation, Text

CHOICE: dict[Participation | None, Text] = {
    Participation.OPT_OUT: Text(
        da="Det er frivilligt, om vi må bruge værktøjet i din sag. Du kan sige nej nu eller senere, og du behøver ikke "
        "at forklare hvorfor. Hvis du siger nej, planlægger vi dine samtaler uden værktøjet.",
        en="You choose whether we may use the tool in your case. You can say no now or later, and you need not explain "
        "why. If you say no, we plan your meetings without the tool.",
    ),
    Participation.OPT_IN: Text(
        da="Vi bruger kun værktøjet, hvis du siger ja. Du kan sige nej igen, når du vil, og du behøver ikke at "
        "forklare hvorfor. Uden et ja planlægger vi dine samtaler uden værktøjet.",
        en="We use the tool only if you say yes. You can say no again whenever you like, and you need not explain why. "
        "Without a yes we plan your meetings without the tool.",
    ),
    Participation.NOT_OPTIONAL: Text(
        da="Du kan ikke vælge værktøjet fra. Men du kan gøre indsigelse. Så laver vi ikke et skøn, før et menneske har "
        "svaret dig.",
        en="You cannot opt out of the tool. But you can object. Then we make no estimate before a human being has "
        "answered you.",
    ),
    None: Text(
        da="Vi bruger ikke værktøjet lige nu. Det påvirker ikke dine samtaler.",
        en="We are not using the tool now. It does not affect your meetings.",
    ),
}


def months_text(months: int) -> Text:
    """A term in words."""
    return Text(
        da="1 måned" if months == 1 else f"{months} måneder", en="1 month" if months == 1 else f"{months} months"
    )
