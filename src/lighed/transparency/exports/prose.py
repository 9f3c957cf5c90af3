"""A record and a language -> the sentences that several standards ask for, each made in one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lighed.governance import Text
from lighed.transparency.record import AssessmentShown, Dataset, Metric, NotStated, Record
from lighed.transparency.record_data import in_words

_NO_BASIS = Text(
    da="Ikke oplyst, fordi ingen hjemmel er i kraft.", en="Not stated, because no legal basis is in force."
)
_NONE_FILED = Text(
    da="Ikke oplyst, fordi ingen konsekvensanalyse er registreret.",
    en="Not stated, because no impact assessment is on record.",
)
_NOT_MEASURED = Text(
    da="Ikke oplyst, fordi ingen version i brug er målt.",
    en="Not stated, because no version in operation has been measured.",
)
_NO_VERSION = Text(
    da="Ikke oplyst, fordi ingen version er i brug.", en="Not stated, because no version is in operation."
)


def lines(texts: Iterable[Text], language: str, *, mark: str = "- ") -> str:
    """A list, one on each line."""
    return "\n".join(f"{mark}{text.in_(language)}" for text in texts)


def sentences(texts: Iterable[Text], language: str) -> str:
    """One after the other, divided by semicolons."""
    return "; ".join(text.in_(language) for text in texts)


def purposes(record: Record, language: str) -> str:
    return "\n".join(f"{one.name.in_(language)}: {one.says.in_(language)}" for one in record.use_case.purposes)


def goal_and_impact(record: Record, language: str) -> str:
    """Purpose, impact, and what it is not used for."""
    use = record.use_case
    heading = Text(da="Bruges ikke til:", en="Not used for:").in_(language)
    return "\n\n".join(
        (purposes(record, language), use.impact.in_(language), f"{heading}\n{lines(use.out_of_scope, language)}")
    )


def process(record: Record, language: str) -> str:
    steps = enumerate(record.use_case.steps, start=1)
    return "\n".join(f"{number}. {step.in_(language)}" for number, step in steps)


def human_role(record: Record, language: str) -> str:
    use = record.use_case
    return "\n\n".join(text.in_(language) for text in (use.human_role, use.display_says, use.training_of_users))


def appeal(record: Record, language: str) -> str:
    use = record.use_case
    return f"{use.appeal.in_(language)}\n{lines(use.rights, language)}"


def risks(record: Record, language: str) -> str:
    """Each risk, what it is, and what is done about it."""
    return "\n".join(
        f"{risk.name.in_(language)}. {risk.says.in_(language)} → {sentences(risk.measures, language)}."
        for risk in record.risks
    )


def legal_bases(record: Record, language: str) -> str:
    """The legal bases in force, with what each says of the person's choice."""
    if not record.legal_bases:
        return _NO_BASIS.in_(language)
    made_up = Text(da=" (opdigtet, kun til demonstration)", en=" (made up, for demonstration only)").in_(language)
    return "\n".join(
        f"{basis.citation.in_(language)}{made_up if basis.is_fictional else ''}; GDPR {basis.article}; "
        f"{basis.participation_says.in_(language)}"
        for basis in record.legal_bases
    )


def balancing(record: Record, language: str) -> str:
    """As weighed by those who answer for it, and what else was considered."""
    use = record.use_case
    considered = Text(da="Overvejede alternativer:", en="Alternatives considered:").in_(language)
    return f"{in_words(use.proportionality, language)}\n\n{considered} {use.alternatives.in_(language)}"


def source_data(record: Record, language: str) -> str:
    """The families of elements with their numbers, and where they come from."""
    families: dict[str, list[str]] = {}
    for element in record.elements:
        families.setdefault(element.family_name.in_(language), []).append(element.source.in_(language))
    told = [f"{family}: {len(sources)}" for family, sources in families.items()]
    n = len(record.elements)
    opening = Text(
        da=f"{n} oplysninger kan bruges, alle fra kommunens fagsystem. Antal i hver gruppe:",
        en=f"{n} pieces of information may be used, all from the municipality’s case system. Number in each group:",
    ).in_(language)
    protected = [element.name for element in record.elements if element.protection == "protected"]
    closing = Text(da="Beskyttede oplysninger blandt dem:", en="Protected attributes among them:").in_(language)
    return (
        f"{opening} {'; '.join(told)}.\n{closing} {sentences(protected, language) or '–'}.\n"
        f"{catalogue(record).in_(language)}"
    )


def catalogue(record: Record) -> Text:
    """Where each element is told of with its context: for forms that have room for all of them together only."""
    link = f"{record.system.public_address}data/elements.csv"
    return Text(
        da="Om hver oplysning står det i kataloget, hvorfor og hvordan den er samlet ind, hvordan den læses, hvad den "
        f"ses sammen med, hvor den ikke er objektiv, og siden hvornår den er med: {link}",
        en="Of each piece of information the catalogue says why and how it is collected, how it is read, what it is "
        f"seen together with, where it is not objective, and since when it is there: {link}",
    )


def training_data(record: Record, language: str) -> str:
    """What the version was built of."""
    made_of = [one for one in record.datasets if one.code.startswith("training-")]
    if not made_of:
        return _NO_VERSION.in_(language)
    return "\n".join(
        f"{one.title.in_(language)}: {one.description.in_(language)} {_period(one, language)}." for one in made_of
    )


def _period(one: Dataset, language: str) -> str:
    ends = (one.from_day, one.until_day)
    return "–".join(end.text.in_(language) if isinstance(end, NotStated) else day(end, language) for end in ends)


def day(on: date, language: str) -> str:
    """A day as the language writes it."""
    return f"{on:%d.%m.%Y}" if language == "da" else on.isoformat()


def assessments(record: Record, language: str, *, kind: str = "") -> str:
    """The impact assessments on record: title, where it is filed, who signed it and when it is to be read again.

    With `kind` those of one kind alone.
    """
    filed = [one for one in record.assessments if kind in ("", one.kind)]
    if not filed:
        return _NONE_FILED.in_(language)
    return "\n".join(assessment(one, language) for one in filed)


def assessment(one: AssessmentShown, language: str) -> str:
    signed = Text(da="underskrevet af", en="signed by").in_(language)
    again = Text(da="læses igen senest", en="to be read again by").in_(language)
    return (
        f"{one.title} ({one.filed_at}), {signed} {one.signed_by_role.in_(language)} "
        f"{day(one.signed_on, language)}, {again} {day(one.review_due, language)}."
    )


def performance(record: Record, language: str) -> str:
    """Every figure of the evaluation with its interval, by moment."""
    if not record.evaluations:
        return _NOT_MEASURED.in_(language)
    measured = Text(da="forløb, som versionen ikke er bygget af", en="courses that the version was not built of")
    told = []
    for one in record.evaluations:
        figures = "; ".join(figure(metric, language) for metric in one.metrics)
        told.append(f"{one.name.in_(language)}: {one.n_cases} {measured.in_(language)}. {figures}.")
    return "\n".join(told)


def figure(metric: Metric, language: str) -> str:
    """A figure with its interval, digits as the language writes them."""
    if metric.value is None:
        return f"{metric.name.in_(language)}: –"
    shown = f"{metric.value:.3f}"
    if metric.low is not None and metric.high is not None:
        to = Text(da="til", en="to").in_(language)
        shown += f" ({metric.low:.3f} {to} {metric.high:.3f})"
    return f"{metric.name.in_(language)}: {shown.replace('.', ',') if language == 'da' else shown}"


def monitoring(record: Record, language: str) -> str:
    """What is watched, and by which roles."""
    told = []
    for one in record.oversight:
        roles = f" ({', '.join(role.in_(language) for role in one.roles)})" if one.roles else ""
        told.append(f"{one.name.in_(language)}{roles}: {one.says.in_(language)}")
    return "\n".join(told)


def limits(record: Record, language: str) -> str:
    """The limits between low, medium and high at each moment, as they run."""
    if isinstance(record.version, NotStated):
        return record.version.text.in_(language)
    told = []
    for moment in record.version.moments:
        low, high = (f"{100 * cut:g}" for cut in moment.cut_offs)
        if language == "da":
            low, high = low.replace(".", ","), high.replace(".", ",")
        told.append(
            Text(
                da=f"{moment.name.da}: Lav under {low} af 100, Høj fra {high} af 100. Et forløb er langt efter "
                f"{moment.threshold_weeks:g} uger.",
                en=f"{moment.name.en}: Low under {low} of 100, High from {high} of 100. A course is long after "
                f"{moment.threshold_weeks:g} weeks.",
            ).in_(language)
        )
    return "\n".join(told)


def method(record: Record, language: str) -> str:
    """How it computes, and the limits that are in force."""
    return f"{record.system.method.in_(language)}\n\n{limits(record, language)}"


def retention(record: Record, language: str) -> str:
    months = Text(da="måneder", en="months").in_(language)
    return "\n".join(
        f"{term.name.in_(language)}: {term.months} {months} {term.counted_from.in_(language)}."
        for term in record.retention
    )


def contact(record: Record, language: str) -> str:
    """E-mail, else web page, else telephone; else that none is stated."""
    one = record.organisation
    for way in (one.email, one.website, one.phone):
        if not isinstance(way, NotStated):
            return way
    return in_words(one.email, language)
