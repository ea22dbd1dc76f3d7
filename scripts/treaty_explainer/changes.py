"""What a change of the data does to the site: pages new, changed, renamed and gone, and links.

Two states of `treaty_data/` are read and compared as libraries; no site is built.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any

from treaty_explainer.entity import Record
from treaty_explainer.formats import listed
from treaty_explainer.guide import fields_of
from treaty_explainer.kinds import BY_FOLDER, Clause, Entry
from treaty_explainer.link import Library
from treaty_explainer.read import DATA_FOLDER, MAX_BYTES, Document, read_all, read_bytes
from treaty_explainer.validate import validate_all


class GitError(Exception):
    """Git is missing, or knows no such state of the project; the message says which."""


@dataclass(frozen=True, slots=True)
class State:
    """The data at one time: its sound records, and the files that are not."""

    library: Library
    unsound: list[str]


@dataclass(frozen=True, slots=True)
class PageChange:
    """What becomes of one page.

    `fields` are those that differ, `formerly` its old id if it was renamed; `gained` and `lost`
    are the records it now links to and no longer links to; `referred_to_by` are the pages that
    link to it (for a page that is gone, those that did).
    """

    id: str
    name: str
    formerly: str
    fields: list[str]
    gained: list[str]
    lost: list[str]
    referred_to_by: list[str]


@dataclass(frozen=True, slots=True)
class Changes:
    """The pages a change touches. `not_compared` are files that are unsound before or after.

    `names` are what readers see for every id that is mentioned.
    """

    since: str
    new: list[PageChange]
    changed: list[PageChange]
    renamed: list[PageChange]
    gone: list[PageChange]
    not_compared: list[str]
    names: dict[str, str]


def state_now(project: Path) -> State:
    """The data as it lies in the project's folder."""
    documents, problems = read_all(project)
    return _state(documents, [str(problem.place.file) for problem in problems])


def state_at(project: Path, ref: str) -> State:
    """The data as it was at a commit, branch or tag. Raises `GitError`."""
    verify = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"]
    _git(project, ["rev-parse", "--git-dir"], "this folder is in no git repository")
    name = _git(project, verify, f"git knows no commit, branch or tag '{ref}'").decode().strip()
    archived = ["archive", "--format=tar", name, DATA_FOLDER]
    tar = _git(project, archived, f"there was no {DATA_FOLDER}/ at '{ref}'")
    documents: list[Document] = []
    unread: list[str] = []
    # Read from memory: what an old commit holds is never written to the disk.
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        for member in archive:
            file = PurePosixPath(member.name)
            wanted = member.isfile() and file.suffix == ".yml"
            if wanted and (content := archive.extractfile(member)):
                document, _ = read_bytes(content.read(MAX_BYTES + 1), file)
                if document:
                    documents.append(document)
                else:
                    unread.append(str(file))
    return _state(documents, unread)


def compare(old: State, new: State, since: str) -> Changes:
    """What the change from one state to the other does to the pages."""
    unsound = {_id(file) for file in [*old.unsound, *new.unsound]}
    moves = {
        str(before): record.id
        for record in new.library
        if isinstance(record, Entry)
        for before in record.formerly
        if before in old.library and before not in new.library
    }
    origins = {after: before for before, after in moves.items()}
    result = Changes(since, [], [], [], [], sorted({*old.unsound, *new.unsound}), {})
    for record in new.library:
        before = old.library.get(origins.get(record.id, record.id))
        if before is None:
            if record.id not in unsound:
                result.new.append(_change(record, None, old, new, moves))
            continue
        change = _change(record, before, old, new, moves)
        if change.formerly:
            result.renamed.append(change)
        elif change.fields:
            result.changed.append(change)
    for record in old.library:
        if record.id not in new.library and record.id not in moves and record.id not in unsound:
            result.gone.append(_gone(record, old))
    for page in (*result.new, *result.changed, *result.renamed, *result.gone):
        for id in (*page.gained, *page.lost, *page.referred_to_by):
            library = new.library if id in new.library else old.library
            named = library.get(id)
            result.names[id] = _name(named, library) if named else id
    return result


def _change(
    record: Record, before: Record | None, old: State, new: State, moves: dict[str, str]
) -> PageChange:
    had = [moves.get(id, id) for id in _targets(before, old.library)] if before else []
    has = _targets(record, new.library)
    return PageChange(
        id=record.id,
        name=_name(record, new.library),
        formerly=before.id if before and before.id != record.id else "",
        fields=_differing(before, record, moves) if before else [],
        gained=[id for id in has if id not in had],
        lost=[id for id in had if id not in has],
        referred_to_by=_referrers(record, new.library),
    )


def _gone(record: Record, old: State) -> PageChange:
    lost = _targets(record, old.library)
    return PageChange(
        record.id, _name(record, old.library), "", [], [], lost, _referrers(record, old.library)
    )


def _name(record: Record, library: Library) -> str:
    """What readers call a record; a clause is told from others of its number by its treaty."""
    treaty = library.get(record.treaty) if isinstance(record, Clause) else None
    return f"{record.name} ({treaty.name})" if treaty else record.name


def _differing(before: Record, after: Record, moves: dict[str, str]) -> list[str]:
    """The fields that say something else. A reference that followed a renamed record does not."""
    old, new = (record.model_dump(mode="json", by_alias=True) for record in (before, after))
    names = [field.name for field in fields_of(type(after)) if field.name != "formerly"]
    return [name for name in names if _moved(old.get(name), moves) != new[name]]


def _moved(value: Any, moves: dict[str, str]) -> Any:
    """A value with the ids of renamed records replaced."""
    if isinstance(value, list):
        return [_moved(item, moves) for item in value]
    if isinstance(value, dict):
        return {key: _moved(item, moves) for key, item in value.items()}
    return moves.get(value, value) if isinstance(value, str) else value


def _targets(record: Record, library: Library) -> list[str]:
    return list(dict.fromkeys(target for target, _ in library.targets(record)))


def _referrers(record: Record, library: Library) -> list[str]:
    return list(dict.fromkeys(referrer.id for referrer in library.backlinks(record.id)))


def _state(documents: Iterable[Document], unread: list[str]) -> State:
    documents = list(documents)
    records, _ = validate_all(documents, BY_FOLDER)
    sound = {record.id for record in records}
    invalid = [str(document.file) for document in documents if document.id not in sound]
    return State(Library(records), sorted({*unread, *invalid}))


def _id(file: str) -> str:
    return file.removeprefix(f"{DATA_FOLDER}/").removesuffix(".yml")


def _git(project: Path, words: list[str], error: str) -> bytes:
    """What git answers. Raises `GitError` with `error` if it refuses."""
    try:
        answer = subprocess.run(["git", *words], cwd=project, capture_output=True)  # noqa: S603, S607
    except FileNotFoundError:
        raise GitError("git is not installed, or not on the path") from None
    if answer.returncode:
        raise GitError(error)
    return answer.stdout


# ---------------------------------------------------------------------- the three writers


def as_text(changes: Changes) -> str:
    """For a terminal."""
    return "\n".join(_lines(changes, _Form("{}", "  {1}: {2}\n      {0}", "      {}", str)))


def as_markdown(changes: Changes) -> str:
    """For a pull request."""
    form = _Form("## {}\n", "- **{2}** ({1}, `{0}`)", "    - {}", _escaped)
    return "\n".join(["# What changes on the site\n", *_lines(changes, form)])


def as_json(changes: Changes) -> str:
    """For programs: the changes whole."""
    return json.dumps(asdict(changes), ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class _Form:
    """How to write a heading, a page (its id, kind and name), a detail of it, and any name."""

    heading: str
    page: str
    detail: str
    named: Callable[[str], str]


def _escaped(text: str) -> str:
    """A name as Markdown that shows it and does nothing else."""
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", escape(text, quote=False))


def _lines(changes: Changes, form: _Form) -> list[str]:
    """The changes in plain words: a summary, then page by page."""
    sorts = (
        ("new", "New pages", changes.new),
        ("renamed", "Renamed pages; the old addresses lead on", changes.renamed),
        ("changed", "Changed pages", changes.changed),
        ("gone", "Pages gone", changes.gone),
    )
    pages = [page for _, _, some in sorts for page in some]
    if not pages and not changes.not_compared:
        return [f"No page changes since {form.named(changes.since)}."]
    counts = ", ".join(f"{len(some)} {word}" for word, _, some in sorts if some)
    gained, lost = (sum(len(getattr(page, way)) for page in pages) for way in ("gained", "lost"))
    lines = [f"Pages: {counts or 'none compared'}. Links: {gained} gained, {lost} lost."]
    for _, title, some in sorts:
        if some:
            lines += ["", form.heading.format(title)]
        for page in some:
            kind = BY_FOLDER[page.id.partition("/")[0]].singular
            lines.append(form.page.format(page.id, kind, form.named(page.name)))
            lines += [form.detail.format(said) for said in _details(page, changes, form)]
    if changes.not_compared:
        lines += ["", form.heading.format("Not compared, for they have problems")]
        lines += [form.detail.format(form.named(file)) for file in changes.not_compared]
    return lines


def _details(page: PageChange, changes: Changes, form: _Form) -> Iterator[str]:
    """What there is to say of one page."""
    if page.formerly:
        yield f"formerly {form.named(page.formerly)}"
    if page.fields:
        yield f"changed: {', '.join(field.replace('_', ' ') for field in page.fields)}"
    for said, ids in (
        ("now links to", page.gained),
        ("no longer links to", page.lost),
        ("referred to by", page.referred_to_by),
    ):
        if ids:
            yield f"{said}: {listed([form.named(changes.names[id]) for id in ids], '; ')}"


FORMATS: dict[str, Callable[[Changes], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
