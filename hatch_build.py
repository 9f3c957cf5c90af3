"""Build hook: fetch the design system once, and compile the translations.

Copies the parts of DKFDS that the pages use into ``src/lighed/web/static/vendor`` (git-ignored; the wheel carries them,
so an installed wheel needs no node) and turns every ``.po`` file into ``.mo``.
"""

import os
import re
import shutil
import subprocess
from gettext import c2py
from pathlib import Path

from babel.messages import catalog, mofile, pofile
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = "src/lighed/web"
WHOLE = "da"
"""The language whose catalogue has every text; English stands in the code."""
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
    """Compile every catalogue. What a further language lacks is compiled in English, so that none of it is Danish."""
    with (locale / f"{WHOLE}/LC_MESSAGES/django.po").open("rb") as source:
        whole = pofile.read_po(source, locale=WHOLE)
    for po in locale.glob("*/LC_MESSAGES/*.po"):
        language = po.parent.parent.name
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
            catalogue = pofile.read_po(source, locale=language)
            if language != WHOLE:
                fill_with_english(catalogue, whole)
            mofile.write_mo(compiled, catalogue)


def fill_with_english(catalogue: catalog.Catalog, whole: catalog.Catalog) -> None:
    for message in whole:
        there = catalogue.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        if not message.id or (there is not None and there.string):
            continue
        text = message.id
        if isinstance(text, tuple):
            # As many forms as the language has: the singular in the place of its own singular, else the plural.
            singular = c2py(catalogue.plural_expr)(1)
            text = tuple(message.id[0 if form == singular else 1] for form in range(catalogue.num_plurals))
        catalogue.add(message.id, text, context=message.context)
