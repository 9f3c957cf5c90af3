"""The commands together, and what each way of ending is called."""

from __future__ import annotations

import typer

from lighed.cli import demo, earlier_courses, people, site
from lighed.cli.errors import answering_errors

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""
    Lighed compares a newly unemployed person's course with earlier courses and says how far it resembles them.

    The steps, in the order of the data: **import** a case export, **anonymise** it into a hand-over, **build** person
    types from the hand-over alone, **evaluate** them on the newest courses, **use** the version, **serve** the
    worklist, **register** people. `lighed demo` does all of it with made-up municipalities.

    Files lie under `LIGHED_DATA` (default `./var`). Ends with 0 when done, 1 when what was given is refused or
    missing, 2 when the command is written wrongly, 3 when no legal basis permits it.
    """,
)
app.command("demo")(demo.demo)
app.command("demo-data")(earlier_courses.demo_data)
app.command("import")(earlier_courses.import_)
app.command("anonymise")(earlier_courses.anonymise)
app.command("build")(earlier_courses.build)
app.command("evaluate")(earlier_courses.evaluate)
app.command("estimate")(people.estimate)
app.command("register")(people.register)
app.command("use")(site.use)
app.command("token")(site.token)
app.command("user")(site.user)
app.command("serve")(site.serve)


def main() -> None:
    """Run the command line."""
    with answering_errors():
        app(standalone_mode=True)


if __name__ == "__main__":
    main()
