"""The map: the path of the data, each step once, in the order in which they run.

1. `import_case_export`     a case system's export -> a case base                          (case system's side)
2. `release_hand_over`      case bases + a permit to train -> anonymised cases in a file   (what crosses)
3. `build_version`          the hand-over, and nothing else -> person types in a version   (model's side)
4. `evaluate_version`       a version + the newest cases -> a report: right, and for all?  (case system's side)
5. `receive_registration`   one person + a version + a permit -> an estimate with reasons  (the municipality's desk)
"""

from lighed.persontypes import Settings, Version, VersionError
from lighed.records import (
    Envelope,
    ImportRefused,
    ImportReport,
    Information,
    RegistrationFault,
    clear_leftovers,
    erase_from_case_base,
    extracted_at,
    import_case_export,
    is_in_case_base,
    read_envelope,
    remove_case_base,
)
from lighed.workflow.cases import TooFewCases
from lighed.workflow.changes import changed_elements, corrects_what_was_known
from lighed.workflow.data_home import DataHome
from lighed.workflow.evaluation import evaluate_version
from lighed.workflow.on_file import municipalities_not_made_up, municipalities_on_file
from lighed.workflow.registration import (
    ReceivedRegistration,
    RegistrationRefused,
    ShownValue,
    receive_registration,
)
from lighed.workflow.release import Release, open_case_bases, release_hand_over
from lighed.workflow.timeline import TimelineEntry, TimelineKind
from lighed.workflow.traces import Found, Needles, held_in_case_bases, search_files
from lighed.workflow.versions import build_version, load_version, newest_version

__all__ = [
    "DataHome",
    "Envelope",
    "Found",
    "ImportRefused",
    "ImportReport",
    "Information",
    "Needles",
    "ReceivedRegistration",
    "RegistrationFault",
    "RegistrationRefused",
    "Release",
    "Settings",
    "ShownValue",
    "TimelineEntry",
    "TimelineKind",
    "TooFewCases",
    "Version",
    "VersionError",
    "build_version",
    "changed_elements",
    "clear_leftovers",
    "corrects_what_was_known",
    "erase_from_case_base",
    "evaluate_version",
    "extracted_at",
    "held_in_case_bases",
    "import_case_export",
    "is_in_case_base",
    "load_version",
    "municipalities_not_made_up",
    "municipalities_on_file",
    "newest_version",
    "open_case_bases",
    "read_envelope",
    "receive_registration",
    "release_hand_over",
    "remove_case_base",
    "search_files",
]
