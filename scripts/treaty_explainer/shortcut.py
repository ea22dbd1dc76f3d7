"""A way round the converter for markup that is finished already.

A generated page is HTML but for its headings (see `render.py`), and to lead HTML through
Python-Markdown costs more than all else that MkDocs does. So the converter is given the headings,
with a rule in the place of each run of HTML, and the HTML is put back afterwards. It is one
converter for all pages, and looks for no emphasis, links or images: in a heading there are none.
What comes out is the same to the byte, which `tests/test_shortcut.py` holds; without this plugin,
and with another engine, the page is converted as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from treaty_explainer.write import manifest

# A heading, on a line of its own between two blank ones; no text of a record can look like it,
# since `templating.escape` leaves no '#'.
_HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
_STAND_IN = '<hr data-te="%d">'
_STANDS_IN = re.compile(r'<hr data-te="(\d+)">')
# Python-Markdown's own patterns for what a line may hold; those that an extension adds stay.
_MARKS = (
    *("backtick", "escape", "reference", "link", "image_link", "image_reference"),
    *("short_reference", "short_image_ref", "autolink", "automail", "linebreak", "html", "entity"),
    "em_strong",
)
_IDS = re.compile(r'\sid="([^"]+)"')


class Shortcut(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Takes finished HTML out of a generated page before it is converted, and puts it back."""

    def __init__(self) -> None:
        super().__init__()
        self._ours: set[str] = set()
        self._finished: list[str] = []
        self._converter = Markdown()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Note which pages are generated, and make the converter of their headings."""
        self._ours = manifest(Path(config.docs_dir))
        self._converter = Markdown(
            extensions=config.markdown_extensions, extension_configs=config.mdx_configs
        )
        for name in _MARKS:
            self._converter.inlinePatterns.deregister(name, strict=False)
        return files

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """The page's headings, with a stand-in for each run of HTML."""
        self._finished = []
        parts = _HEADING.split(markdown)
        blocks = [part.strip("\n") for part in parts[::2]]
        is_html = all(not block or block.startswith("<") for block in blocks)
        if page.file.src_uri not in self._ours or not is_html:
            return markdown
        out = []
        for index, part in enumerate(parts):
            if index % 2:
                out.append(part)
            elif block := blocks[index // 2]:
                out.append(_STAND_IN % len(self._finished))
                self._finished.append(block)
        page.render = partial(self._render, page)  # type: ignore[method-assign]
        return "\n\n".join(out) + "\n"

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The converted page with its HTML in place."""
        if not self._finished:
            return html
        finished = self._finished
        put_back: Callable[[re.Match[str]], str] = lambda match: finished[int(match[1])]  # noqa: E731
        html = _STANDS_IN.sub(put_back, html)
        # MkDocs asks a page for its anchors when a page written by hand leads to one.
        page.present_anchor_ids = set(_IDS.findall(html))
        return html

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """As `Page.render`, but for what only a page written by hand may hold."""
        page.content = self._converter.reset().convert(page.markdown or "")
        page.toc = get_toc(self._converter.toc_tokens)  # type: ignore[attr-defined]
