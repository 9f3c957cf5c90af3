"""The command line as a user meets it: what it says when something is wrong, and how it ends."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

LIGHED = [sys.executable, "-W", "error", "-c", "from lighed.cli import main; main()"]


def run(*arguments, data, stdin=""):
    environment = {**os.environ, "LIGHED_DATA": str(data), "NO_COLOR": "1", "COLUMNS": "120"}
    return subprocess.run(
        [*LIGHED, *map(str, arguments)], env=environment, input=stdin, capture_output=True, text=True, check=False
    )


def test_help_names_every_step_and_teaches_exit_codes(tmp_path):
    shown = run("--help", data=tmp_path)
    assert shown.returncode == 0
    for command in ("demo", "demo-data", "import", "anonymise", "build", "evaluate", "estimate", "register", "serve"):
        assert f" {command} " in shown.stdout
    assert "3 when" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["import", "nowhere"], 1, "no such file or folder"),
        (["anonymise"], 1, "lighed import"),
        (["anonymise", "--municipality", "955"], 1, "955"),
        (["anonymise", "--municipality", "../../etc"], 1, "municipality"),
        (["anonymise", "--epsilon", "0"], 2, "epsilon"),
        (["build", "nowhere.zip"], 1, "no such file or folder"),
        (["evaluate"], 1, "lighed anonymise"),
        (["estimate", "nowhere.json"], 1, "lighed"),
        (["no-such-command"], 2, "No such command"),
        (["demo-data"], 2, "--out"),
    ],
)
def test_what_is_wrong_is_said_without_a_traceback(tmp_path, arguments, code, says):
    ended = run(*arguments, data=tmp_path)
    assert ended.returncode == code
    assert says.lower() in (ended.stderr + ended.stdout).lower()
    assert "Traceback" not in ended.stderr


def test_a_broken_hand_over_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", json.dumps({"format": "other"}))
    ended = run("build", tmp_path / "x.zip", data=tmp_path)
    assert ended.returncode == 1
    assert "x.zip: manifest.json: format must be" in ended.stderr


def test_cut_offs_that_make_no_bands_are_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"")
    ended = run("build", tmp_path / "x.zip", "--low-below", "0.6", "--high-from", "0.3", data=tmp_path)
    assert ended.returncode == 1
    assert "two rising shares" in ended.stderr


@pytest.mark.slow
def test_a_faulty_export_is_refused_in_one_report(tmp_path):
    made = run("demo-data", "--courses", "300", "--municipalities", "1", "--out", tmp_path / "x", data=tmp_path)
    assert made.returncode == 0, made.stderr
    manifest = tmp_path / "x" / "901" / "manifest.json"
    document = json.loads(manifest.read_text())
    document["tables"]["persons"]["rows"] += 1
    manifest.write_text(json.dumps(document))
    refused = run("import", tmp_path / "x" / "901", data=tmp_path)
    assert refused.returncode == 1
    assert "Nothing is loaded" in refused.stderr
    assert not (tmp_path / "case-bases" / "901").exists()


@pytest.mark.slow
def test_without_a_legal_basis_the_command_ends_with_3(tmp_path):
    assert (
        run("demo-data", "--courses", "300", "--municipalities", "1", "--out", tmp_path / "x", data=tmp_path).returncode
        == 0
    )
    assert run("import", tmp_path / "x" / "901", data=tmp_path).returncode == 0
    ended = run("anonymise", "--research", data=tmp_path)
    assert ended.returncode == 3
    assert "Municipality 901" in ended.stderr
    assert "a fresh installation has none" in ended.stderr
