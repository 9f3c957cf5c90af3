"""A record -> the record itself as JSON, the elements and the results of the evaluation as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from lighed.governance import Text
from lighed.transparency.exports.export import CSV, JSON, About, Export, Standard, as_json
from lighed.transparency.record import NotStated, Record
from lighed.transparency.record_data import to_data

_CODE = "lighed"
_ELEMENT_COLUMNS = (
    "code", "name_da", "name_en", "meaning_da", "meaning_en", "family", "source_da", "source_en", "tables", "why_da",
    "why_en", "legal_class", "protection", "moments", "unit_da", "unit_en", "values", "fresh_for_days",
    "is_changeable", "collected_da", "collected_en", "reading_da", "reading_en", "together_with", "objectivity_da",
    "objectivity_en", "since", "is_used",
)  # fmt: skip
_RESULT_COLUMNS = (
    "moment", "grouping", "group", "n_people", "is_reference", "metric", "name_da", "name_en", "value", "low_95",
    "high_95",
)  # fmt: skip


def _write(record: Record, about: About) -> Iterator[Export]:
    document = {"about": {"format": "lighed-record", "version": 1, **about.to_data()}, **to_data(record)}
    yield Export(_CODE, "record.json", JSON, as_json(document))
    yield Export(_CODE, "elements.csv", CSV, _csv(_ELEMENT_COLUMNS, _elements(record)))
    yield Export(_CODE, "results.csv", CSV, _csv(_RESULT_COLUMNS, _results(record)))


def _elements(record: Record) -> Iterator[Sequence[object]]:
    for one in record.elements:
        unit = one.unit or Text("", "")
        yield (
            one.code, one.name.da, one.name.en, one.meaning.da, one.meaning.en, one.family, one.source.da,
            one.source.en, " ".join(one.tables), one.why.da, one.why.en, one.legal_class, one.protection,
            " ".join(one.moments), unit.da, unit.en, " ".join(one.values), one.fresh_for_days,
            one.is_changeable, one.collected.da, one.collected.en, one.reading.da, one.reading.en,
            " ".join(one.together_with), one.objectivity.da, one.objectivity.en, one.since,
            "" if isinstance(one.is_used, NotStated) else one.is_used,
        )  # fmt: skip


def _results(record: Record) -> Iterator[Sequence[object]]:
    for one in record.evaluations:
        for metric in one.metrics:
            yield (
                one.moment, "", "", one.n_people, "", metric.code, metric.name.da, metric.name.en, metric.value,
                metric.low, metric.high,
            )  # fmt: skip
        for group in one.groups:
            for metric in group.metrics:
                yield (
                    one.moment, group.grouping, group.label, group.n_people, group.is_reference, metric.code,
                    metric.name.da, metric.name.en, metric.value, metric.low, metric.high,
                )  # fmt: skip


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return written.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


OWN_FORM = Standard(
    code=_CODE,
    name="Lighed",
    edition="1",
    link="",
    says=Text(da="Hele posten som data, og tabeller", en="The whole entry as data, and tables"),
    write=_write,
)
