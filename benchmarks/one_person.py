"""A version + registrations -> how long one person's estimate takes: values from a document, and the estimate alone.

python -m benchmarks.one_person REGISTRATIONS.ndjson [--version FILE] [--repeats 20]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from lighed.cli.options import now, version_file
from lighed.cli.people import read_documents
from lighed.elements import REGISTER, values_of
from lighed.estimates import Basis, estimate
from lighed.governance import LegalRegister, Purpose, Request, Standing, check_permit, demonstration_register
from lighed.persontypes import Version
from lighed.records import Registration, read_registration
from lighed.workflow import load_version, receive_registration
from lighed.workflow.versions import lookups_of

TOLD = Standing(is_informed=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("registrations", type=Path)
    parser.add_argument("--version", type=Path)
    parser.add_argument("--repeats", type=int, default=20)
    arguments = parser.parse_args()
    version = load_version(version_file(arguments.version), is_research_allowed=True)
    register = demonstration_register()
    whole, alone = [], []
    for document in list(read_documents(arguments.registrations))[:30]:
        started = time.perf_counter()
        receive_registration(
            document, version=version, register=register, standing_of=lambda *_: TOLD, today=now().date()
        )
        whole.append(time.perf_counter() - started)
        alone += _alone(read_registration(document), version, register, arguments.repeats)
    for name, seconds in (("document to estimate", whole), ("estimate alone", alone)):
        low, middle, high = 1000 * np.quantile(seconds, [0.05, 0.5, 0.95])
        print(f"{name:22} median {middle:6.2f} ms   5-95 %: {low:.2f} to {high:.2f} ms   n = {len(seconds)}")


def _alone(registration: Registration, version: Version, register: LegalRegister, repeats: int) -> list[float]:
    moment, today = registration.event, now().date()
    types = version.person_types[moment]
    tables = {name: frame.lazy() for name, frame in registration.tables.items()}
    known = values_of(REGISTER.for_moment(moment), tables, moment=moment, lookups=lookups_of(version)).values
    values = known.row(-1, named=True)
    request = Request(
        Purpose.OPERATION, frozenset({registration.municipality}), today, frozenset({moment}),
        frozenset(REGISTER[code].use for code in types.codes), registration.is_synthetic, TOLD,
    )  # fmt: skip
    permit = check_permit(register, request)
    basis = Basis(
        registration.municipality, moment, version.id, version.sha256, version.is_demo, permit.legal_bases, today,
        today, int(version.threshold_weeks),
    )  # fmt: skip
    seconds = []
    for _ in range(repeats):
        started = time.perf_counter()
        estimate(values, types, permit=permit, basis=basis)
        seconds.append(time.perf_counter() - started)
    return seconds


if __name__ == "__main__":
    main()
