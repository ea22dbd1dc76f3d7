"""The files of a build before they are made: a path, and what makes its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain
from typing import Protocol

from treaty_explainer.link import Asked, Library
from treaty_explainer.progress import Stage
from treaty_explainer.share import processes, share


class Known(Protocol):
    """What is known of files that were made earlier; see `memory.Memory`."""

    def holds(self, name: str, key: str) -> bool:
        """Whether the text of the file of this name would be the same."""

    def learn(self, name: str, asked: Iterable[Asked], key: str) -> None:
        """Note what was asked of the library to make a file."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What makes a file's text.

    The text depends on what `make` asks of the library, on the program, and on `key`, which tells
    anything else that it depends on. `prepare` is done once for all files that have it, before the
    work is shared among processes, each of which would have to do it otherwise. What `is_quick` is
    not worth sharing.
    """

    make: Callable[[], str]
    key: str = ""
    prepare: Callable[[], object] | None = None
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """What makes a file's text out of those of others: their paths, and how to put them together.

    It depends on these texts and on nothing else.
    """

    parts: Sequence[str]
    put_together: Callable[[Iterable[str]], str]


def make_all(
    files: Files,
    library: Library,
    known: Known,
    intact: Mapping[str, str],
    old_text: Callable[[str], str],
    stage: Stage,
) -> tuple[dict[str, str], set[str]]:
    """The texts of the files that have to be made, and the paths of those that stand as they are.

    `intact` are the files that are on the disk as they were written, with a digest of each, and
    `old_text` reads one of them. One of them stands if it is known to be what would be made.
    """
    recipes = files.recipes
    standing = {
        path
        for path in recipes
        if path in intact and known.holds(path, f"{recipes[path].key} {intact[path]}")
    }

    todo = [path for path in recipes if path not in standing]
    stage.total = len(todo)
    quick = [path for path in todo if recipes[path].is_quick]
    slow = [path for path in todo if not recipes[path].is_quick]
    at_once = processes(len(slow))
    if at_once > 1:
        for prepare in {recipes[path].prepare: None for path in slow}:
            if prepare:
                prepare()

    def make(paths: Sequence[str]) -> list[tuple[str, str, set[Asked]]]:
        made = []
        for path in paths:
            with library.listen() as asked:
                text = files[path]
            made.append((path, text, asked))
            stage.advance(1 if recipes[path].is_quick else at_once)
        return made

    texts = {}
    digests = {path: intact[path] for path in standing}
    for part in [*share(slow, make), make(quick)]:
        for path, text, asked in part:
            digests[path] = digest(text)
            known.learn(path, asked, f"{recipes[path].key} {digests[path]}")
            texts[path] = text

    for path, gathered in files.gathered.items():
        key = digest("".join(digests[part] for part in gathered.parts))
        if path in intact and known.holds(path, f"{key} {intact[path]}"):
            standing.add(path)
            continue
        of_parts = (texts[part] if part in texts else old_text(part) for part in gathered.parts)
        texts[path] = gathered.put_together(of_parts)
        known.learn(path, (), f"{key} {digest(texts[path])}")
    return texts, standing


def digest(text: str) -> str:
    """What tells a text from any other."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


class Files(Mapping[str, str]):
    """Texts by their path below `docs/`, each made anew whenever it is looked at."""

    def __init__(
        self, recipes: Mapping[str, Recipe], gathered: Mapping[str, Gathered] | None = None
    ) -> None:
        self.recipes = recipes
        self.gathered = gathered or {}

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Files:
        """Files whose texts are there already."""
        return cls({path: Recipe(partial(str, text)) for path, text in texts.items()})

    def __getitem__(self, path: str) -> str:
        if gathered := self.gathered.get(path):
            return gathered.put_together(self[part] for part in gathered.parts)
        return self.recipes[path].make()

    def __contains__(self, path: object) -> bool:
        return path in self.recipes or path in self.gathered

    def __iter__(self) -> Iterator[str]:
        return chain(self.recipes, self.gathered)

    def __len__(self) -> int:
        return len(self.recipes) + len(self.gathered)

    def __or__(self, others: Files) -> Files:
        return Files({**self.recipes, **others.recipes}, {**self.gathered, **others.gathered})
