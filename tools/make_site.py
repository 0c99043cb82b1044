"""The documentation site's hooks for MkDocs: pages made from the code, notebooks run, links to files of the project.

``make docs`` (``mkdocs build --strict``) calls them; a link that leads nowhere fails the build.
"""

import json
import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from reference import commands, http, notebooks, settings, terms

ROOT = Path(__file__).resolve().parent.parent
COPIED = {"index.md": "README.md", "contributing.md": "CONTRIBUTING.md", "changes.md": "CHANGELOG.md"}
"""Pages of the site that are files at the project's top."""

_LINK = re.compile(r"(?<=\]\()(?!\w+:)([^)#\s]+)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are made from the code, those at the project's top, and what all of them link to."""
    for name, content in _made().items():
        files.append(File.generated(config, name, content=content))
    for name, path in COPIED.items():
        files.append(File.generated(config, name, content=(ROOT / path).read_text(encoding="utf-8")))
    for page in list(files.documentation_pages()):
        for link in _LINK.findall(page.content_string):
            path = _linked(page.src_uri, link)
            if files.get_file_from_path(_address(path)) is None and (ROOT / path).is_file():
                files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links to files of the project lead to their place within the site."""
    here = page.file.src_uri
    return _LINK.sub(
        lambda link: posixpath.relpath(_address(_linked(here, link[0])), posixpath.dirname(here) or "."), markdown
    )


def _made() -> dict[str, str | bytes]:
    """The pages that are made from the code, by their places."""
    document = http.openapi()
    made: dict[str, str | bytes] = {
        "reference/commands.md": commands.page(),
        "reference/settings.md": settings.page(),
        "reference/terms.md": terms.terms_page(),
        "reference/event-types.md": terms.event_types_page(),
        "reference/shapes.md": terms.shapes_page(),
        "reference/http.md": http.page(document),
        "reference/openapi.json": json.dumps(document, ensure_ascii=False, indent=1),
    }
    for notebook in sorted((ROOT / "docs").glob("*.ipynb")):
        text, pictures = notebooks.page(notebooks.run(notebook, ROOT))
        made |= {f"{notebook.stem}.md": text, **pictures}
    return made


def _linked(page: str, link: str) -> str:
    """The path, from the project's root, of what a page of the site links to."""
    source = COPIED.get(page, f"docs/{page}")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), link))


def _address(path: str) -> str:
    """Where a file of the project stands in the site."""
    return next((name for name, copied in COPIED.items() if copied == path), path.removeprefix("docs/"))
