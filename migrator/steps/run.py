"""What every step is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..findings import Code, Finding, Objection, settle
from ..migration import Migration, Status
from ..moves import TARGETS
from ..options import Direction, Options
from ..sam.kinds import Kind
from ..sam.template import Api, Template
from ..text.operations import EditError
from ..text.source import Source
from .course import Course
from .rounds import Rounds
from .standing import Standing
from .telling import outcomes, said

Engine: TypeAlias = Callable[[Source, Options, Sequence[Objection], Course], Migration]
"""Migrates one text on a course; the objections become findings of their APIs."""


@dataclass(frozen=True, eq=False)
class Run:
    """One step over one template.

    Arguments:
        template: the template as it was read.
        direction: the kind of the new APIs.
        options: what the user asked for.
        engine: how a text is migrated.
        codes: everything that can be reported, by name.
        objections: what the proof had against an earlier outcome.
    """

    template: Template
    direction: Direction
    options: Options
    engine: Engine
    codes: Mapping[str, Code]
    objections: Sequence[Objection] = ()

    @property
    def kind(self) -> Kind:
        """The kind of the new APIs."""
        return TARGETS[self.direction]

    @property
    def start(self) -> Rounds:
        """The template before the first round."""
        return Rounds(self.template.source, self.template.source.text)

    def migrated(self, source: Source, apis: Sequence[str], course: Course) -> Migration:
        """The APIs of a text migrated on a course, without the code behind them: both kinds call it already.

        Arguments:
            apis: their logical ids.
            course: what is made of what the concerns say.
        """
        plain = replace(self.options, apis=tuple(apis), handlers=False, payload="1.0", fixtures=False, shim=False)
        objections = [each for each in self.objections if each.api in apis]
        return self.engine(source, replace(plain, keep_logical_ids=False, strict=False), objections, course)

    def settled(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Findings with those accepted that the user took.

        Arguments:
            findings: what was found.
        """
        return settle(findings, self.options.accept, strict=self.options.strict)

    def stuck(self, pairs: Iterable[Standing], error: EditError) -> list[Finding]:
        """Why a step cannot be carried out, told of each API that it is about.

        Arguments:
            pairs: the APIs, with those beside them.
            error: what was met.
        """
        code, place, text = self.codes[error.obstacle], self.template.root.at(error.node.path()), str(error)
        message = f"{text[:1].upper()}{text[1:]}."
        return [said(self.template, code, each.old.id, message, place) for each in pairs]

    def objected(self) -> tuple[Finding, ...]:
        """What the proof had against an earlier outcome, as findings."""
        return self.settled(
            [
                said(self.template, each.code, each.api, each.message, self.template.root.at(each.path))
                for each in self.objections
            ]
        )

    def ended(
        self,
        apis: Sequence[tuple[Api, str]],
        rounds: Rounds,
        findings: Sequence[Finding],
        step: str,
    ) -> Migration:
        """The step as a migration.

        Arguments:
            apis: those that were asked for, each with the id of what stands for it afterwards.
            rounds: the template after.
            findings: all that is to tell.
        """
        changed = rounds.text != rounds.first.text
        ends = outcomes(apis, findings, step, changed=changed)
        found = {api.status for api in ends}
        status = Status.PARTIAL if len(found) > 1 else next(iter(found), Status.UNCHANGED)
        return Migration(
            rounds.first,
            self.direction,
            status,
            rounds.text,
            apis=ends,
            findings=tuple(findings),
            edits=rounds.edits,
        )


def going(there: Sequence[Standing], findings: Sequence[Finding]) -> tuple[Standing, ...]:
    """The pairs of APIs that nothing keeps from the step.

    Arguments:
        there: all that were asked for.
        findings: what was found so far.
    """
    blocked = {finding.api for finding in findings if finding.blocks}
    return tuple(each for each in there if each.old.id not in blocked)
