"""The table of reactions: actors by clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from treaty_explainer.entity import Record
from treaty_explainer.kinds import Actor, Clause, Reaction, Stance


@dataclass(frozen=True, slots=True)
class Matrix:
    """Actors by clauses; a cell holds the reactions of the actor that concern the clause."""

    actors: list[Actor]
    clauses: list[Clause]
    cells: dict[tuple[str, str], list[Reaction]]

    def of(self, actors: Iterable[Record]) -> Matrix:
        """The rows of some actors, with the columns in which they have something."""
        wanted = {actor.id for actor in actors}
        used = {clause for actor, clause in self.cells if actor in wanted}
        return Matrix(
            [actor for actor in self.actors if actor.id in wanted],
            [clause for clause in self.clauses if clause.id in used],
            self.cells,
        )

    def sum(self, actors: Iterable[Record], clause: Clause | None) -> list[tuple[Stance, int]]:
        """How many reactions of each stance some actors have to a clause, or to the whole."""
        column = clause.id if clause else ""
        cells = (self.cells.get((actor.id, column), []) for actor in actors)
        counts = Counter(reaction.stance for cell in cells for reaction in cell)
        return [(stance, counts[stance]) for stance in Stance if counts[stance]]

    def cell(self, actor: Actor, clause: Clause | None) -> list[Reaction]:
        """The reactions to a clause, by stance; with None, those to the treaty as a whole."""
        found = self.cells.get((actor.id, clause.id if clause else ""), [])
        return sorted(found, key=lambda reaction: list(Stance).index(reaction.stance))
