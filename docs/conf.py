"""How the documents are built: `make docs`. They must also read well as plain Markdown."""

project = "zerograd"
author = "the authors of zerograd"
html_title = "zerograd"

extensions = ["myst_parser"]
myst_heading_anchors = 4  # links to a heading, as on GitHub: `page.md#its-text`
html_theme = "furo"
html_static_path: list[str] = []
html_show_sphinx = False

# Blocks of what a terminal prints hold no prompt that a highlighter knows.
highlight_language = "none"
