"""The commands together, and what each way of ending is called."""

from __future__ import annotations

import io
import sys

import typer

from lighed.cli import arrivals, audit, bundles, demo, earlier_courses, law, own_page, people, site, upkeep, versions
from lighed.cli.errors import answering_errors


def _example(command: str) -> str:
    return f"For instance: `{command}`"


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""
    Lighed compares a newly unemployed person's course with earlier courses and says how far it resembles them.

    The steps, in the order of the data: **import** a case export, **anonymise** it into a hand-over, **build** person
    types from the hand-over alone, **evaluate** them on the newest courses, **use** the version, **serve** the
    worklist, **register** people. `lighed demo` does all of it with made-up municipalities; `lighed demo-data` and
    `lighed demo-legal-bases` give what it takes to do it step by step.

    Files lie under `LIGHED_DATA` (default `./var`). Ends with 0 when done, 1 when what was given is refused or
    missing, 2 when the command is written wrongly, 3 when no legal basis permits it, 4 when Lighed itself fails.
    """,
)
app.command("demo", epilog=_example("lighed demo --port 8080"))(demo.demo)
app.command("demo-data", epilog=_example("lighed demo-data --out made-up"))(earlier_courses.demo_data)
app.command("demo-legal-bases", epilog=_example("lighed demo-legal-bases"))(earlier_courses.demo_legal_bases)
app.command("import", epilog=_example("lighed import made-up/901 made-up/902 made-up/903"))(earlier_courses.import_)
app.command("anonymise", epilog=_example("lighed anonymise -m 901 -m 902 -m 903"))(earlier_courses.anonymise)
app.command("build", epilog=_example("lighed build var/hand-overs/hand-over-001.zip"))(earlier_courses.build)
app.command("evaluate", epilog=_example("lighed evaluate"))(earlier_courses.evaluate)
app.command("estimate", epilog=_example("lighed estimate made-up/registrations/901.ndjson"))(people.estimate)
app.command("register", epilog=_example("lighed register made-up/registrations/901.ndjson"))(people.register)
app.command("receive", epilog=_example("lighed receive events.ndjson"))(arrivals.receive)
app.command("work", epilog=_example("lighed work --until-idle"))(arrivals.work)
app.command("add-version", epilog=_example("lighed add-version -m 101 --by IDA"))(versions.add_version)
app.command("use", epilog=_example('lighed use -m 101 --by BENT --reason "Approved on 1 June"'))(versions.use)
app.command("estimate-again", epilog=_example("lighed estimate-again -m 101"))(versions.estimate_again)
app.command("token", epilog=_example('lighed token "Our case system" -m 101'))(site.token)
app.command("user", epilog=_example('lighed user ANNA --name "Anna Berg" -m 101'))(site.user)
app.command("citizen", epilog=_example("lighed citizen -m 101"))(own_page.citizen)
app.command("representative", epilog=_example("lighed representative -m 101 --until 2027-01-31 --acts-on requests"))(
    own_page.representative
)
app.command("new-phone", epilog=_example("lighed new-phone ANNA"))(site.new_phone)
app.command("serve", epilog=_example("lighed serve --host 127.0.0.1 --port 8000"))(site.serve)
audit_app = typer.Typer(no_args_is_help=True, help="The audit log: who did what, to whose data, and why.")
app.add_typer(audit_app, name="audit")
audit_app.command("verify", epilog=_example("lighed audit verify -m 101"))(audit.verify)
audit_app.command("anchor", epilog=_example('lighed audit anchor --reason "restored from backup"'))(audit.anchor)
app.command("stop", epilog=_example('lighed stop -m 101 --by ANNA --reason "Unequal errors"'))(upkeep.stop)
app.command("resume", epilog=_example("lighed resume -m 101 --by BENT"))(upkeep.resume)
app.command("nightly", epilog=_example("lighed nightly"))(upkeep.nightly)
app.command(
    "bundle",
    epilog=_example(
        'lighed bundle -m 101 --by ANNA --reason "Case 26-1" --from 2026-01-01 --to 2026-06-30 --out b.zip'
    ),
)(bundles.bundle)
app.command("erase", epilog=_example('lighed erase -m 101 --by ANNA --reason "Asked for by the person"'))(upkeep.erase)
law_app = typer.Typer(no_args_is_help=True, help="The legal register: what the law permits in a municipality.")
app.add_typer(law_app, name="legal-basis")
law_app.command("import", epilog=_example("lighed legal-basis import our-order.toml -m 101 --by ANE"))(law.import_file)
law_app.command(
    "informed",
    epilog=_example(
        'lighed legal-basis informed -m 101 --by ANE --whom "Everyone since 2019" --channel "Digital Post" '
        "--text-version v1 --on 2026-11-01"
    ),
)(law.informed)
law_app.command("estimate-again", epilog=_example("lighed legal-basis estimate-again our-order -m 101 --by ANE"))(
    law.estimate_again
)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show every sign gets a question mark in its place: a name with Å ends no command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    with answering_errors():
        app(standalone_mode=True)


if __name__ == "__main__":
    main()
