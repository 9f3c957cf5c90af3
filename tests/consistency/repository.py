"""What is in the repository: its root, its tracked files, and the text of one."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "lighed"
DOCS = ROOT / "docs"


@cache
def tracked_files() -> tuple[Path, ...]:
    """Files that git knows, and new ones that it does not ignore; without git (an unpacked release), all sources."""
    found = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if found.returncode == 0:
        names = [name for name in found.stdout.decode().split("\0") if name]
        return tuple(ROOT / name for name in names if (ROOT / name).is_file())
    return tuple(path for folder in ("src", "tests", "docs") for path in (ROOT / folder).rglob("*") if path.is_file())


def text_of(path: Path) -> str:
    """The text of a file, or nothing where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def hand_written_docs() -> str:
    """README and all pages that people wrote, in one text."""
    pages = [path for path in DOCS.rglob("*.md") if not {"generated", "_build"} & set(path.parts)]
    return "\n".join(text_of(path) for path in [ROOT / "README.md", *sorted(pages)])
