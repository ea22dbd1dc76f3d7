"""The library into pages: Markdown files whose structure is HTML and whose headings are Markdown.

A heading is Markdown so that any engine makes the table of contents and the search sections from
it; the rest is HTML that an engine passes through. Every value that a template prints is escaped
for both at once, unless it was made safe here. A kind's page is `templates/<folder>/record.md`,
its index `templates/<folder>/index.md`; the pages of the site itself lie in `templates/site/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import jinja2
import markupsafe
from markupsafe import Markup

from treaty_explainer import figures, markdown
from treaty_explainer.cite import Reference
from treaty_explainer.entity import Record
from treaty_explainer.files import Files, Recipe
from treaty_explainer.glossary import Find, Glossary
from treaty_explainer.guide import describe
from treaty_explainer.kinds import KINDS, Entry, Source, Term
from treaty_explainer.link import Library
from treaty_explainer.linked_data import linked_data
from treaty_explainer.listing import pages_of
from treaty_explainer.parts import LISTINGS
from treaty_explainer.site import Site, page_url, relative_url
from treaty_explainer.templating import PACKAGE, environment, escape
from treaty_explainer.views import Views

# The address of the field guide.
GUIDE = "contributing/fields"
_ENCODER = json.JSONEncoder(ensure_ascii=False)
# Where a section of a page begins.
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
# A term found in a text, until it is known whether this is its first use in the section; and a link
# to a term that a text has of its own.
_FOUND = re.compile(r"<te-found ([^>]+)>(.*?)</te-found>", re.DOTALL)
_TERM_LINK = re.compile(r'<a class="te-term" [^>]*aria-describedby="term-([^"]+)"')
# A line of a style sheet or script that stands for another file.
_IMPORT = re.compile(r"""^(?:@import|import) "(?:\./)?([^"]+)";\n""", re.MULTILINE)


def render_all(library: Library, site: Site) -> Files:
    """All pages and assets, by their path below `docs/`."""
    views = Views(library)
    glossary = Glossary(library.kind(Term.folder), views.subject.id)
    recipes: dict[str, Recipe] = {}

    def plan(
        id: str, template: str, record: Record | None = None, path: str = "", listing: str = ""
    ) -> None:
        find = glossary.on(record) if record and record.id == id else None

        def make() -> str:
            page = Page(id, library, site, views, find, listing)
            return page.render(environment().get_template(template), record and library[record.id])

        recipes[path or f"{id}/index.md"] = Recipe(
            make, glossary.key if find else "", _compile_templates
        )

    for record in library:
        plan(record.id, f"{record.folder}/record.md", record, f"{record.id}.md")
    for name in environment().list_templates():
        folder, _, rest = name.partition("/")
        if rest == "index.md":
            plan(folder, name)
        elif name == "site/home.md":
            plan("", name, path="index.md")
        elif folder == "site":
            plan(rest.removesuffix(".md"), name)
    for treaty in library.kind("treaties"):
        if views.clauses_of(treaty):
            whole = f"clauses/{treaty.id.partition('/')[2]}"
            plan(whole, "clauses/treaty.md", treaty)
            plan(f"{whole}/print", "clauses/print.md", treaty)
    for narrowed in views.narrowed().values():
        for part in pages_of(narrowed.id, "", narrowed.events):
            plan(part.id, "timeline/narrowed.md", narrowed.record)
    for record in library:
        for part in views.linked(record):
            plan(part.id, "linked.md", record)
    for listing in LISTINGS:
        for part in views.parts(listing):
            plan(part.id, "part.md", listing=listing)
    for treaty in views.comparison()[0]:
        plan(f"compare/{treaty.id.partition('/')[2]}", "treaties/compared.md", treaty)
    return Files(recipes) | _redirects(library, site) | _robots(site) | _assets()


def _compile_templates() -> None:
    """All of them, for those that a page includes are not to be told from outside."""
    for name in environment().list_templates():
        environment().get_template(name)


@dataclass(slots=True)
class Page:
    """One page while it is being rendered: where it stands, and what it has cited so far.

    `listing` names the long list of which it is a part.
    """

    id: str
    library: Library
    site: Site
    views: Views
    find: Find | None = None
    listing: str = ""
    cited: dict[str, int] = field(default_factory=dict)
    _section: str = ""
    _paragraph: int = 0

    def render(self, template: jinja2.Template, record: Record | None = None) -> str:
        """The page's Markdown."""
        text = template.render(
            page=self,
            record=record,
            listing=self.listing,
            site=self.site,
            views=self.views,
            figures=figures,
            link=self.link,
            url=self.url,
            prose=self.prose,
            line=self.line,
            plain=markdown.plain,
            cite=self.cites,
            front_matter=self.front_matter,
            sentence=_sentence,
            guide=describe(KINDS) if self.id == GUIDE else [],
            event_href=lambda event: self.url(page_url(event.id)),
        )
        if self.find:
            text = self._explain(text)
        # Blank lines left by template logic would end an HTML block early in some parsers.
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    def front_matter(
        self,
        title: str,
        description: str,
        trail: Iterable[tuple[str, str]] = (),
        *,
        wide: bool = False,
        searched: bool = True,
    ) -> Markup:
        """The page's front matter: fixed keys, and values that the theme may print as they are.

        What the theme prints into the page is escaped here, each in its own way. A `wide` page
        has no table of contents beside it; one that is not `searched` only repeats
        what other pages say. `trail` are the pages above it.
        """
        about = _shorten(markdown.plain(description))
        meta: dict[str, Any] = {
            "title": str(escape(title)),
            "description": str(escape(about)),
            "hide": ["navigation", "toc"] if wide else ["navigation"],
        }
        if not searched:
            meta["search"] = {"exclude": True}
        # JSON is YAML too, and its writer is forty times faster.
        lines = [f"{key}: {_ENCODER.encode(value)}\n" for key, value in meta.items()]
        record = self.library.get(self.id)
        if data := linked_data(self.site, self.views, self.id, title, about, trail, record):
            quoted = data.replace("'", "''")
            lines.append(f"linked_data: '{quoted}'\n")
        return Markup(f"---\n{''.join(lines)}---\n")

    @property
    def address(self) -> str:
        """The page's address from the site's root."""
        return page_url(self.id)

    @property
    def permalink(self) -> str:
        """The page's public address, or its address from the root if the site has none."""
        return f"{self.site.url}/{self.address}" if self.site.url else self.address

    def reference(self, record: Entry, title: str) -> Reference:
        """A record's page as others cite it, under the title it bears."""
        return Reference(record.id, title, self.site.name, self.permalink, record.reviewed)

    def url(self, target: str) -> str:
        """The way from here to an address or to a record's page."""
        if self.site.offline:
            folder = self._file(self.address).rpartition("/")[0]
            return relative_url(self._file(target), f"{folder}/" if folder else "")
        return relative_url(target, self.address)

    def _file(self, address: str) -> str:
        """The file at an address, as MkDocs names it without directory addresses."""
        path, mark, fragment = address.partition("#")
        if path and not path.endswith("/"):
            return address
        id = path.removesuffix("/")
        return (
            f"{id}.html{mark}{fragment}"
            if id in self.library
            else (f"{path}index.html{mark}{fragment}")
        )

    def link(self, target: Record | str, words: Any = None, anchor: str = "") -> Markup:
        """A link to a record, by itself or by its id, that says its name or `words`."""
        id, name = (
            (target.id, target.name)
            if isinstance(target, Record)
            else (target, self.library.name(target))
        )
        href = self.url(page_url(id) + (f"#{anchor}" if anchor else ""))
        shown = escape(name if words is None else words)
        return Markup(f'<a href="{markupsafe.escape(href)}">{shown}</a>')

    def prose(self, text: str, section: str = "") -> Markup:
        """A prose field as paragraphs; with `section`, each has an anchor and shows it."""
        self._section, self._paragraph = section, 0
        return _joined(self._writer.blocks(text))

    def line(self, text: str) -> Markup:
        """A prose field as one run of text, for a table's cell or a list."""
        return _joined(self._writer.line(text))

    def cites(self, sources: Iterable[str]) -> Markup:
        """The marks of a field's `cites`."""
        return Markup("").join(self._cite(source, "") for source in sources)

    def sources(self) -> list[tuple[int, Source]]:
        """What the page has cited so far, in order, with the number of each."""
        records = ((number, self.library[id]) for id, number in self.cited.items())
        return [(number, record) for number, record in records if isinstance(record, Source)]

    @property
    def _writer(self) -> markdown.Writer:
        writer = markdown.Writer(self._link_in_prose, self._cite, self._anchor, escape)
        return replace(writer, find=self.find, term=_found) if self.find else writer

    def _link_in_prose(self, target: str, words: Markup) -> Markup:
        if self.find and target.startswith(f"{Term.folder}/"):
            return self._term(target, words)
        return self.link(target, words)

    def _term(self, id: str, words: Markup) -> Markup:
        """A use of a term, as a link to its page that its definition describes."""
        href = markupsafe.escape(self.url(page_url(id)))
        about = f"term-{markupsafe.escape(id.partition('/')[2])}"
        return Markup(f'<a class="te-term" href="{href}" aria-describedby="{about}">{words}</a>')

    def _explain(self, text: str) -> str:
        """The page with one link for each term of each section, and the definitions at its end."""
        used: dict[str, None] = {}

        def explain_section(section: str) -> str:
            linked = [f"{Term.folder}/{id}" for id in _TERM_LINK.findall(section)]
            explained = dict.fromkeys(linked)

            def explain_use(match: re.Match[str]) -> str:
                id, words = match[1], Markup(match[2])
                if id in explained:
                    return words
                explained[id] = None
                return self._term(id, words)

            section = _FOUND.sub(explain_use, section)
            used.update(explained)
            return section

        text = "".join(map(explain_section, _SECTION.split(text)))
        if not used:
            return text
        template = environment().get_template("definitions.md")
        return text + template.render(terms=self.views.records(used), sentence=_sentence)

    def _cite(self, source: str, place: str) -> Markup:
        number = self.cited.setdefault(source, len(self.cited) + 1)
        where = escape(f", {place}" if place else "")
        # As short as can be, for a page has up to two hundred.
        return Markup(f'<sup><a href="#source-{number}">{number}{where}</a></sup>')

    def _anchor(self) -> tuple[Markup, Markup]:
        if not self._section:
            return Markup(""), Markup("")
        self._paragraph += 1
        id = f"{self._section}-{self._paragraph}"
        return (
            Markup(f' id="{id}" class="te-par"'),
            Markup(f'<a class="te-anchor" href="#{id}" aria-label="Link to this paragraph">¶</a>'),
        )


def _found(id: str, words: Markup) -> Markup:
    """A term found in a text, marked for the page to decide on once it is whole."""
    return Markup(f"<te-found {markupsafe.escape(id)}>{words}</te-found>")


def _joined(text: Markup) -> Markup:
    """The text with one `<sup>` around citations that follow each other."""
    return Markup(str(text).replace("</sup>\u202f<sup>", "\u202f"))


def _shorten(text: str, limit: int = 200) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _sentence(text: str) -> str:
    """The first sentence of a prose field, in plain words."""
    words = markdown.plain(text)
    end = re.search(r"(?<=[a-z0-9)”’])[.!?](?= [A-Z‘“])", words)
    return words[: end.end()] if end else words


def _redirects(library: Library, site: Site) -> Files:
    """A page at each former address that sends readers on, without a script.

    Nobody comes to a site on a disk by a former address.
    """
    if site.offline:
        return Files({})
    entries = [record for record in library if isinstance(record, Entry) and record.formerly]
    return Files(
        {
            f"{old}/index.html": Recipe(partial(_redirect, old, record.id, library, site))
            for record in entries
            for old in record.formerly
        }
    )


def _redirect(old: str, id: str, library: Library, site: Site) -> str:
    name = escape(library.name(id))
    way = relative_url(page_url(id), page_url(old))
    canonical = f"{site.url}/{page_url(id)}" if site.url else way
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
        f"<title>{name}</title>\n"
        f'<link rel="canonical" href="{escape(canonical)}">\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={escape(way)}">\n'
        f'<h1>This page has moved</h1>\n<p><a href="{escape(way)}">{name}</a></p>\n</html>\n'
    )


def _robots(site: Site) -> Files:
    """What search engines are told: everything may be read, and where the list of pages is."""
    if site.offline or not site.url:
        return Files({})
    text = f"User-agent: *\nAllow: /\nSitemap: {site.url}/sitemap.xml\n"
    return Files.of({"robots.txt": text})


def _assets() -> Files:
    """The style sheets and scripts of the pages; what `site.css` and `site.js` import is in them.

    One file of each kind is one request each, and a classic script also runs from a disk, where a
    browser loads no module.
    """
    folder = PACKAGE / "assets"
    texts = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    joined = set()

    def take_in(line: re.Match[str]) -> str:
        joined.add(line[1])
        return texts[line[1]]

    for name in ("site.css", "site.js"):
        texts[name] = _IMPORT.sub(take_in, texts[name])
    return Files.of({f"assets/{name}": text for name, text in texts.items() if name not in joined})
