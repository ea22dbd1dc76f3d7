"""Questions about reactions: who reacted, with which stance, and from where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from treaty_explainer.asking import grouped, once
from treaty_explainer.clauses import Clauses
from treaty_explainer.entity import Choice, Record
from treaty_explainer.kinds import (
    Actor,
    ActorSort,
    Reaction,
    Region,
    Source,
    SourceKind,
    Stance,
)
from treaty_explainer.matrix import Matrix


class Reactions(Clauses):
    """What pages ask about reactions and those who react."""

    def reactions(self, *, commentary: bool | None = None) -> list[Reaction]:
        """All reactions, or only those that are (not) commentary."""
        return [
            reaction
            for reaction in self._library.kind(Reaction.folder)
            if isinstance(reaction, Reaction)
            and (commentary is None or (reaction.form == "commentary") is commentary)
        ]

    @once
    def matrix(self) -> Matrix:
        """The reactions of states and organisations by actor and clause of the subject."""
        cells: dict[tuple[str, str], list[Reaction]] = {}
        actors: dict[str, Actor] = {}
        for reaction in self.reactions(commentary=False):
            actor = self._library[reaction.actor]
            if isinstance(actor, Actor):
                actors[actor.id] = actor
            whole_treaty = [""]
            for clause in [str(ref) for ref in reaction.clauses] or whole_treaty:
                cells.setdefault((reaction.actor, clause), []).append(reaction)
        used = {clause for _, clause in cells}
        clauses = [clause for clause in self.clauses_of(self.subject) if clause.id in used]
        order = {region: index for index, region in enumerate(Region)}
        rows = sorted(actors.values(), key=lambda actor: (order[actor.region], actor.sort_key))
        return Matrix(rows, clauses, cells)

    def stances(self, reactions: Iterable[Reaction]) -> list[tuple[Stance, list[Reaction]]]:
        """The reactions by stance, in the order of the closed list, empty ones left out."""
        by_stance: dict[Stance, list[Reaction]] = {stance: [] for stance in Stance}
        for reaction in reactions:
            by_stance[reaction.stance].append(reaction)
        return [(stance, group) for stance, group in by_stance.items() if group]

    def tally(self, reactions: Iterable[Reaction]) -> list[tuple[Stance, int]]:
        """How many reactions take each stance."""
        return [(stance, len(group)) for stance, group in self.stances(reactions)]

    def actors_by_sort(self) -> list[tuple[ActorSort, list[Actor]]]:
        """States, organisations and people."""
        actors = [a for a in self._library.kind(Actor.folder) if isinstance(a, Actor)]
        groups = [(sort, [a for a in actors if a.sort is sort]) for sort in ActorSort]
        return [(sort, group) for sort, group in groups if group]

    def actors_of(self, reactions: Iterable[Reaction]) -> list[Record]:
        """Who reacted, each once, in order of first reaction."""
        return self.records(dict.fromkeys(str(reaction.actor) for reaction in reactions))

    def actor_names(self, reactions: Iterable[Reaction]) -> dict[str, str]:
        """The name of each reaction's actor, by the actor's id."""
        return {reaction.actor: self._library[reaction.actor].name for reaction in reactions}

    @once
    def by_actor(self) -> list[tuple[Record, list[tuple[Stance, int]], int]]:
        """Who reacted, by name: how often with each stance, and how often in all."""
        own = grouped(self.reactions(), lambda reaction: str(reaction.actor))
        found = [(self._library[actor], self.tally(some), len(some)) for actor, some in own.items()]
        return sorted(found, key=lambda item: item[0].sort_key)

    def others_of(self, reaction: Reaction) -> list[Record]:
        """The same actor's reactions around this one: three before and three after at most."""
        actor = self._library[reaction.actor]
        own = self.naming(actor, Reaction.folder, "actor")
        at = [one.id for one in own].index(reaction.id)
        return own[max(at - 3, 0) : at] + own[at + 1 : at + 4]

    def balance(
        self, reactions: Iterable[Reaction], by: str
    ) -> list[tuple[Choice, Counter[Stance]]]:
        """How many reactions of each stance there are by an actor's `region` or `sort`."""
        counts: dict[Choice, Counter[Stance]] = {}
        for reaction in reactions:
            actor = self._library[reaction.actor]
            counts.setdefault(getattr(actor, by), Counter())[reaction.stance] += 1
        order: list[Choice] = [*Region, *ActorSort]
        return sorted(counts.items(), key=lambda item: order.index(item[0]))

    def by_region(
        self, reactions: Iterable[Reaction]
    ) -> list[tuple[Choice, list[tuple[Stance, int]], int]]:
        """How many reactions of each stance come from each region, the busiest region first, each
        with the number of reactions from the busiest."""
        counts = sorted(self.balance(reactions, "region"), key=lambda item: -item[1].total())
        most = counts[0][1].total() if counts else 0
        return [
            (region, [(stance, count[stance]) for stance in Stance if count[stance]], most)
            for region, count in counts
        ]

    def silent_regions(self) -> list[Region]:
        """The regions of which no reaction is recorded."""
        heard = {region for region, _ in self.balance(self.reactions(), "region")}
        return [region for region in Region if region not in heard and region is not Region.WORLD]

    @once
    def source_balance(self) -> list[tuple[SourceKind, int]]:
        """On how many reactions sources of each kind bear, the most frequent kind first."""
        counts: Counter[SourceKind] = Counter()
        for reaction in self.reactions():
            cited = {target for target, _ in self._library.targets(reaction)}
            sources = (self._library[id] for id in cited if id.startswith(f"{Source.folder}/"))
            counts.update({source.kind_ for source in sources if isinstance(source, Source)})
        return sorted(counts.items(), key=lambda item: (-item[1], list(SourceKind).index(item[0])))
