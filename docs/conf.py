"""Sphinx: the pages of this folder, and the reference pages that are written from the code at every build."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from reference_pages import write_reference_pages  # noqa: E402

import lighed  # noqa: E402

project = "Lighed"
author = "The Lighed contributors"
project_copyright = "The Lighed contributors. Licensed under the EUPL"
release = lighed.__version__ if hasattr(lighed, "__version__") else ""

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "README.md"]
html_theme = "furo"
html_title = "Lighed"
html_show_sphinx = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["screens.css"]
templates_path: list[str] = []
html_theme_options = {"source_edit_link": "", "top_of_page_buttons": []}

write_reference_pages(HERE / "reference" / "generated")
