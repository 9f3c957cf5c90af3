"""The command line as a user meets it: what it says when something is wrong, and how it ends."""

import io
import json
import os
import re
import shlex
import socket
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from importlib.resources import files

import pytest
import typer
from rich.console import Console

from lighed.cli import main, progress
from lighed.cli.app import app
from lighed.governance import LegalRegister

GROUP = typer.main.get_command(app)
COMMANDS = {
    f"{name} {sub}".strip(): command
    for name, one in GROUP.commands.items()
    for sub, command in (getattr(one, "commands", None) or {"": one}).items()
}
"""Every command by its whole name, those of a group after the group's."""
ONE_BY_ONE = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout

from lighed.cli import main

ended = []
for arguments, typed in json.load(sys.stdin):
    sys.argv, sys.stdin = ["lighed", *arguments], io.StringIO(typed)
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            main()
        except SystemExit as end:
            code = end.code
    ended.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(ended))
"""
SECRET = "Hemmelig Hansen"
PASSWORD = "fire-grønne-cykler\n"


class Ended:
    """How a command ended and what it said, as one text without colours, frames and line breaks."""

    def __init__(self, code, out, err):
        self.code, self.out = code, out
        self.said = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[│╭╮╰╯─]", " ", out + "\n" + err).split())

    def must(self, code, *words):
        assert self.code == code, self.said
        for said in words:
            assert said.lower() in self.said.lower(), self.said
        assert "Traceback" not in self.said
        assert SECRET not in self.said
        return self


@pytest.fixture
def lighed(monkeypatch, capsys, tmp_path):
    """Run a command in this process, by the door that a user comes in by. Not for commands that open the site."""

    def run(*arguments, data=tmp_path / "data"):
        monkeypatch.setenv("LIGHED_DATA", str(data))
        monkeypatch.setattr(sys, "argv", ["lighed", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return Ended(end.value.code, said.out, said.err)

    return run


def on_site(*commands, data):
    """Run commands one by one in a process of their own, as whatever opens the site must be.

    A command is its arguments, or its arguments and what is typed.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LIGHED_"))}
    whole = [command if isinstance(command, tuple) else (command, "") for command in commands]
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", ONE_BY_ONE],
        env={**kept, "LIGHED_DATA": str(data), "PYTHONUTF8": "1"},
        input=json.dumps([[list(map(str, arguments)), typed] for arguments, typed in whole]),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [Ended(*ended) for ended in json.loads(ran.stdout)]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return tmp_path_factory.mktemp("site")


@pytest.fixture
def a_file(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"")
    return path


def test_help_names_every_command_and_teaches_exit_codes(lighed):
    shown = lighed("--help").must(0, "3 when no legal basis permits it")
    for command in GROUP.commands:
        assert f" {command} " in shown.said


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_has_an_example_that_can_be_written(lighed, name):
    example = re.fullmatch(r"For instance: `(.+)`", COMMANDS[name].epilog)[1]
    lighed(*name.split(), "--help").must(0, *example.split())
    program, *words = shlex.split(example)
    n_names = len(name.split())
    assert (program, words[:n_names]) == ("lighed", name.split())
    COMMANDS[name].make_context(name, words[n_names:])


@pytest.mark.requirement("A12", part="low, medium or high", shows="refuses")
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        ("import nowhere", 1, "no such file or folder"),
        ("anonymise", 1, "lighed import"),
        ("anonymise --municipality 955", 1, "955"),
        ("anonymise --municipality ../../etc", 2, "three digits, such as 101"),
        ("anonymise -m 101 -m 12a", 2, "three digits, such as 101"),
        ("token x -m 0101901234", 2, "three digits, such as 101"),
        ("user x --name y -m ''", 2, "three digits, such as 101"),
        ("token '' -m 101", 2, "1 to 80 signs"),
        (f"user {81 * 'x'} --name y -m 101", 2, "at most 80 signs"),
        ("user x --name 'a\nb' -m 101", 2, "on one line"),
        ("anonymise --epsilon 0", 2, "epsilon"),
        ("anonymise --epsilon inf", 2, "epsilon"),
        ("anonymise --out .", 1, "this is a folder. Name a file to write"),
        ("build nowhere.zip", 1, "no such file or folder"),
        ("build x.zip --low-below 0.6 --high-from 0.3", 2, "--low-below (0.6) less than --high-from (0.3)"),
        ("build x.zip --low-below 0", 2, "--low-below must be above 0, --high-from below 1"),
        ("build x.zip --high-from nan", 2, "--low-below must be above 0, --high-from below 1"),
        (
            "build x.zip --hand-over-low-below 0.9",
            2,
            "--hand-over-low-below (0.9) less than --hand-over-high-from (0.8)",
        ),
        ("build x.zip --hand-over-high-from 1", 2, "--hand-over-high-from below 1"),
        ("evaluate", 1, "lighed anonymise"),
        ("use", 1, "lighed anonymise"),
        ("estimate nowhere.json", 1, "no such file or folder"),
        ("register nowhere.json", 1, "no such file or folder"),
        ("no-such-command", 2, "No such command"),
        ("demo-data", 2, "--out"),
        ("demo-data --out x --courses 100", 2, "with --municipalities 3 at least 150"),
        ("demo --courses 1000", 2, "32000"),
        ("serve --host nonsense", 2, "an IP address, such as 127.0.0.1"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(lighed, monkeypatch, tmp_path, arguments, code, says):
    monkeypatch.chdir(tmp_path)
    lighed(*shlex.split(arguments)).must(code, says)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["register", "estimate"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no registration in the file"),
        (b" \n\n", "no registration in the file"),
        (b"[]", "no registration in the file"),
        (b'{"name": "Hemmelig Hansen\xff"}', "byte 26: not UTF-8"),
        (b"[" * 100_000, "nested more deeply"),
        (b'{"a":' * 300 + b'"Hemmelig Hansen"' + b"}" * 300, "registration 1: nested more deeply"),
        (b'{"a": 1}\n' + b"[" * 100_000, "line 2: nested more deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "line 1: not JSON"),
        (b'{"a": NaN, "b": "Hemmelig Hansen"}', "not JSON"),
        (b'{"a": 1}\n\n{"b": "Hemmelig Hansen}\n', "line 3, column 7: not JSON"),
        (b'{\n  "a": "Hemmelig Hansen"\n  "b": 2\n}', "line 3, column 3: not JSON"),
        (b'{"a": 1}\n"Hemmelig Hansen"', "registration 2: not a JSON object"),
    ],
)
def test_a_file_that_is_no_registrations_is_refused_by_place(lighed, tmp_path, command, content, says):
    (tmp_path / "people.json").write_bytes(content)
    lighed(command, tmp_path / "people.json").must(1, "people.json", says)
    assert not (tmp_path / "data").exists(), "a file that is refused changes nothing"


def test_a_folder_is_no_file_of_registrations(lighed, tmp_path):
    lighed("register", tmp_path).must(1, "this is a folder")


@pytest.mark.parametrize("arguments", ["import {}", "build {}", "evaluate --version {}", "demo"])
def test_a_data_folder_that_cannot_be_written_is_said(lighed, monkeypatch, a_file, arguments):
    monkeypatch.setenv("LIGHED_DEMO", "0")  # `demo` sets it; so it is put back
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = shlex.split(arguments.format(shlex.quote(str(a_file))))
    lighed(*words, *(["--port", port] if words == ["demo"] else []), data=a_file / "data").must(1)


@pytest.mark.parametrize("arguments", ["anonymise --out {}/x.zip", "demo-data --out {}/x"])
def test_a_place_that_cannot_be_written_is_said_before_the_work(lighed, a_file, arguments):
    ended = lighed(*shlex.split(arguments.format(shlex.quote(str(a_file)))))
    ended.must(1, "files cannot be written there (Not a directory)")
    assert "Made-up" not in ended.said


def test_a_port_in_use_is_said(lighed):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        lighed("serve", "--port", other.getsockname()[1]).must(1, "Address already in use", "--port")


def test_a_broken_hand_over_is_refused(lighed, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": "other"}))
    lighed("build", tmp_path / "x.zip").must(1, "x.zip: manifest.json: format")


@pytest.mark.requirement("R-DAT-03", part="not in logs", shows="refuses")
def test_a_fault_of_the_program_says_where_and_never_with_what(lighed, monkeypatch):
    def fail(_):
        raise ValueError(SECRET)

    monkeypatch.setattr("lighed.workflow.newest_version", fail)
    lighed("evaluate").must(4, "a fault of the program", "ValueError", "options.py")


def test_a_municipality_that_is_named_twice_is_counted_once(lighed, monkeypatch):
    from lighed.workflow import TooFewCases

    asked = []

    def release(_, *, municipalities, **__):
        asked.extend(municipalities)
        raise TooFewCases("stopped here")

    monkeypatch.setattr("lighed.workflow.release_hand_over", release)
    monkeypatch.setattr("lighed.workflow.open_case_bases", lambda *_: [])
    monkeypatch.setattr("lighed.cli.earlier_courses.legal_register", lambda _: LegalRegister())
    lighed("anonymise", "-m", "902", "-m", "901", "-m", "902").must(1, "stopped here")
    assert asked == ["902", "901"]


@pytest.mark.slow
def test_the_demonstrations_legal_bases_are_entered_once_and_said_to_be_fictional(tmp_path):
    first, again = on_site(["demo-legal-bases"], ["demo-legal-bases"], data=tmp_path)
    first.must(0, "fictional", "made-up data", "901 to 909")
    again.must(0)
    with sqlite3.connect(tmp_path / "lighed.sqlite3") as database:
        kept = database.execute("select code, state, is_fictional, revision from lighed_legalbasisentry").fetchall()
    assert sorted(set(kept)) == [("demo-operation", "approved", 1, 1), ("demo-training", "approved", 1, 1)]
    assert len(kept) == 18


LAW = (
    (files("lighed.governance") / "demonstration.toml")
    .read_text(encoding="utf-8")
    .replace("fictional = true", 'eli = "https://example.org/eli"')
    .replace('"901", ', "")
    .replace("FIKTIV", "OPDIGTET")
)
INFORMED = ["--whom", "Alle", "--channel", "Digital Post", "--text-version", "v1"]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An installation where Ane of 902 may enter legal bases and Carl may not."""
    folder = tmp_path_factory.mktemp("office")
    for ended in on_site(
        (["user", "ane", "--name", "Ane Berg", "-m", "902", "--role", "manager"], PASSWORD),
        (["user", "carl", "--name", "Carl Bech", "-m", "902"], PASSWORD),
        data=folder,
    ):
        ended.must(0)
    return folder


def _entries(folder):
    with closing(sqlite3.connect(folder / "lighed.sqlite3")) as database:
        return sorted(database.execute("select municipality_id, code, revision, state from lighed_legalbasisentry"))


@pytest.mark.slow
@pytest.mark.requirement("R-LEG-02", shows="refuses")
@pytest.mark.requirement("R-LEG-03", part="two people", shows="works")
@pytest.mark.requirement("B1", part="the person's yes", shows="refuses")
def test_a_file_of_legal_bases_is_imported_whole_or_refused_with_the_reason(office, tmp_path):
    whole, wrong, other = (tmp_path / name for name in ("law.toml", "wrong.toml", "other.toml"))
    whole.write_text(LAW, encoding="utf-8")
    wrong.write_text(LAW.replace("6(1)(e)", "6(1)(a)", 1), encoding="utf-8")
    other.write_text("\xff", encoding="latin-1")
    command = ["legal-basis", "import"]
    named, stranger, nobody, elsewhere, no_text, taken, again, replaced = on_site(
        [*command, wrong, "-m", "902", "--by", "ane"],
        [*command, whole, "-m", "902", "--by", "carl"],
        [*command, whole, "-m", "902", "--by", "dorte"],
        [*command, whole, "-m", "903", "--by", "ane"],
        [*command, other, "-m", "902", "--by", "ane"],
        [*command, whole, "-m", "902", "--by", "ane"],
        [*command, whole, "-m", "902", "--by", "ane"],
        [*command, whole, "-m", "902", "--by", "ane", "--replace"],
        data=office,
    )
    named.must(1, "wrong.toml, legal basis 1, article", "a yes is not freely given", "opinion", "18 May 2022")
    stranger.must(1, "--by carl", "has the right to do this (enter_legal_bases)")
    nobody.must(1, "--by dorte")
    elsewhere.must(1, "--by ane", "municipality 903")
    no_text.must(1, "byte 1: not UTF-8")
    taken.must(0, "demo-training, revision 1: entered, awaits approval", "A lawyer must read the provision")
    again.must(1, "already")
    replaced.must(0, "demo-operation, revision 2")
    assert _entries(office) == [
        ("902", "demo-operation", 1, "replaced"),
        ("902", "demo-operation", 2, "entered"),
        ("902", "demo-training", 1, "replaced"),
        ("902", "demo-training", 2, "entered"),
    ]


@pytest.mark.slow
@pytest.mark.requirement("R-DAT-06", shows="works")
def test_who_was_informed_of_training_is_written_down(office):
    ahead, stranger, written = on_site(
        ["legal-basis", "informed", "-m", "902", "--by", "ane", *INFORMED, "--on", "2999-01-01"],
        ["legal-basis", "informed", "-m", "902", "--by", "carl", *INFORMED, "--on", "2026-01-01"],
        ["legal-basis", "informed", "-m", "902", "--by", "ane", *INFORMED, "--on", "2026-01-01"],
        data=office,
    )
    ahead.must(1, "The day lies ahead")
    stranger.must(1, "--by carl")
    written.must(0, "Written down")


@pytest.mark.slow
def test_estimates_are_made_again_by_the_name_of_a_legal_basis_that_there_is(office):
    (unknown,) = on_site(["legal-basis", "estimate-again", "none", "-m", "902", "--by", "ane"], data=office)
    unknown.must(1, "no legal basis of that name")


def test_a_log_is_told_of_a_step_as_it_begins(capsys):
    with progress.steps() as step:
        step("Person types")
        assert capsys.readouterr().out == "  Person types\n"
        step.rows("persons", 5, 10)
        assert capsys.readouterr().out == ""
    assert re.fullmatch(r"    done in  \d+\.\d s\n", capsys.readouterr().out)


def test_a_terminal_shows_the_rows_that_are_read(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")  # one that can move its cursor, whatever the tests are started from
    terminal = Console(file=io.StringIO(), force_terminal=True, width=100)
    monkeypatch.setattr(progress, "console", terminal)

    def cut_off():
        with progress.steps() as step:
            step("Import of 901")
            step.rows("persons", 2_500, 10_000)
            raise KeyError

    with pytest.raises(KeyError):
        cut_off()
    assert "persons 2,500 of 10,000 rows" in terminal.file.getvalue()


def test_a_terminal_without_our_letters_ends_no_command(monkeypatch, tmp_path):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "argv", ["lighed", "demo-data", "--courses", "150", "--out", str(tmp_path / "x")])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 0
    terminal.flush()
    assert b"901 ?brinken: 50 courses" in terminal.buffer.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["use", "--version"], ["demo-legal-bases"]])
def test_a_data_folder_that_the_site_cannot_write_is_said(a_file, arguments):
    command = [*arguments, a_file] if arguments[0] == "use" else arguments
    (ended,) = on_site(command, data=a_file / "data")
    ended.must(1, "LIGHED_DATA to a folder that can be written")


@pytest.mark.slow
def test_a_database_that_is_none_is_said(tmp_path):
    (tmp_path / "lighed.sqlite3").write_text("no database, " * 100)
    (ended,) = on_site(["token", "x", "-m", "901"], data=tmp_path)
    ended.must(1, "The database in LIGHED_DATA (lighed.sqlite3)")


@pytest.mark.slow
def test_a_user_needs_a_long_password_and_a_name_of_their_own(site):
    short, alike, first, again = on_site(
        (["user", "bob", "--name", "Bob Berg", "-m", "901"], "short\n"),
        (["user", "bobbobbobbob", "--name", "Bob Berg", "-m", "901"], "bobbobbobbob\n"),
        (["user", "bob", "--name", "Bob Berg", "-m", "901"], PASSWORD),
        (["user", "bob", "--name", SECRET, "-m", "902"], PASSWORD),
        data=site,
    )
    short.must(1, "This password is too short")
    alike.must(1, "too similar to the username")
    first.must(0, "bob can log in")
    again.must(1, "user name is taken")


@pytest.mark.slow
def test_a_token_is_revoked_by_its_name_and_municipality(site):
    made, of_another, revoked, again = on_site(
        ["token", "Our system", "-m", "901"],
        ["token", "Our system", "-m", "902", "--revoke"],
        ["token", "Our system", "-m", "901", "--revoke"],
        ["token", "Our system", "-m", "901", "--revoke"],
        data=site,
    )
    assert re.fullmatch(r"lighed_[\w-]{40,}\n", made.must(0).out)
    of_another.must(1, "No token of that name is in use in municipality 902")
    revoked.must(0, "Revoked: 1")
    again.must(1, "No token of that name is in use in municipality 901")


def _document(number, *, person, course, name):
    return {
        "format": "lighed-registration",
        "version": 1,
        "event_id": f"00000000-0000-4000-8000-{number:012}",
        "event": "registration",
        "municipality": "901",
        "occurred_on": "2026-11-20",
        "case_system": "Our case system",
        "synthetic": True,
        "course_id": course,
        "tables": {
            "persons": [{"person_id": person, "birth_year": 1980, "sex": "female", "recorded_on": "2026-11-19"}],
            "contacts": [{"person_id": person, "display_name": name, "recorded_on": "2026-11-19"}],
            "contact_courses": [
                {"course_id": course, "person_id": person, "registered_on": "2026-11-20", "recorded_on": "2026-11-20"}
            ],
        },
    }


@pytest.mark.slow
def test_what_cannot_be_registered_is_named_by_its_number_and_told_why(site, tmp_path):
    people = tmp_path / "people.ndjson"
    events = [
        _document(1, person="p-1", course="c-1", name="Ida Berg"),
        _document(1, person="p-1", course="c-1", name=SECRET),
        _document(2, person="p-2", course="c-1", name=SECRET),
        _document(3, person="p-3", course="c-3", name=SECRET) | {"event": SECRET},
    ]
    people.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    (ended,) = on_site(["register", people], data=site)
    ended.must(
        1,
        "1 registered, 0 known before, 3 refused",
        "registration 2: another event was received under this event_id",
        "registration 3: the course_id is known as another person's course",
        "registration 4: The registration is refused. Faults: 1. /event:",
    )


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made-up")
    (ended,) = on_site(["demo-data", "--courses", 3000, "--municipalities", 1, "--out", folder], data=folder)
    ended.must(0, "3000 courses")
    return folder / "901"


@pytest.mark.requirement("A1", part="an export becomes a case base", shows="refuses")
@pytest.mark.slow
def test_a_faulty_export_is_refused_in_one_report(lighed, export, tmp_path):
    manifest = json.loads((export / "manifest.json").read_text())
    manifest["tables"]["persons"]["rows"] += 1
    (tmp_path / "901").mkdir()
    for file in export.iterdir():
        (tmp_path / "901" / file.name).symlink_to(file)
    (tmp_path / "901" / "manifest.json").unlink()
    (tmp_path / "901" / "manifest.json").write_text(json.dumps(manifest))
    lighed("import", tmp_path / "901").must(1, "Nothing is loaded")
    assert not (tmp_path / "data" / "case-bases" / "901").exists()


@pytest.mark.requirement("B2", shows="works")
@pytest.mark.requirement("B2", shows="refuses")
@pytest.mark.requirement("R-LEG-03", part="fresh installation has none", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="suspension", shows="refuses")
@pytest.mark.requirement("R-DAT-06", shows="refuses")
@pytest.mark.slow
def test_the_path_stops_without_a_legal_basis_and_goes_on_with_the_demonstrations(export, tmp_path):
    made = tmp_path / "hand-over.zip"
    imported, refused, _, anonymised, built = on_site(
        ["import", export],
        ["anonymise", "--research"],
        ["demo-legal-bases"],
        ["anonymise", "--research", "--moment", "registration", "--out", made],
        ["build", made],
        data=tmp_path,
    )
    imported.must(0, "loaded into municipality 901")
    refused.must(3, "Municipality 901", "a fresh installation has none")
    anonymised.must(0, "hand-over.zip")
    built.must(0, "person types", "[demo]")
    _in_database(tmp_path, "update lighed_legalbasisentry set state = 'suspended', suspended = approved")
    for again in on_site(["anonymise", "--research"], ["evaluate"], data=tmp_path):
        again.must(3, "Municipality 901, demo-training: is suspended")
    _in_database(tmp_path, "update lighed_legalbasisentry set state = 'approved', suspended = null")
    _in_database(tmp_path, "delete from lighed_traininginformation")
    for again in on_site(["anonymise", "--research"], ["evaluate"], data=tmp_path):
        again.must(3, "it is not on record how the people whose courses are used were informed")


def _in_database(folder, statement):
    with closing(sqlite3.connect(folder / "lighed.sqlite3")) as database, database:
        assert database.execute(statement).rowcount
