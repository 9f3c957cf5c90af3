"""Build hook: fetch the design system once, and compile the translations.

Copies the parts of DKFDS that the pages use into ``src/lighed/web/static/vendor`` (git-ignored; the wheel carries them,
so an installed wheel needs no node) and turns every ``.po`` file into ``.mo``.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from babel.messages import mofile, pofile
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = "src/lighed/web"
PRINTED = ["IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf", "license.txt"]
"""The typeface that printed sheets are set in, which no style sheet refers to."""


class CustomBuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        if self.target_name == "sdist":
            return
        root = Path(self.root)
        copy_design_system(root)
        compile_translations(root / WEB / "locale")


def copy_design_system(root: Path) -> None:
    """Copy dkfds' style sheet, script and what they refer to, unless this very lock file's copy is there already."""
    wanted = (root / "package-lock.json").read_text()
    target = root / WEB / "static/vendor/dkfds"
    stamp = target / ".lock"
    printed = {f"fonts/IBMPlexSans/complete/ttf/{name}" for name in PRINTED}
    is_whole = all((target / relative).exists() for relative in printed)
    if is_whole and stamp.exists() and stamp.read_text() == wanted:
        return
    npm = os.environ.get("NPM") or shutil.which("npm")
    if npm is None:
        raise RuntimeError("npm is needed once, to fetch the design system (Debian: sudo apt-get install npm)")
    subprocess.run([npm, "ci", "--omit=dev"], cwd=root, check=True)
    source = root / "node_modules/dkfds"
    shutil.rmtree(target, ignore_errors=True)
    (target / "css").mkdir(parents=True)
    (target / "js").mkdir()
    # Source maps are not shipped, so the comments that point to them would be broken links.
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", (source / "dist/css/dkfds.min.css").read_text())
    script = re.sub(r"//# sourceMappingURL=\S+", "", (source / "dist/js/dkfds.min.js").read_text())
    (target / "css/dkfds.min.css").write_text(css)
    (target / "js/dkfds.min.js").write_text(script)
    referred = set(re.findall(r"url\((?!data:)['\"]?\.\./([^)'\"?#]+)", css)) | {"img/all-svg-icons.svg"} | printed
    for relative in sorted(referred):
        (target / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / "dist" / relative, target / relative)
    shutil.copy(source / "LICENSE.md", target / "LICENSE.md")
    stamp.write_text(wanted)


def compile_translations(locale: Path) -> None:
    for po in locale.glob("*/LC_MESSAGES/*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
            mofile.write_mo(compiled, pofile.read_po(source))
