"""Questions about what is open: debated questions, disputes, statements no source confirms."""

from __future__ import annotations

from treaty_explainer.asking import Asking
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Answer, Dispute, Entry, Question


class Debates(Asking):
    """What pages ask about disagreement and doubt."""

    def questions(self) -> list[Question]:
        """All questions."""
        return [q for q in self._library.kind(Question.folder) if isinstance(q, Question)]

    def seen_in(self, question: Question) -> list[Record]:
        """The events and reactions that the developments of a question lead to."""
        return self.records(ref for item in question.developments for ref in item.see)

    def answers_of(self, actor: Record) -> list[tuple[Question, list[tuple[int, Answer]]]]:
        """Which answers an actor holds: each question with those answers and their numbers."""
        found = [
            (question, [(n, a) for n, a in enumerate(question.answers, 1) if actor.id in a.held_by])
            for question in self.naming(actor, Question.folder, "answers")
            if isinstance(question, Question)
        ]
        return [(question, answers) for question, answers in found if answers]

    def disputes(self) -> list[tuple[Entry, list[Dispute]]]:
        """Every record on which sources disagree, with the points of disagreement."""
        return [
            (record, record.disputed)
            for record in self._library
            if isinstance(record, Entry) and record.disputed
        ]

    def doubtful(self) -> list[Entry]:
        """Every record with a point of disagreement or a statement that no source confirms."""
        return [
            record
            for record in self._library
            if isinstance(record, Entry) and (record.disputed or record.unverified)
        ]

    def unverified(self) -> list[Entry]:
        """Every record that carries statements no source confirms."""
        return [r for r in self._library if isinstance(r, Entry) and r.unverified]
