"""The code -> reference pages in Markdown: case export tables, data elements, command line, Python, legal bases."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from contextlib import suppress
from enum import Enum
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import typer

from lighed.anonymisation.handover_tables import COLUMNS, LOOKUP_COLUMNS
from lighed.elements import catalogue_page
from lighed.governance import (
    MOST_DAYS,
    RIGHTS,
    GdprArticle,
    Moment,
    Participation,
    Purpose,
    Right,
    Role,
    RoleRefused,
    Text,
    check_together,
)
from lighed.governance.text import Language
from lighed.planning import QuotaCount, RuleSet, shipped_rule_sets
from lighed.records.reference import rules_markdown, tables_markdown

PYTHON_FOLDERS = (
    "governance",
    "records",
    "elements",
    "anonymisation",
    "persontypes",
    "estimates",
    "planning",
    "research",
    "evaluation",
    "workflow",
)
TESTS = Path(__file__).parents[1] / "tests"
_SECTIONS = ("Parameters", "Returns", "Raises", "Attributes", "Notes", "References")


def reference_pages() -> dict[str, str]:
    """Name of the page -> its Markdown."""
    return {
        "case-export.da.md": "\n".join(_case_export("da")),
        "case-export.en.md": "\n".join(_case_export("en")),
        "elements.da.md": catalogue_page("da"),
        "elements.en.md": catalogue_page("en"),
        "command-line.md": "\n".join(_command_line()),
        "legal-basis-file.md": "\n".join(_legal_basis_file()),
        "hand-over-file.md": "\n".join(_hand_over_file()),
        "contact-rules.md": "\n".join(_contact_rules()),
        "roles.md": "\n".join(_roles()),
        "specification.md": "\n".join(_specification()),
        "python.md": "\n".join(_python()),
    }


def write_reference_pages(folder: Path) -> None:
    """Write the pages that differ from what stands there, so that a second build has nothing to do."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in reference_pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _case_export(language: Language) -> Iterator[str]:
    yield Text(da="# Fagsystemets udtræk: tabeller og kolonner\n", en="# Case export: tables and columns\n").in_(
        language
    )
    yield Text(
        da="Skrevet ud fra de erklæringer, som indlæsningen selv tjekker efter.\n",
        en="Written from the declarations that the import itself checks against. See also "
        "[](../case-export-format.md) for files and formats.\n",
    ).in_(language)
    yield tables_markdown(language)
    yield Text(da="## Regler\n", en="## Rules\n").in_(language)
    yield Text(
        da="Alle fejl bliver fortalt på én gang, aldrig med en værdi.\n",
        en="All faults are told at once, never with a value.\n",
    ).in_(language)
    yield rules_markdown(language)


def _command_line() -> Iterator[str]:
    from lighed.cli.app import app

    yield "# Command line\n"
    yield "Written from the commands' own help. Every command takes `--help`.\n"
    command: Any = typer.main.get_command(app)
    yield from _command("lighed", command, level=2)


def _command(name: str, command: Any, *, level: int) -> Iterator[str]:
    children = getattr(command, "commands", {})
    if name != "lighed":
        yield f"{'#' * level} `{name}`\n"
    yield _prose(command.help or "") + "\n"
    options = [parameter for parameter in command.params if parameter.name != "help"]
    if options and not children:
        yield "| Option | Meaning | Default |"
        yield "| --- | --- | --- |"
        for parameter in options:
            yield "| " + " | ".join(_cell(cell) for cell in _option(parameter)) + " |"
        yield ""
    if epilog := getattr(command, "epilog", None):
        yield _prose(epilog) + "\n"
    for child_name, child in sorted(children.items()):
        if not child.hidden:
            yield from _command(f"{name} {child_name}", child, level=level)


def _option(parameter: Any) -> tuple[str, str, str]:
    is_argument = parameter.param_type_name == "argument"
    names = parameter.name.upper() if is_argument else ", ".join([*parameter.opts, *parameter.secondary_opts])
    default = parameter.default
    shown = "" if default is None or callable(default) or isinstance(default, Enum | tuple) else str(default)
    if isinstance(default, Enum):
        shown = str(default.value)
    if parameter.required:
        shown = "must be given"
    return f"`{names}`", _prose(getattr(parameter, "help", None) or ""), f"`{shown}`" if shown else ""


def _roles() -> Iterator[str]:
    yield "# Roles and rights\n"
    yield "Written from the table that the site itself asks. What is not marked, the role may not do.\n"
    yield "| Right | " + " | ".join(role.value.replace("_", " ") for role in Role) + " |"
    yield "| --- |" + " :-: |" * len(Role)
    for right in Right:
        marks = ("yes" if right in RIGHTS[role] else "" for role in Role)
        yield f"| {right.value.replace('_', ' ')} | " + " | ".join(marks) + " |"
    yield "\n## Not together\n"
    yield "One person cannot have both:\n"
    for first, second in combinations(Role, 2):
        try:
            check_together((first, second))
        except RoleRefused as refused:
            pair = " and ".join(role.value.replace("_", " ") for role in (first, second))
            yield f"- {pair}: {refused.text.en}"
    limited = ", ".join(f"{role.value} ({days} days at most)" for role, days in MOST_DAYS.items())
    yield f"\nGiven for a time only: {limited}; a representative, until the authority's last day.\n"


def _legal_basis_file() -> Iterator[str]:
    yield "# Legal basis file\n"
    yield (
        "A TOML file with any number of tables `[[legal_basis]]`, taken into the legal register by "
        "`lighed legal-basis import` or on the site. It approves nothing: another person does that on the site. A file "
        "with a fault is refused whole, and all faults are told together, with file, entry, field and what is allowed. "
        "No text in it may name a ground that Datatilsynet refused.\n"
    )
    yield "| Field | Holds |"
    yield "| --- | --- |"
    for field, holds in _LEGAL_BASIS_FIELDS.items():
        yield f"| `{field}` | {holds} |"
    yield "\nThe two made-up bases of the demonstration, whole:\n"
    yield f"```toml\n{files('lighed.governance').joinpath('demonstration.toml').read_text(encoding='utf-8')}```\n"


_BOTH = "`da` and `en`"
_LEGAL_BASIS_FIELDS = {
    "id": "a name in the municipality, at most 60 signs; the same name again is the next revision of the same entry",
    "purpose": " or ".join(f"`{purpose}`" for purpose in Purpose),
    "article": " or ".join(f"`{article}`" for article in GdprArticle) + ": no other ground can be registered",
    "provision": f"{_BOTH}: which provision",
    "title": f"{_BOTH}: of which act or order",
    "eli": "the address that leads to it (European Legislation Identifier), beginning with `https://`; only a "
    "fictional basis may leave it out",
    "municipalities": "list of three-digit codes; an import takes in those of the municipality that it is for",
    "moments": "list of " + ", ".join(f"`{moment}`" for moment in Moment),
    "elements": "list of element codes",
    "families": "list of element families; with both left out, every declared ordinary element is covered. A family "
    "never covers an element of a special category",
    "special_categories.provision": f"{_BOTH}: the provision that Article 9(2)(g) asks for; leave the table out where "
    "there is none",
    "special_categories.safeguards": f"list of {_BOTH}: the safeguards that the law names, one at least",
    "conditions.participation": " or ".join(f"`{one}`" for one in Participation),
    "conditions.information_first": "`true` (also where left out): the person is informed before the first estimate",
    "conditions.allows_joins": "`true` where the provision allows joins with other registers; the product makes none",
    "conditions.other": f"list of {_BOTH}: conditions that the product keeps no record of; with one, nothing is "
    "permitted",
    "decision_document": "where the municipality's decision to rely on the provision is filed",
    "proportionality.necessity": "why the processing is necessary",
    "proportionality.proportionality": "why it is in proportion",
    "proportionality.roles": "which roles weighed that",
    "proportionality.on": "on which day",
    "valid_from": "first day in force, a date without quotes",
    "valid_to": "last day in force; left out: until further notice",
    "review_due": "the day on which the entry is to be read again",
    "fictional": "`true` for a made-up provision: it covers made-up data only",
}


def _hand_over_file() -> Iterator[str]:
    yield "# Hand-over file\n"
    yield (
        "One zip of CSV tables. A folder per scoring moment, and nothing else but these columns: a file with another "
        "table or column is refused at load.\n"
    )
    yield "| File | Columns |"
    yield "| --- | --- |"
    for name, columns in COLUMNS.items():
        yield f"| `<moment>/{name}.csv` | {_codes(columns)} |"
    yield f"| `lookups.csv` | {_codes(LOOKUP_COLUMNS)} |"
    yield "| `manifest.json` | limits, dates, legal bases, municipalities, hash of the element register, recount |"


def _contact_rules() -> Iterator[str]:
    yield "# Contact rules\n"
    yield (
        "The rules that come with the product, written from the data. Verify them before use: "
        "[](../../explanation/contact-rules.md) says what is open.\n"
    )
    for rule_set in shipped_rule_sets():
        until = rule_set.valid_to.isoformat() if rule_set.valid_to else "further notice"
        yield f"## {rule_set.name.en}\n"
        yield f"From {rule_set.valid_from.isoformat()} to {until}.\n"
        if rule_set.uncertain:
            yield f"{rule_set.uncertain.en}\n"
        yield "| Rule | Says | Certainty | Taken from |"
        yield "| --- | --- | --- | --- |"
        for name, says, certainty, citation in _contact_rule_rows(rule_set):
            yield f"| {_cell(name)} | {_cell(says)} | `{certainty}` | [{_cell(citation.text.en)}]({citation.read_at}) |"
        yield ""
    yield "## The file, whole\n"
    text = files("lighed.planning").joinpath("contact_rules.toml").read_text(encoding="utf-8")
    yield f"```toml\n{text}```\n"


def _contact_rule_rows(rule_set: RuleSet) -> Iterator[tuple[str, str, str, Any]]:
    if period := rule_set.fund_period:
        says = f"The first {period.months} months of courses registered from {period.registered_from.isoformat()}"
        yield "The fund holds the course", says, period.certainty, period.citation
    for rule in rule_set.rules:
        last = " or, if sooner, ".join(
            f"{span.n} {span.unit} after {span.since.value.replace('_', '-')}" for span in rule.until
        )
        if floor := rule.not_sooner_than:
            last += f", but not before {floor.n} {floor.unit} after {floor.since.value.replace('_', '-')}"
        note = f" {rule.note.en}" if rule.note else ""
        yield rule.name.en, f"{rule.n} by {last}.{note}", rule.certainty, rule.citation
    if booking := rule_set.self_booking:
        yield "Self-booking", f"At least {booking.n_days} days", booking.certainty, booking.citation
    if exemption := rule_set.exemption:
        whom = (
            "Everyone exempt in the period" if exemption.counted is QuotaCount.OVER_PERIOD else "Whoever is exempt now"
        )
        says = f"At most {exemption.per_cent} % a {exemption.period}. {whom} counts. {exemption.population.en}"
        yield "Exemption from meetings", says, exemption.certainty, exemption.citation


def _specification() -> Iterator[str]:
    yield "# Specification\n"
    yield (
        "What the product promises about values, outcomes, permits and evaluation, each with the test that holds it to "
        "it. Written from the tests; all of them run with `make test`.\n"
    )
    folders = [path for kind in ("spec", "property") for path in sorted((TESTS / kind).glob("test_*.py"))]
    for path in [*folders, TESTS / "web" / "test_the_law.py"]:
        source = path.read_text(encoding="utf-8")
        module = ast.parse(source)
        yield f"## {_cell((ast.get_docstring(module) or path.stem).splitlines()[0]).rstrip('.')}\n"
        for item in module.body:
            if isinstance(item, ast.FunctionDef) and item.name.startswith("test_"):
                code = "\n".join(source.splitlines()[item.lineno - 1 : item.end_lineno])
                yield f"### {_sentence(item.name)}\n"
                yield f"```python\n{code}\n```\n"


def _sentence(name: str) -> str:
    words = name.removeprefix("test_").replace("_", " ")
    return words[0].upper() + words[1:]


def _python() -> Iterator[str]:
    yield "# Python\n"
    yield (
        "What each folder of `lighed` offers to the folders above it, in the order in which the data flow. Written "
        "from the docstrings.\n"
    )
    for folder in PYTHON_FOLDERS:
        module = importlib.import_module(f"lighed.{folder}")
        yield f"## `lighed.{folder}`\n"
        yield _prose(inspect.getdoc(module) or "") + "\n"
        for name in sorted(module.__all__, key=str.lower):
            yield from _object(name, getattr(module, name))


def _object(name: str, thing: Any) -> Iterator[str]:
    yield f"### `{name}`\n"
    if not callable(thing):
        yield f"A value: `{type(thing).__name__}`.\n"
        return
    if inspect.isclass(thing) and issubclass(thing, Enum):
        said = _prose(thing.__dict__.get("__doc__") or "")
        own = "" if said.startswith("Enum where members") else said + "\n\n"
        yield f"{own}Values: {_codes(str(item.value) for item in thing)}.\n"
        return
    with suppress(TypeError, ValueError):  # no signature
        yield f"```python\n{_signature(name, thing)}\n```\n"
    text = inspect.getdoc(thing) or ""
    if not text.startswith(f"{name}("):  # the docstring that a dataclass without one gets
        yield _docstring(text)


class _Shown:
    """A type or a default value as the reference shows it: three dots where writing it out would tell nothing."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _default(value: Any) -> Any:
    if value is inspect.Parameter.empty:
        return value
    is_plain = value is None or isinstance(value, int | float | str | bool) or value == ()
    return _Shown(repr(value) if is_plain else getattr(value, "__name__", "..."))


def _type(annotation: Any) -> Any:
    return _Shown(annotation) if isinstance(annotation, str) else annotation


def _signature(name: str, thing: Any) -> str:
    signature = inspect.signature(thing)
    parameters = [
        parameter.replace(default=_default(parameter.default), annotation=_type(parameter.annotation))
        for parameter in signature.parameters.values()
        if not parameter.name.startswith("_")
    ]
    shown = signature.replace(parameters=parameters, return_annotation=_type(signature.return_annotation))
    if inspect.isclass(thing):
        shown = shown.replace(return_annotation=inspect.Signature.empty)
    if len(f"{name}{shown}") <= 100:
        return f"{name}{shown}"
    lines, is_keyword_only = [], False
    for parameter in parameters:
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and not is_keyword_only:
            lines.append("    *,")
            is_keyword_only = True
        lines.append(f"    {parameter},")
    has_arrow = shown.return_annotation is not inspect.Signature.empty
    arrow = f" -> {inspect.formatannotation(shown.return_annotation)}" if has_arrow else ""
    return "\n".join([f"{name}(", *lines, f"){arrow}"])


def _docstring(text: str) -> str:
    """A numpydoc docstring as Markdown: the sections' names in bold, their entries as they stand."""
    parts = re.split(rf"^({'|'.join(_SECTIONS)})\n-+\n", text, flags=re.MULTILINE)
    blocks = [_prose(parts[0])]
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        blocks.append(f"**{title}**\n\n```text\n{body.strip()}\n```")
    return "\n\n".join(blocks) + "\n"


def _prose(text: str) -> str:
    """Text of a docstring as Markdown: double backquotes become single, signs of Markdown lose their meaning."""
    text = inspect.cleandoc(text).replace("\b", "").replace("``", "`")
    return re.sub(r"(?<!`)\[\[([\w.]+)\]\](?!`)", r"`[[\1]]`", text).replace("<", "&lt;").replace(" * ", " \\* ")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _codes(names: Any) -> str:
    return ", ".join(f"`{name}`" for name in names)
