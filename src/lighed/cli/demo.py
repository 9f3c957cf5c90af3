"""The command `lighed demo`: the whole path, with made-up municipalities, ending in a worklist one can open."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lighed.cli.open_site import open_site
from lighed.cli.options import now, writable_folder
from lighed.cli.progress import Steps, console, steps
from lighed.cli.registrations import read_documents
from lighed.cli.site import check_address

if TYPE_CHECKING:
    from lighed.workflow import DataHome

_COURSES = 48_000
_LEAST_COURSES = 32_000
"""With fewer, the 10,000 people that a release needs may not be there at hand-over."""
_SEED = 1
_PHONE = "00 00 00 00"
"""Nobody's number: every telephone number that a made-up person reads must reach no one."""
_ARRIVALS = timedelta(weeks=8)
"""People keep registering for so long after the extraction; it is placed so that the last ones register today."""


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve the worklist on.")] = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the worklist at the end.")] = True,
    courses: Annotated[
        int, typer.Option(min=_LEAST_COURSES, help="Contact courses, three municipalities together.")
    ] = _COURSES,
    fresh: Annotated[bool, typer.Option("--fresh", help="Make everything anew.")] = False,
) -> None:
    """Build everything from three made-up municipalities and serve the worklist.

    The legal bases are fictional and every page says so. A second start uses what the first one made.
    """
    from lighed.workflow import DataHome

    if serve:
        check_address("127.0.0.1", port)
    data = DataHome(Path(os.environ.get("LIGHED_DATA", "./var")).expanduser().resolve() / "demo")
    writable_folder(data.path)
    os.environ["LIGHED_DATA"], os.environ["LIGHED_DEMO"] = str(data.path), "1"
    ready = data.path / "ready.json"
    made_of = _made_of(courses)
    if fresh or _was_made_of(ready) != made_of:
        with steps() as step:
            make_demo(data, courses=courses, today=now().date(), step=step)
        ready.write_text(json.dumps(made_of))
    console.print(f"\nThe worklist: http://127.0.0.1:{port}  (log-in names stand on the log-in page)", soft_wrap=True)
    if serve:
        # In a new process: the server forks, and a fork of one in which Polars has worked waits for threads that it
        # does not have.
        os.execv(sys.executable, [sys.executable, "-m", "lighed", "serve", "--port", str(port)])  # noqa: S606


def make_demo(data: DataHome, *, courses: int, today: date, step: Steps) -> None:
    """Make the demonstration's data, version, report and worklist in `data`, replacing what is there."""
    import shutil

    from lighed.synthetic import generate_municipalities
    from lighed.workflow import build_version, evaluate_version, import_case_export, release_hand_over

    if data.path.exists():
        shutil.rmtree(data.path)
    exports = data.path / "case-exports"
    step(f"Made-up municipalities, {courses} courses")
    report = generate_municipalities(n_courses=courses, seed=_SEED, out=exports, extracted_on=today - _ARRIVALS)
    for municipality in report.municipalities:
        step(f"Import of {municipality.name}")
        import_case_export(exports / municipality.code, data=data.path, on_rows=step.rows)
    audit = open_site("demo")
    from lighed.web import actions, queries

    names = {municipality.code: municipality.name for municipality in report.municipalities}
    for code, name in names.items():
        actions.name_municipality(code, name=name, phone=_PHONE, audit=audit)
    actions.enter_demonstration(list(names), audit=audit)
    register = queries.legal_register()
    release = release_hand_over(data, register=register, today=today, progress=step)
    step("Person types")
    version = build_version(release.path, data.versions)
    evaluate_version(version, data, register=register, today=today, made_at=now(), progress=step)
    step("Worklist")
    fill_worklist(
        version_file=data.versions / f"{version.id}.lighed",
        reports=data.reports,
        names=names,
        exports=exports,
        today=today,
    )
    # Everybody's rows stand in the exports too, and an erasure is proved by searching the whole folder.
    shutil.rmtree(exports)


def fill_worklist(*, version_file: Path, reports: Path, names: dict[str, str], exports: Path, today: date) -> None:
    """Approve the version, put it into operation, and let the made-up people register, up to today."""
    audit = open_site("demo")
    from lighed.web import actions

    actions.approve_in_demonstration(version_file, municipalities=names, reports=reports, audit=audit)
    for code in names:
        for document in read_documents(exports / "registrations" / f"{code}.ndjson"):
            if date.fromisoformat(document["occurred_on"]) <= today:
                actions.register_person(document, audit=audit)
    actions.create_demo_users(names, audit=audit)
    actions.create_demo_citizens(names, audit=audit)
    actions.lay_out_planning(names, audit=audit)
    actions.lay_out_use(names, audit=audit)
    actions.lay_out_desk(names, audit=audit)
    actions.lay_out_alternatives(names, audit=audit)
    actions.lay_out_letters(names, audit=audit)
    # So late that what is published tells of everything that runs; a bundle holds what was published.
    actions.lay_out_public(names, audit=audit)
    actions.lay_out_oversight(names, audit=audit)


def _was_made_of(ready: Path) -> object:
    """What the demonstration that lies there was made of; `None` where none was finished."""
    try:
        return json.loads(ready.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _made_of(courses: int) -> dict[str, object]:
    from importlib import metadata

    from lighed.elements import REGISTER

    return {
        "software": metadata.version("lighed"),
        "approved": "by fictional people, step by step",
        "register": REGISTER.sha256,
        "courses": courses,
        "seed": _SEED,
        "laid_out": ["planning", "use", "desk", "alternatives", "letters", "public", "oversight"],
    }
