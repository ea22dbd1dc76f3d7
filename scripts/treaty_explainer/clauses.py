"""Questions about instruments and their clauses: what they hold, and what of each is alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from treaty_explainer.asking import Asking
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Basis, Clause, Reading, Role, Treaty


class Clauses(Asking):
    """What pages ask about instruments and clauses."""

    def treaties_by_role(self) -> list[tuple[Role, list[Treaty]]]:
        """The instruments by their part on this site."""
        treaties = [t for t in self._library.kind(Treaty.folder) if isinstance(t, Treaty)]
        groups = [(role, [t for t in treaties if t.role is role]) for role in Role]
        return [(role, group) for role, group in groups if group]

    def clauses_of(self, treaty: Record) -> list[Clause]:
        """The clauses of an instrument, in its order."""
        folder = f"{Clause.folder}/{treaty.id.partition('/')[2]}"
        return [c for c in self._library.kind(folder) if isinstance(c, Clause)]

    def by_treaty(self, clauses: Iterable[Record]) -> list[tuple[Record, list[Record]]]:
        """Clauses by instrument: the subject's first, then in the order they come in."""
        groups: dict[str, list[Record]] = {self.subject.id: []}
        for clause in clauses:
            if isinstance(clause, Clause):
                groups.setdefault(clause.treaty, []).append(clause)
        return [(self._library[treaty], group) for treaty, group in groups.items() if group]

    def known(self, treaty: Record) -> list[tuple[Basis, list[Clause]]]:
        """The clauses of an instrument by how well their wording is known, best first."""
        clauses = self.clauses_of(treaty)
        groups = [(basis, [c for c in clauses if c.basis is basis]) for basis in Basis]
        return [(basis, group) for basis, group in groups if group]

    def readings(self, clause: Clause) -> list[tuple[str, list[Record], list[tuple[int, Reading]]]]:
        """How a clause has been read, by year: the year ('' if unknown), who, the readings with the
        number of each on the clause's page."""
        years: dict[str, list[tuple[int, Reading]]] = {}
        for number, reading in enumerate(clause.readings, 1):
            year = str(reading.date.year) if reading.date else ""
            years.setdefault(year, []).append((number, reading))
        return [
            (year, self.records(dict.fromkeys(str(reading.by) for _, reading in part)), part)
            for year, part in years.items()
        ]

    def readings_by(self, actor: Record) -> list[tuple[Clause, list[tuple[int, Reading]]]]:
        """How an actor has read clauses: each clause with the readings and their numbers there."""
        return [
            (clause, [(n, r) for n, r in enumerate(clause.readings, 1) if r.by == actor.id])
            for clause in self.naming(actor, Clause.folder, "readings")
            if isinstance(clause, Clause)
        ]

    def compared(self, clause: Clause) -> list[Clause]:
        """The clauses on the same matter, whichever side says so: those of predecessors first, and
        in either group the oldest instrument first."""
        ids: list[str] = [*clause.compares]
        ids += self.who_names(clause, Clause.folder, "compares")
        clauses = [other for other in self.records(dict.fromkeys(ids)) if isinstance(other, Clause)]
        return sorted(clauses, key=self._age)

    def _age(self, clause: Clause) -> tuple[bool, str, tuple[Any, ...]]:
        treaty = self._library[clause.treaty]
        related = isinstance(treaty, Treaty) and treaty.role is Role.RELATED
        signed = treaty.signed if isinstance(treaty, Treaty) else None
        return related, signed.date.machine if signed else "9999", clause.sort_key

    def comparison(self) -> tuple[list[Treaty], list[tuple[Clause, list[list[Clause]]]]]:
        """The subject's clauses against other instruments: the columns, then a row for each clause
        that has a counterpart, with one list of clauses for each column."""
        rows = [(clause, self.compared(clause)) for clause in self.clauses_of(self.subject)]
        rows = [(clause, others) for clause, others in rows if others]
        used = {other.treaty for _, others in rows for other in others}
        columns = sorted(
            (t for _, group in self.treaties_by_role() for t in group if t.id in used),
            key=lambda t: t.signed.date.machine if t.signed else "9999",
        )
        return columns, [
            (clause, [[o for o in others if o.treaty == treaty.id] for treaty in columns])
            for clause, others in rows
        ]

    def side_by_side(self, treaty: Record) -> list[tuple[Clause, list[Clause]]]:
        """The subject's clauses that have a counterpart in one other instrument, with it."""
        rows = [
            (clause, [other for other in self.compared(clause) if other.treaty == treaty.id])
            for clause in self.clauses_of(self.subject)
        ]
        return [(clause, others) for clause, others in rows if others]
