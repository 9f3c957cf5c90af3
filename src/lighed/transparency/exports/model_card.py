"""A record -> a model card in the form of Hugging Face's template: Markdown with its data on top."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lighed.governance import Text
from lighed.transparency.element_context import HEADINGS, context_of, elements_read
from lighed.transparency.exports import prose
from lighed.transparency.exports.export import LANGUAGES, MARKDOWN, About, Export, Standard
from lighed.transparency.record import NotStated, Record
from lighed.transparency.record_data import in_words

_CODE = "model-card"
_HEADINGS = (
    "Model Details", "Model Description", "Model Sources", "Uses", "Direct Use", "Downstream Use", "Out-of-Scope Use",
    "Bias, Risks, and Limitations", "Recommendations", "How to Get Started with the Model", "Training Details",
    "Training Data", "Training Procedure", "Preprocessing", "Training Hyperparameters", "Evaluation",
    "Testing Data, Factors & Metrics", "Testing Data", "Factors", "Metrics", "Results", "Model Examination",
    "Environmental Impact", "Technical Specifications", "Citation", "Glossary", "Model Card Authors",
    "Model Card Contact",
)  # fmt: skip
"""The headings of the template, in its order; each must stand in the card."""
_TOP = (
    "Model Details", "Uses", "Bias, Risks, and Limitations", "How to Get Started with the Model", "Training Details",
    "Evaluation", "Model Examination", "Environmental Impact", "Technical Specifications", "Citation", "Glossary",
    "Model Card Authors", "Model Card Contact",
)  # fmt: skip


def _write(record: Record, about: About) -> Iterator[Export]:
    for language in LANGUAGES:
        content = _front(record, about, language) + _body(record, about, language)
        faults = tuple(f"{one}: the heading is missing" for one in _HEADINGS if f"# {one}\n" not in content)
        yield Export(_CODE, f"model-card.{language}.md", MARKDOWN, content, language, faults)


def _front(record: Record, about: About, language: str) -> str:
    """The data on top. JSON is YAML too, so that every text is quoted right."""
    top = {
        "language": language,
        "license": "eupl-1.2",
        "tags": ["tabular-classification", *(word.in_(language) for word in record.system.keywords)],
        "model_name": f"{record.system.name} ({record.organisation.name})",
        "pipeline_tag": "tabular-classification",
        "publication": about.to_data(),
        "model-index": [{"name": record.system.name, "results": list(_results(record, language))}],
    }
    lines = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in top.items())
    return f"---\n{lines}\n---\n\n"


def _results(record: Record, language: str) -> Iterator[dict[str, Any]]:
    """The figures once more, as the template's data on top have them: one entry for each moment."""
    on = Text(da="Forløb, som versionen ikke er bygget af", en="Courses that the version was not built of")
    for one in record.evaluations:
        yield {
            "task": {"type": "tabular-classification", "name": one.name.in_(language)},
            "dataset": {"type": "lighed-untouched-courses", "name": on.in_(language), "split": "test"},
            "metrics": [
                {"type": metric.code, "name": metric.name.in_(language), "value": metric.value}
                for metric in one.metrics
                if metric.value is not None
            ],
        }


def _body(record: Record, about: About, language: str) -> str:
    said = _said(record, about, language)
    parts = [f"# {record.system.name}, {record.organisation.name}\n"]
    for heading in _HEADINGS:
        level = "##" if heading in _TOP else "###"
        parts.append(f"{level} {heading}\n")
        if text := said.get(heading):
            parts.append(f"{text}\n")
    return "\n".join(parts)


def _said(record: Record, about: About, language: str) -> dict[str, str]:
    system, use, version = record.system, record.use_case, record.version

    def not_stated(da: str, en: str) -> str:
        return in_words(NotStated(Text(da=da, en=en)), language)

    def words(da: str, en: str) -> str:
        return Text(da=da, en=en).in_(language)

    return {
        "Model Description": "\n".join(
            (
                system.description.in_(language),
                f"- **Developed by:** {system.supplier.in_(language)}",
                f"- **Used by:** {record.organisation.name}",
                f"- **Model type:** {words('Stemmer fra persontyper', 'Votes of person types')}",
                f"- **Version:** {version.text.in_(language) if isinstance(version, NotStated) else version.id}",
                f"- **Status:** {system.status_says.in_(language)}",
                f"- **License:** {system.licence}",
            )
        ),
        "Model Sources": "\n".join(
            (
                f"- **Repository:** {in_words(system.source_code, language)}",
                f"- **Register entry:** {about.page('register/')}",
            )
        ),
        "Direct Use": f"{prose.purposes(record, language)}\n\n{prose.process(record, language)}",
        "Downstream Use": words(
            "Ingen. Skønnet bruges af et menneske i planlægningen og går ikke videre til andre systemers afgørelser.",
            "None. The estimate is used by a human being who plans, and feeds no other system’s decisions.",
        ),
        "Out-of-Scope Use": prose.lines(use.out_of_scope, language),
        "Bias, Risks, and Limitations": prose.risks(record, language),
        "Recommendations": prose.human_role(record, language),
        "How to Get Started with the Model": words(
            "Se vejledningen og prøv med opdigtede personer på de åbne sider: ",
            "See the guide, and try it with made-up people on the open pages: ",
        )
        + about.address,
        "Training Data": f"{prose.training_data(record, language)}\n\n{_elements(record, language)}",
        "Preprocessing": system.method.in_(language),
        "Training Hyperparameters": _parameters(record, language),
        "Testing Data": _tested_on(record, language),
        "Factors": _groups(record, language),
        "Metrics": words(
            "Rangordning, kalibrering og fejl ved hver grænse, alle med 95 % interval.",
            "Ranking, calibration and errors at each limit, all with 95 % intervals.",
        ),
        "Results": prose.performance(record, language),
        "Model Examination": words(
            "Hvert skøn kan regnes efter: typernes stemmer lagt sammen giver skønnet.",
            "Every estimate can be recomputed: the votes of the types added up give the estimate.",
        ),
        "Environmental Impact": not_stated(
            "strømforbruget ikke er målt. En version bygges på en almindelig computer.",
            "the use of energy has not been measured. A version is built on an ordinary computer.",
        ),
        "Technical Specifications": system.architecture.in_(language),
        "Citation": f"{system.name} {system.software_version}, {about.reference}, sha256:{about.record_sha256}",
        "Glossary": words(
            "Persontype: en gruppe anonyme tidligere forløb, der ligner hinanden. Langt forløb: se grænserne ovenfor.",
            "Person type: a group of anonymous earlier courses that resemble each other. Long course: see the limits "
            "above.",
        ),
        "Model Card Authors": record.organisation.name,
        "Model Card Contact": prose.contact(record, language),
    }


def _parameters(record: Record, language: str) -> str:
    if isinstance(record.version, NotStated):
        return record.version.text.in_(language)
    told = [
        f"- {moment.name.in_(language)}: n_types={moment.n_types}, n_voting={moment.n_voting}, kappa={moment.kappa:g}, "
        f"alpha={moment.alpha:g}, cut_offs={moment.cut_offs[0]:g}/{moment.cut_offs[1]:g}"
        for moment in record.version.moments
    ]
    epsilon = record.version.epsilon
    told.append(f"- k={record.version.k}, epsilon={'–' if epsilon is None else f'{epsilon:g}'}")
    return "\n".join((prose.limits(record, language), *told))


def _elements(record: Record, language: str) -> str:
    """The elements that are read, a row each, with what to know before a value is read."""
    element_of = Text(da="Oplysning", en="Element").in_(language)
    names = (element_of, *(heading.in_(language) for heading in HEADINGS))
    rows = [
        f"| {element.name.in_(language)} (`{element.code}`) | "
        + " | ".join(one.says.in_(language) for one in context_of(element, record))
        + " |"
        for element in elements_read(record)
    ]
    return "\n".join((f"| {' | '.join(names)} |", "| --- " * len(names) + "|", *rows))


def _tested_on(record: Record, language: str) -> str:
    if not record.evaluations:
        return prose.performance(record, language)
    people = Text(da="personer", en="people").in_(language)
    return "\n".join(
        f"- {one.name.in_(language)}: {one.registered_from}–{one.registered_to}, {one.n_people} {people}"
        for one in record.evaluations
    )


def _groups(record: Record, language: str) -> str:
    rows = [
        f"| {one.name.in_(language)} | {group.grouping} | {group.label} | {group.n_people} | "
        f"{'; '.join(prose.figure(metric, language) for metric in group.metrics)} |"
        for one in record.evaluations
        for group in one.groups
    ]
    if not rows:
        return prose.performance(record, language)
    return "\n".join(("| Moment | Grouping | Group | n | Figures |", "| --- | --- | --- | --- | --- |", *rows))


MODEL_CARD = Standard(
    code=_CODE,
    name="Model card (Hugging Face)",
    edition="huggingface_hub 2",
    link="https://huggingface.co/docs/hub/model-cards",
    says=Text(da="Modelkort, som fageksperter kan læse", en="A model card that experts can read"),
    write=_write,
)
