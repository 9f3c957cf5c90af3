"""A record -> the answers that several papers give, each made in one place."""

from __future__ import annotations

from collections.abc import Iterator

from lighed.governance import Text
from lighed.transparency.element_context import elements_read, in_one_line
from lighed.transparency.exports import prose
from lighed.transparency.papers.paper import Told
from lighed.transparency.record import GroupShown, ModelMoment, NotStated, Record
from lighed.transparency.record_data import in_words


def nothing(_: Record) -> tuple[Told, ...]:
    """To what only the municipality knows, the record has no answer."""
    return ()


def purposes(record: Record) -> tuple[Told, ...]:
    return tuple(_said(one.name, one.says) for one in record.use_case.purposes)


def out_of_scope(record: Record) -> Iterator[Told]:
    for one in record.use_case.out_of_scope:
        yield Text(da=f"Bruges ikke til: {one.da}", en=f"Not used for: {one.en}")


def controller(record: Record) -> Iterator[Told]:
    """Who answers for the use, and how they are reached."""
    one = record.organisation
    yield Text(one.name, one.name)
    labels = (
        (one.unit, "Enhed", "Unit"),
        (one.accountable, "Ansvarlig", "Accountable"),
        (one.email, "Kontakt", "Contact"),
        (one.dpo, "Databeskyttelsesrådgiver", "Data protection officer"),
        (one.operator, "Drift af serverne", "Operation of the servers"),
    )
    for value, da, en in labels:
        yield labelled(da, en, value)


def labelled(da: str, en: str, value: str | Text | NotStated) -> Told:
    """A fact with its name before it; of one that is not stated the reason, with the name after it."""
    if isinstance(value, NotStated):
        return NotStated(Text(da=f"{value.because.da} ({da})", en=f"{value.because.en} ({en})"))
    return Text(da=f"{da}: {in_words(value, 'da')}", en=f"{en}: {in_words(value, 'en')}")


def data(record: Record) -> Iterator[Told]:
    """The elements by family, each family's names once."""
    families: dict[Text, list[Text]] = {}
    for element in record.elements:
        families.setdefault(element.family_name, []).append(element.name)
    for family, names in families.items():
        yield Text(
            da=f"{family.da} ({len(names)}): {', '.join(name.da for name in names)}",
            en=f"{family.en} ({len(names)}): {', '.join(name.en for name in names)}",
        )


def contexts(record: Record, *codes: str) -> Iterator[Told]:
    """Of each element that is read, what is to be known of it: the parts of its context with these codes."""
    for element in elements_read(record):
        yield in_one_line(element, record, *codes)


def sensitive(record: Record) -> Iterator[Told]:
    """Which elements the law protects, and which may stand in for one that it does."""
    special = [one.name for one in record.elements if one.legal_class != "ordinary"]
    yield _listed(special, "Følsomme oplysninger (artikel 9)", "Special categories (Article 9)")
    protected = [one.name for one in record.elements if one.protection == "protected"]
    yield _listed(protected, "Beskyttede egenskaber", "Protected attributes")
    proxies = [one.name for one in record.elements if one.protection == "proxy"]
    yield _listed(proxies, "Kan afspejle beskyttede egenskaber", "May reflect protected attributes")


def bases(record: Record) -> Iterator[Told]:
    if not record.legal_bases:
        yield NotStated(Text(da="ingen hjemmel er i kraft.", en="no legal basis is in force."))
    for basis in record.legal_bases:
        made_up = Text(da=" (opdigtet)", en=" (made up)") if basis.is_fictional else Text("", "")
        yield Text(
            da=f"{basis.citation.da}{made_up.da}; databeskyttelsesforordningen artikel {basis.article}. "
            f"{basis.participation_says.da}",
            en=f"{basis.citation.en}{made_up.en}; GDPR Article {basis.article}. {basis.participation_says.en}",
        )


def weighed(record: Record) -> Iterator[Told]:
    """What those who answer for the legal bases wrote of need and proportion, in the language they wrote in."""
    if not record.legal_bases:
        yield NotStated(Text(da="ingen hjemmel er i kraft.", en="no legal basis is in force."))
    for basis in record.legal_bases:
        yield labelled("Nødvendighed", "Necessity", basis.necessity)
        yield labelled("Proportionalitet", "Proportionality", basis.proportionality)
        by = f"{basis.weighed_by}, {basis.weighed_on}"
        yield labelled("Vejet af", "Weighed by", by)


def version(record: Record) -> Iterator[Told]:
    """The version in operation: its name, when it was made, of what and with which limits."""
    one = record.version
    if isinstance(one, NotStated):
        yield one
        return
    yield labelled("Version", "Version", one.id)
    yield labelled("Fil, SHA-256", "File, SHA-256", one.sha256)
    yield labelled("Overleveringen, SHA-256", "Hand-over, SHA-256", one.hand_over_sha256)
    yield labelled("Lavet", "Made", f"{one.made_on}, {one.software}")
    noise = "–" if one.epsilon is None else f"{one.epsilon:g}"
    yield Text(
        da=f"Mindste gruppe: {one.k} personer. Støj (epsilon): {noise}.",
        en=f"Smallest group: {one.k} people. Noise (epsilon): {noise}.",
    )
    if one.is_synthetic:
        yield Text(da="Bygget af opdigtede personer.", en="Built of made-up people.")


def moments(record: Record) -> Iterator[Told]:
    """At which moments it estimates, how long a long course is, and where the limits of the bands stand."""
    for moment in _of_version(record):
        low, high = moment.cut_offs
        yield Text(
            da=f"{moment.name.da}: et langt forløb varer mindst {moment.threshold_weeks:g} uger. Mellem fra "
            f"{low:.0%}, høj fra {high:.0%}. {moment.n_types} persontyper, {moment.n_voting} stemmer. "
            f"{len(moment.elements)} oplysninger læses.",
            en=f"{moment.name.en}: a long course lasts at least {moment.threshold_weeks:g} weeks. Medium from "
            f"{low:.0%}, high from {high:.0%}. {moment.n_types} person types, {moment.n_voting} vote. "
            f"{len(moment.elements)} elements are read.",
        )
    if isinstance(record.version, NotStated):
        yield record.version


def decisions(record: Record) -> Iterator[Told]:
    """Every step in the version's life here: when, in which role, and why."""
    if isinstance(record.version, NotStated):
        yield record.version
        return
    for step in record.version.decisions:
        when = step.at.date().isoformat()
        yield Text(
            da=f"{when}: {step.says.da}{_in_brackets(step.role.da)}. {step.reason}".strip(),
            en=f"{when}: {step.says.en}{_in_brackets(step.role.en)}. {step.reason}".strip(),
        )


def datasets(record: Record) -> Iterator[Told]:
    for one in record.datasets:
        personal = (
            Text(da="Personoplysninger.", en="Personal data.")
            if one.is_personal
            else Text(da="Ikke personoplysninger.", en="Not personal data.")
        )
        yield Text(
            da=f"{one.title.da}: {one.description.da} {one.collection.da} {personal.da}",
            en=f"{one.title.en}: {one.description.en} {one.collection.en} {personal.en}",
        )


def groups(record: Record) -> Iterator[Told]:
    """How well it fits each group that is large enough to be told of."""
    if not record.evaluations:
        yield NOT_MEASURED
    for report in record.evaluations:
        for group in report.groups:
            if group.n_people is None:
                continue
            figures = {
                language: "; ".join(prose.figure(metric, language) for metric in group.metrics)
                for language in ("da", "en")
            }
            name = _group(group, record)
            yield Text(
                da=f"{report.name.da}, {name.da}. {figures['da']}", en=f"{report.name.en}, {name.en}. {figures['en']}"
            )


def performance(record: Record) -> Iterator[Told]:
    for report in record.evaluations:
        figures = {
            language: "; ".join(prose.figure(metric, language) for metric in report.metrics)
            for language in ("da", "en")
        }
        yield Text(
            da=f"{report.name.da}: {report.n_cases} forløb fra {report.registered_from} til {report.registered_to}, "
            f"som versionen ikke er bygget af. {figures['da']}",
            en=f"{report.name.en}: {report.n_cases} courses from {report.registered_from} to {report.registered_to}, "
            f"of which the version was not built. {figures['en']}",
        )
    if not record.evaluations:
        yield NOT_MEASURED


def risks(record: Record) -> Iterator[Told]:
    """Each risk, and what is done about it."""
    for risk in record.risks:
        yield Text(
            da=f"{risk.name.da}: {risk.says.da} Det gøres: {'; '.join(one.da for one in risk.measures)}",
            en=f"{risk.name.en}: {risk.says.en} What is done: {'; '.join(one.en for one in risk.measures)}",
        )


def oversight(record: Record) -> Iterator[Told]:
    """What each can do who watches over the tool, and which roles those are."""
    for one in record.oversight:
        yield Text(
            da=f"{one.name.da} ({', '.join(role.da for role in one.roles)}): {one.says.da}",
            en=f"{one.name.en} ({', '.join(role.en for role in one.roles)}): {one.says.en}",
        )


def log_kept(record: Record) -> tuple[Told, ...]:
    """How long the log is kept, and how it is protected and read."""
    return (*_terms(record, only="log"), *record.security)


def retention(record: Record) -> Iterator[Told]:
    yield from _terms(record)


def _terms(record: Record, *, only: str = "") -> Iterator[Text]:
    for term in record.retention:
        if only and term.code != only:
            continue
        decided = (
            Text("", "")
            if term.is_decided
            else Text(da=" (produktets forslag, ikke besluttet)", en=" (the product’s proposal, not decided)")
        )
        yield Text(
            da=f"{term.name.da}: {term.months} måneder {term.counted_from.da}{decided.da}",
            en=f"{term.name.en}: {term.months} months {term.counted_from.en}{decided.en}",
        )


def stopped(record: Record) -> Iterator[Told]:
    yield record.system.status_says
    if record.stop is not None:
        since = record.stop.since.date()
        yield Text(
            da=f"Nødstop siden {since}: {record.stop.says.da}", en=f"Stopped since {since}: {record.stop.says.en}"
        )


NOT_MEASURED = NotStated(Text(da="ingen version i brug er målt.", en="no version in operation has been measured."))


def _in_brackets(words: str) -> str:
    return f" ({words})" if words else ""


def _of_version(record: Record) -> tuple[ModelMoment, ...]:
    return () if isinstance(record.version, NotStated) else record.version.moments


def _group(group: GroupShown, record: Record) -> Text:
    """ "Alder: 55+, n = 400": the group by the name of the element that it is made by, where it is made by one."""
    element = next((one for one in record.elements if one.code == group.grouping), None)
    grouping = Text(group.grouping, group.grouping) if element is None else element.name
    label = Text(group.label, group.label)
    if element is not None:
        label = element.values.get(group.label, label)
    return Text(
        da=f"{grouping.da}: {label.da}, n = {group.n_people}", en=f"{grouping.en}: {label.en}, n = {group.n_people}"
    )


def _listed(names: list[Text], da: str, en: str) -> Text:
    return Text(
        da=f"{da}: {', '.join(name.da for name in names) or 'ingen'}",
        en=f"{en}: {', '.join(name.en for name in names) or 'none'}",
    )


def _said(name: Text, says: Text) -> Text:
    return Text(da=f"{name.da}: {says.da}", en=f"{name.en}: {says.en}")
