"""A rule of the case export -> what a fault against it is called, and what to do about it, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from lighed.governance import Text


class Rule(StrEnum):
    """Every rule that a case export or a registration can break."""

    # The whole
    MISSING_SOURCE = "missing_source"
    MISSING_MANIFEST = "missing_manifest"
    BAD_MANIFEST = "bad_manifest"
    BAD_MAPPING = "bad_mapping"
    BAD_DOCUMENT = "bad_document"
    BAD_ARCHIVE = "bad_archive"
    TOO_LARGE = "too_large"
    UNSAFE_NAME = "unsafe_name"
    MISSING_TABLE = "missing_table"
    UNKNOWN_TABLE = "unknown_table"
    NOTHING_SOUND = "nothing_sound"
    IMPORT_RUNNING = "import_running"
    CANNOT_WRITE = "cannot_write"
    # A file
    MISSING_FILE = "missing_file"
    UNREADABLE_FILE = "unreadable_file"
    WRONG_HASH = "wrong_hash"
    ROW_COUNT = "row_count"
    WRONG_ENCODING = "wrong_encoding"
    NO_HEADING = "no_heading"
    MISSING_COLUMN = "missing_column"
    UNKNOWN_COLUMN = "unknown_column"
    DUPLICATE_COLUMN = "duplicate_column"
    # A row
    RAGGED_ROW = "ragged_row"
    MISSING_REQUIRED = "missing_required"
    WRONG_TYPE = "wrong_type"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_CODE = "unknown_code"
    DAMAGED_TEXT = "damaged_text"
    CPR_LIKE = "cpr_like"
    DUPLICATE_KEY = "duplicate_key"
    ORPHAN = "orphan"
    END_BEFORE_START = "end_before_start"
    AFTER_EXTRACTION = "after_extraction"
    DEPENDS_ON_DROPPED = "depends_on_dropped"
    ONE_PERSON = "one_person"
    EVENT_MISMATCH = "event_mismatch"


ROW_RULES = frozenset(
    {
        Rule.RAGGED_ROW,
        Rule.MISSING_REQUIRED,
        Rule.WRONG_TYPE,
        Rule.OUT_OF_RANGE,
        Rule.UNKNOWN_CODE,
        Rule.DAMAGED_TEXT,
        Rule.CPR_LIKE,
        Rule.DUPLICATE_KEY,
        Rule.ORPHAN,
        Rule.END_BEFORE_START,
        Rule.AFTER_EXTRACTION,
        Rule.DEPENDS_ON_DROPPED,
    }
)
"""Rules that a row breaks by itself: a partial load leaves the row out. Any other fault stops every load."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """What is wrong, and what to do next."""

    problem: Text
    action: Text


_ASK = Text(
    da="Bed leverandøren af fagsystemet om et nyt udtræk.", en="Ask the supplier of the case system for a new export."
)
_CORRECT = Text(
    da="Ret rækkerne i fagsystemet eller i udtrækket.", en="Correct the rows in the case system or in the export."
)

RULE_TEXTS: Mapping[Rule, RuleText] = MappingProxyType(
    {
        Rule.MISSING_SOURCE: RuleText(
            Text("udtrækket findes ikke", "the export is not there"),
            Text("Angiv mappen eller zip-filen med udtrækket.", "Give the folder or zip file that holds the export."),
        ),
        Rule.MISSING_MANIFEST: RuleText(
            Text("manifest.json mangler", "manifest.json is missing"),
            Text(
                "Angiv den mappe, som manifest.json ligger i, eller en zip-fil af den.",
                "Give the folder in which manifest.json lies, or a zip file of it.",
            ),
        ),
        Rule.BAD_MANIFEST: RuleText(
            Text("manifestet er forkert", "the manifest is wrong"),
            Text("Ret manifest.json, eller bed om et nyt udtræk.", "Correct manifest.json, or ask for a new export."),
        ),
        Rule.BAD_MAPPING: RuleText(
            Text("oversættelsesfilen er forkert", "the mapping file is wrong"),
            Text(
                "Ret filen; et eksempel følger med: danish_headings.toml.",
                "Correct the file; an example ships with the product: danish_headings.toml.",
            ),
        ),
        Rule.BAD_DOCUMENT: RuleText(
            Text("tilmeldingen er forkert", "the registration is wrong"),
            Text("Ret dokumentet, og send det igen.", "Correct the document and send it again."),
        ),
        Rule.BAD_ARCHIVE: RuleText(
            Text("zip-filen kan ikke bruges", "the zip file cannot be used"),
            Text(
                "Pak mappen igen som en almindelig zip-fil uden kodeord og genveje.",
                "Pack the folder again as a plain zip file without password and links.",
            ),
        ),
        Rule.TOO_LARGE: RuleText(
            Text("udtrækket er for stort, når det pakkes ud", "the export is too large when unpacked"),
            Text(
                "Se efter, om filen er det udtræk, du tror. Er den, så angiv mappen i stedet for zip-filen.",
                "See whether the file is the export you think it is. If so, give the folder, not the zip file.",
            ),
        ),
        Rule.UNSAFE_NAME: RuleText(
            Text("filnavnet peger ud af udtrækket", "the file name points out of the export"),
            Text("Læg alle filer i udtrækkets mappe.", "Put every file in the export's folder."),
        ),
        Rule.MISSING_TABLE: RuleText(Text("tabellen mangler", "the table is missing"), _ASK),
        Rule.UNKNOWN_TABLE: RuleText(
            Text("tabellen er ikke en del af udtrækket", "the table is not part of the export"),
            Text(
                "Fjern tabellen, eller oversæt dens navn i oversættelsesfilen.",
                "Remove the table, or map its name in the mapping file.",
            ),
        ),
        Rule.NOTHING_SOUND: RuleText(
            Text("ingen personer med kontaktforløb er uden fejl", "no person with a contact course is free of faults"),
            _ASK,
        ),
        Rule.IMPORT_RUNNING: RuleText(
            Text("en anden indlæsning er i gang", "another import is running"),
            Text("Vent, til den er færdig, og prøv igen.", "Wait until it has ended, and try again."),
        ),
        Rule.CANNOT_WRITE: RuleText(
            Text("datamappen kan ikke skrives", "the data folder cannot be written"),
            Text(
                "Se efter, om der er plads på disken, og om du må skrive i mappen.",
                "See whether there is room on the disk, and whether you may write in the folder.",
            ),
        ),
        Rule.MISSING_FILE: RuleText(Text("filen findes ikke", "the file is not there"), _ASK),
        Rule.UNREADABLE_FILE: RuleText(
            Text("filen kan ikke læses", "the file cannot be read"),
            Text(
                "Filen er ødelagt, afbrudt eller af en anden slags. Overfør den igen, eller bed om et nyt udtræk.",
                "The file is damaged, cut short or of another kind. Transfer it again, or ask for a new export.",
            ),
        ),
        Rule.WRONG_HASH: RuleText(
            Text("filens sha256 er ikke manifestets", "the file's sha256 is not the manifest's"),
            Text(
                "Filen er ændret efter udtrækket. Overfør den igen, eller bed om et nyt udtræk.",
                "The file was changed after the export. Transfer it again, or ask for a new export.",
            ),
        ),
        Rule.ROW_COUNT: RuleText(
            Text("antallet af rækker er ikke manifestets", "the number of rows is not the manifest's"), _ASK
        ),
        Rule.WRONG_ENCODING: RuleText(
            Text("tegnsættet er forkert", "the encoding is wrong"),
            Text(
                "Gem filen som UTF-8, eller ret tegnsættet i manifestet.",
                "Save the file as UTF-8, or correct the encoding in the manifest.",
            ),
        ),
        Rule.NO_HEADING: RuleText(
            Text(
                "første linje har ingen af tabellens kolonnenavne",
                "the first line has none of the table's column names",
            ),
            Text(
                "Tilføj en overskriftslinje, ret skilletegnet i manifestet, eller brug en oversættelsesfil.",
                "Add a line of headings, correct the separator in the manifest, or use a mapping file.",
            ),
        ),
        Rule.MISSING_COLUMN: RuleText(
            Text("kolonnen mangler", "the column is missing"),
            Text(
                "Medtag kolonnen, eller oversæt dens navn i oversættelsesfilen.",
                "Include the column, or map its name in the mapping file.",
            ),
        ),
        Rule.UNKNOWN_COLUMN: RuleText(
            Text("kolonnen er ikke en del af tabellen", "the column is not part of the table"),
            Text(
                "Tag kolonnen ud af udtrækket, eller lad oversættelsesfilen udelade den.",
                "Take the column out of the export, or let the mapping file drop it.",
            ),
        ),
        Rule.DUPLICATE_COLUMN: RuleText(
            Text("kolonnen er der mere end én gang", "the column is there more than once"),
            Text("Behold den ene af kolonnerne.", "Keep one of the columns."),
        ),
        Rule.RAGGED_ROW: RuleText(
            Text(
                "rækken har et andet antal felter end overskriften",
                "the row has another number of fields than the heading",
            ),
            Text(
                "Sæt felter med skilletegn i anførselstegn, eller bed om et nyt udtræk.",
                "Put fields that hold the separator in quotes, or ask for a new export.",
            ),
        ),
        Rule.MISSING_REQUIRED: RuleText(Text("værdien mangler", "the value is missing"), _CORRECT),
        Rule.WRONG_TYPE: RuleText(Text("værdien har en forkert form", "the value has a wrong form"), _CORRECT),
        Rule.OUT_OF_RANGE: RuleText(Text("tallet er uden for det tilladte", "the number is out of range"), _CORRECT),
        Rule.UNKNOWN_CODE: RuleText(
            Text("koden er ukendt", "the code is unknown"),
            Text(
                "Ret koden, eller oversæt den i oversættelsesfilen.", "Correct the code, or map it in the mapping file."
            ),
        ),
        Rule.DAMAGED_TEXT: RuleText(
            Text("teksten er ødelagt eller for lang", "the text is damaged or too long"),
            Text(
                "Teksten har styretegn eller tegn, som et forkert tegnsæt har ødelagt. Udtræk filen igen.",
                "The text has control characters, or characters that a wrong encoding damaged. Export the file again.",
            ),
        ),
        Rule.CPR_LIKE: RuleText(
            Text("værdien ligner et CPR-nummer", "the value looks like a Danish CPR number"),
            Text(
                "Brug fagsystemets eget id. CPR-numre må ikke komme ind i produktet.",
                "Use the case system's own id. CPR numbers may not enter the product.",
            ),
        ),
        Rule.DUPLICATE_KEY: RuleText(
            Text("flere gældende rækker har samme nøgle", "several rows in force have the same key"),
            Text(
                "Lad én række gælde, og giv de andre en dato i superseded_on.",
                "Let one row be in force, and give the others a date in superseded_on.",
            ),
        ),
        Rule.ORPHAN: RuleText(
            Text("rækken henviser til noget, der ikke er i udtrækket", "the row refers to something not in the export"),
            Text(
                "Medtag den række, der henvises til, eller udelad denne.",
                "Include the row that is referred to, or leave this one out.",
            ),
        ),
        Rule.END_BEFORE_START: RuleText(Text("slutter før start", "ends before it starts"), _CORRECT),
        Rule.AFTER_EXTRACTION: RuleText(
            Text("datoen ligger efter udtrækket eller hændelsen", "the date is after the extraction or the event"),
            _CORRECT,
        ),
        Rule.DEPENDS_ON_DROPPED: RuleText(
            Text(
                "rækken er udeladt, fordi den hører til en række med fejl",
                "the row is left out because it belongs to a row with a fault",
            ),
            Text("Ret fejlene i den række, den hører til.", "Correct the faults in the row it belongs to."),
        ),
        Rule.ONE_PERSON: RuleText(
            Text("tilmeldingen gælder ikke netop én person", "the registration is not about exactly one person"),
            Text("Send ét dokument for hver person.", "Send one document for each person."),
        ),
        Rule.EVENT_MISMATCH: RuleText(
            Text("forløbet passer ikke til hændelsen", "the course does not fit the event"),
            Text(
                "Medtag det forløb, som hændelsen gælder, med samme dato.",
                "Include the course that the event is about, with the same date.",
            ),
        ),
    }
)
"""Every rule's problem and action, in both languages."""
