"""A new record asked for step by step: its kind, its id, then each field it cannot do without.

Nothing here knows the terminal: questions go out through `ask`, remarks through `say`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from treaty_explainer.entity import Key, Record, Ref
from treaty_explainer.guide import FieldHelp, fields_of
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.problems import Problem
from treaty_explainer.read import DATA_FOLDER, Document, read_all, read_bytes
from treaty_explainer.scaffold import ScaffoldError, as_value, file_for, kind_called
from treaty_explainer.validate import validate_all

Ask = Callable[[str], str]
Say = Callable[[str], None]
_MAX_NEAREST = 5
# How many ids are offered at once: the topics of a site, not its sources.
_MAX_OFFERED = 20


def interview(project: Path, ask: Ask, say: Say) -> tuple[type[Record], str, dict[str, str]]:
    """Ask for a new record. Returns its kind, its id without the folder, and the answers as YAML.

    A question is asked again until its answer can stand; an empty answer leaves a field blank.
    """
    kind = _ask_kind(ask, say)
    id = _ask_id(project, kind, ask, say)
    documents = read_all(project)[0]
    say("Now the fields it needs. Enter leaves one empty, to be filled in later in the file.")
    answers = {}
    for field in fields_of(kind):
        if field.required and (answer := _ask_field(kind, id, field, documents, ask, say)):
            answers[field.name] = answer
    return kind, id, answers


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known ids that hold the word, then those that are spelt most like it."""
    known = list(known)
    holding = [id for id in known if word in id]
    alike = difflib.get_close_matches(word, known, n=_MAX_NEAREST, cutoff=0.5)
    return list(dict.fromkeys([*holding, *alike]))[:_MAX_NEAREST]


def _ask_kind(ask: Ask, say: Say) -> type[Record]:
    say("Which kind of record?")
    for kind in BY_FOLDER.values():
        say(f"  {kind.singular}: {(kind.__doc__ or '').partition(chr(10))[0]}")
    while True:
        try:
            return kind_called(ask("Kind"))
        except ScaffoldError as error:
            say(f"  {error}")


def _ask_id(project: Path, kind: type[Record], ask: Ask, say: Say) -> str:
    say(
        "Its id names the file and the page for good: small letters, digits and '-', such as "
        f"{_example_id(project, kind)}."
    )
    while True:
        try:
            file_for(project, kind, id := ask("Id"))
        except ScaffoldError as error:
            say(f"  {error}")
        else:
            return id


def _example_id(project: Path, kind: type[Record]) -> str:
    """An id of this kind that is in use, to show the form."""
    folder = project / DATA_FOLDER / kind.folder
    file = max(folder.rglob("*.yml"), default=folder / "some-words.yml")
    return f"'{file.relative_to(folder).with_suffix('').as_posix()}'"


def _ask_field(
    kind: type[Record],
    id: str,
    field: FieldHelp,
    documents: list[Document],
    ask: Ask,
    say: Say,
) -> str:
    """The answer as YAML, or nothing if it is left for later."""
    if field.fields:
        say(f"{field.name}: {field.help} Fill these in in the file.")
        return ""
    say(f"{field.name}: {field.said}")
    for value in field.values:
        say(f"  {value}: {value.help}")
    if field.example and not field.values:
        say(f"  Such as: {field.example}")
    if field.inside is list:
        say("  Several are parted by commas.")
    for key, about in _keys(field, documents).items():
        say(f"  {key}: {about}")
    known = list(_keys(field, documents)) or _ids(field, documents)
    if known and field.word is Ref:
        few = len(known) <= _MAX_OFFERED
        say(f"  There are: {', '.join(known)}." if few else "  A few letters show the nearest.")
    while written := ask(field.name).strip():
        words = [word.strip(" []") for word in written.split(",")] if field.inside else [written]
        answer = f"[{', '.join(map(as_value, words))}]" if field.inside else as_value(written)
        if problem := _problem(kind, id, field, answer):
            say(f"  {problem.message}: {problem.hint}" if problem.hint else f"  {problem.message}")
        elif field.word not in (Ref, Key) or all(_exists(word, known, ask, say) for word in words):
            return answer
    return ""


def _problem(kind: type[Record], id: str, field: FieldHelp, answer: str) -> Problem | None:
    """What `check` would say of this one field."""
    file = PurePosixPath(DATA_FOLDER, kind.folder, f"{id}.yml")
    document, problems = read_bytes(f"{field.name}: {answer}\n".encode(), file)
    if document:
        problems = validate_all([document], BY_FOLDER)[1]
    return next((problem for problem in problems if problem.code != "missing-field"), None)


def _ids(field: FieldHelp, documents: list[Document]) -> list[str]:
    """The ids that a field may hold, as it writes them."""
    folder = f"{field.folders[0]}/" if len(field.folders) == 1 else ""
    ids = [document.id for document in documents]
    return [id.removeprefix(folder) for id in ids if id.partition("/")[0] in field.folders]


def _keys(field: FieldHelp, documents: list[Document]) -> dict[str, str]:
    """The keys that a field may hold, with what each stands for.

    A field such as `era` holds one of those that some record declares in its `eras`.
    """
    if field.word is not Key:
        return {}
    lists = [document.values.get(f"{field.name}s") for document in documents]
    groups = [group for groups in lists if isinstance(groups, list) for group in groups]
    return {
        str(group["key"]): ", ".join(
            str(group[name]) for name in ("title", "span") if name in group
        )
        for group in groups
        if isinstance(group, dict) and "key" in group
    }


def _exists(word: str, known: list[str], ask: Ask, say: Say) -> bool:
    """Whether what a field names is there, or is meant to stand until it is."""
    if word in known:
        return True
    near = nearest(word, known)
    say(f"  There is no '{word}' yet. " + (f"The nearest: {', '.join(near)}." if near else ""))
    return ask("Write it all the same? (yes/no)").strip().lower() in ("y", "yes")
