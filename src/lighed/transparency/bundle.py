"""The files of a regulator's bundle -> one frozen zip: an index that a browser reads, and the hashes of every file.

Whoever gets it needs nothing of the product: a browser for `index.html`, and `sha256sum -c SHA256SUMS` for the rest.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from importlib import resources
from string import Template
from urllib.parse import quote

from lighed.governance import Text

CHECKSUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
INDEXES = {"da": "index.html", "en": "index.en.html"}
_FOLDERS = (
    ("record", Text(da="Det, der kørte, da pakken blev lavet", en="What ran when the bundle was made")),
    ("publications", Text(da="Det, der er udgivet", en="What has been published")),
    ("versions", Text(da="Versioner og målinger af dem", en="Versions and the evaluations of them")),
    ("papers", Text(da="Konsekvensanalyser og vejledninger", en="Impact assessments and papers")),
    ("reviews", Text(da="Eftersyn og det, der fulgte", en="Periodic reviews and what followed")),
    ("log", Text(da="Loggen uden navne", en="The log, without names")),
)
"""In the order of the index. A file in another folder is a mistake of whoever collects."""
_WORDS = {
    "title": Text(da="Tilsynspakke", en="Regulator’s bundle"),
    "whole": Text(da="Pakken er komplet.", en="The bundle is complete."),
    "made": Text(da="Lavet", en="Made"),
    "covers": Text(da="Loggen dækker", en="The log covers"),
    "software": Text(da="Programmets version", en="Version of the software"),
    "configuration": Text(da="SHA-256 af det, der kørte", en="SHA-256 of what ran"),
    "size": Text(da="Størrelse", en="Size"),
    "file": Text(da="Fil", en="File"),
    "content": Text(da="Indhold", en="Content"),
    "none": Text(da="Ingen filer.", en="No files."),
    "missing": Text(da="Det mangler", en="What is missing"),
    "files": Text(da="Filer", en="Files"),
    "check": Text(da="Sådan kontrollerer du filerne", en="How to check the files"),
    "check_how": Text(
        da="Pak filen ud, gå til mappen, og kør denne kommando. Den skal svare OK ud for hver fil.",
        en="Unpack the file, go to its folder and run this command. It has to answer OK for each file.",
    ),
    "check_zip": Text(
        da="Summen af selve zip-filen står på den side, hvor du hentede den.",
        en="The sum of the zip file itself stands on the page where you fetched it.",
    ),
    "log": Text(da="Sådan læser du loggen", en="How to read the log"),
    "log_how": Text(
        da="Hvert navn er byttet med et tegn, som kun gælder i denne pakke. Samme tegn er samme person. Begrundelser "
        "i frie ord er udeladt, for de kan nævne nogen. Kommunen kan finde en post igen på nummeret.",
        en="Each name is replaced by a sign that is valid in this bundle only. The same sign is the same person. "
        "Reasons in free words are left out, for they may name someone. The municipality can find an entry by its "
        "number.",
    ),
}


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of the bundle. `name` begins with its folder."""

    name: str
    content: bytes
    says: Text

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What goes into a bundle, collected. `missing` is what a whole one would have had besides."""

    reference: str
    municipality: str
    organisation: str
    made_at: datetime
    begins_on: date
    ends_on: date
    record_sha256: str
    software_version: str
    files: tuple[BundleFile, ...]
    missing: tuple[Text, ...] = ()
    is_demo: bool = False


def write_bundle(bundle: Bundle) -> bytes:
    """The bundle as a zip. The same bundle gives the same bytes.

    Raises
    ------
    ValueError
        If two files have one name, or a file lies in no folder of a bundle.
    """
    _check_names(bundle.files)
    plain = [
        *((name, _index(bundle, language).encode()) for language, name in INDEXES.items()),
        (MANIFEST, _manifest(bundle).encode()),
        *((file.name, file.content) for file in bundle.files),
    ]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in [(CHECKSUMS, checksums_of(plain).encode()), *plain]:
            # The clock of the bundle, not of the machine, and plain rights on whatever system unpacks it.
            entry = zipfile.ZipInfo(f"{bundle.reference}/{name}", bundle.made_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            packed.writestr(entry, content)
    return written.getvalue()


def checksums_of(files: Iterable[tuple[str, bytes]]) -> str:
    """The lines that `sha256sum -c` reads, by name."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files))


def _check_names(files: Sequence[BundleFile]) -> None:
    names = [file.name for file in files]
    if len(set(names)) != len(names):
        raise ValueError(f"two files of one name: {', '.join(sorted(n for n in set(names) if names.count(n) > 1))}")
    folders = {folder for folder, _ in _FOLDERS}
    for name in names:
        first, *rest = name.split("/")
        if first not in folders or not rest or {"", ".", ".."} & set(rest) or any(sign in name for sign in "\\\r\n"):
            raise ValueError(f"{name!r} is not a file in a folder of a bundle: {', '.join(sorted(folders))}")


def _manifest(bundle: Bundle) -> str:
    told = {
        "reference": bundle.reference,
        "municipality": bundle.municipality,
        "organisation": bundle.organisation,
        "made_at": bundle.made_at.isoformat(timespec="seconds"),
        "log_from": bundle.begins_on.isoformat(),
        "log_until": bundle.ends_on.isoformat(),
        "record_sha256": bundle.record_sha256,
        "software_version": bundle.software_version,
        "is_demo": bundle.is_demo,
        "missing": [{"da": one.da, "en": one.en} for one in bundle.missing],
        "files": [
            {
                "name": file.name,
                "bytes": len(file.content),
                "sha256": file.sha256,
                "da": file.says.da,
                "en": file.says.en,
            }
            for file in bundle.files
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _index(bundle: Bundle, language: str) -> str:
    page = resources.files("lighed.transparency").joinpath("bundle_index.html").read_text("utf-8")
    other = "en" if language == "da" else "da"
    words = {name: escape(text.in_(language)) for name, text in _WORDS.items()}
    return Template(page).substitute(
        {f"w_{name}": said for name, said in words.items()},
        language=language,
        other=other,
        other_page=INDEXES[other],
        other_name={"da": "Dansk", "en": "English"}[other],
        organisation=escape(bundle.organisation),
        demo=_demo(bundle, language),
        reference=escape(bundle.reference),
        made_at=bundle.made_at.strftime("%Y-%m-%d %H:%M"),
        begins_on=bundle.begins_on.isoformat(),
        ends_on=bundle.ends_on.isoformat(),
        software_version=escape(bundle.software_version),
        record_sha256=bundle.record_sha256,
        checksums=CHECKSUMS,
        missing=_missing(bundle, language),
        folders="\n".join(_folder(bundle, folder, heading, language) for folder, heading in _FOLDERS),
    )


def _demo(bundle: Bundle, language: str) -> str:
    if not bundle.is_demo:
        return ""
    said = Text(da="Demonstration: alle personer er opdigtede.", en="Demonstration: all people are made up.")
    return f"<p><strong>{escape(said.in_(language))}</strong></p>"


def _missing(bundle: Bundle, language: str) -> str:
    if not bundle.missing:
        return f"<p>{escape(_WORDS['whole'].in_(language))}</p>"
    lines = "".join(f"<li>{escape(one.in_(language))}</li>" for one in bundle.missing)
    return f"<h2>{escape(_WORDS['missing'].in_(language))}</h2>\n<ul>{lines}</ul>"


def _folder(bundle: Bundle, folder: str, heading: Text, language: str) -> str:
    rows = "\n".join(
        f'<tr><td><a href="{escape(quote(file.name))}">{escape(file.name)}</a></td>'
        f'<td>{escape(file.says.in_(language))}</td><td class="n">{_size(len(file.content))}</td></tr>'
        for file in bundle.files
        if file.name.startswith(f"{folder}/")
    )
    title = escape(heading.in_(language))
    if not rows:
        return f"<h3>{title}</h3>\n<p>{escape(_WORDS['none'].in_(language))}</p>"
    head = "".join(f'<th scope="col">{escape(_WORDS[name].in_(language))}</th>' for name in ("file", "content", "size"))
    return f"<h3>{title}</h3>\n<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _size(n_bytes: int) -> str:
    return f"{n_bytes} B" if n_bytes < 1024 else f"{-(-n_bytes // 1024)} KB"
