"""The questions about one template, and what is shown before each."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..command import arguments
from ..command.arguments import ArgumentError
from ..command.ending import ReportPart
from ..findings import Code, Finding
from ..migration import ApiOutcome, Migration, Status
from ..options import Options
from ..preview import asked, preview
from ..report import Mode, rules, text
from ..report.paint import Look
from ..report.sanitize import clean_line
from ..report.words import count, some
from .choices import Choice, Choices, ReviewWay

Attempt: TypeAlias = Callable[[Options], Migration]
Dialogue: TypeAlias = Generator[ReportPart, str, bool]
"""Says things, asks, and ends with whether the reviewer goes on."""

MENU = {
    "m": "migrate it",
    "b": "add the new API beside it, which stays (the way for an API with clients)",
    "p": "the same, and leave the routes that block where they are",
    "k": "keep it as it is, for good",
    "a": "accept a loss that blocks it",
    "c": "name app clients of an authorizer",
    "t": "choose the stage",
    "d": "show the diff",
    "e": "explain a finding",
    "s": "skip it, decide later",
    "u": "take the last answer back",
    "q": "stop, and write nothing",
}
ASK_CLIENTS = "Authorizer and app client ids (AUTHORIZER=ID,ID), empty to go back: "
ASK_STAGE = "Stage (default, keep or a name), empty to go back: "
ASK_REASON = "Why does it stay (empty for no reason): "
ASK_LOSS = "Why is the loss of {} acceptable (empty for no reason, - to leave it): "
ASK_CODE = "Which code: "


@dataclass
class Reviewer:
    """The dialogue about the APIs of one template.

    Arguments:
        path: the template, as it is shown.
        base: what the settings ask for.
        attempt: migrates the template with options, and writes nothing.
        look: where it is printed.
    """

    path: str
    base: Options
    attempt: Attempt
    look: Look

    def ask(self, apis: Sequence[ApiOutcome], choices: Choices) -> Dialogue:
        """Ask about each API; the choices are noted as they are made.

        Arguments:
            apis: the APIs that could move.
            choices: takes what is decided.
        """
        at = 0
        while at < len(apis):
            api = apis[at]
            draft = choices.of(api.id)
            yield ReportPart(self._heading(at, len(apis), api))
            yield from self._told(draft)
            move = yield from self._decided(draft, choices)
            if move is None:
                return False
            at = max(0, at + move)
        return True

    def _heading(self, at: int, number: int, api: ApiOutcome) -> str:
        title = f"API {at + 1} of {number}: {api.id}, {count(api.routes, 'route')}"
        return f"\n{self.look.paint(clean_line(self.path), 'bold')}\n{self.look.paint(clean_line(title), 'bold')}\n\n"

    def _told(self, draft: Choice) -> Iterator[ReportPart]:
        """What migrating would give, without the diff: that is shown to who asks."""
        found = self.attempt(draft.options(self.base, ReviewWay.AT_ONCE))
        yield ReportPart(text.part(found, Mode.WRITE, self.look, titled=False), guarded=True)

    def _decided(self, draft: Choice, choices: Choices) -> Generator[ReportPart, str, int | None]:
        """Ask until something is decided: how many APIs to go on, or None to stop."""
        while True:
            blockers = self.attempt(draft.options(self.base, ReviewWay.AT_ONCE)).blockers
            key = (yield ReportPart(self._menu(blockers, choices), question="What now? ")).strip().lower()
            if key == "q":
                return None
            if key == "u" and choices.made:
                choices.made.pop()
                return -1
            if key in _WAYS:
                done = yield from self._way(draft, _WAYS[key], choices)
                if done:
                    return 1
            elif key in _CHANGES:
                draft = yield from (self._losses(draft, blockers) if key == "a" else self._changed(draft, key))
                yield from self._told(draft)
            elif key == "d":
                yield from self._diff(draft)
            elif key == "e":
                yield from self._explained()
            else:
                yield ReportPart(problem="one of the letters, please")

    def _menu(self, blockers: Sequence[Finding], choices: Choices) -> str:
        shut = {"m"} if blockers else {"a"}
        if not choices.made:
            shut |= {"u"}
        if not blockers:
            shut |= {"p"}
        if not any(finding.code.acceptable for finding in blockers):
            shut |= {"a"}
        lines = (f"  {key}  {what}\n" for key, what in MENU.items() if key not in shut)
        return "".join(lines)

    def _way(self, draft: Choice, way: ReviewWay, choices: Choices) -> Generator[ReportPart, str, bool]:
        """Try a way; whether it can be gone."""
        if way is ReviewWay.KEEP:
            reason = yield ReportPart(question=ASK_REASON)
            choices.made.append(replace(draft, way=way, reason=reason.strip()))
            return True
        if way is not ReviewWay.LATER:
            tried = self.attempt(draft.options(self.base, way))
            if not any(outcome.id == draft.api and outcome.status is Status.MIGRATED for outcome in tried.apis):
                why = ", ".join(dict.fromkeys(finding.code.name for finding in tried.blockers)) or tried.error
                yield ReportPart(problem=clean_line(f"{draft.api} cannot go this way: {why or 'nothing would change'}"))
                return False
        choices.made.append(replace(draft, way=way))
        return True

    def _losses(self, draft: Choice, blockers: Sequence[Finding]) -> Generator[ReportPart, str, Choice]:
        codes: dict[str, Code] = {finding.code.name: finding.code for finding in blockers}
        for name, code in codes.items():
            if not code.acceptable:
                yield ReportPart(problem=f"{name} cannot be accepted; sam-migrate explain {name} says what to do")
                continue
            reason = (yield ReportPart(question=ASK_LOSS.format(name))).strip()
            if reason != "-":
                draft = replace(draft, accept=(*draft.accept, (name, reason)))
        return draft

    def _changed(self, draft: Choice, key: str) -> Generator[ReportPart, str, Choice]:
        while answer := (yield ReportPart(question=ASK_CLIENTS if key == "c" else ASK_STAGE)).strip():
            try:
                if key == "t":
                    return replace(draft, stage=arguments.stage(answer))
                return replace(draft, clients=(*draft.clients, *arguments.audiences([answer])))
            except ArgumentError as error:
                yield ReportPart(problem=clean_line(str(error)))
        return draft

    def _diff(self, draft: Choice) -> Iterator[ReportPart]:
        from ..report.diff_view import shown

        options = draft.options(self.base, ReviewWay.AT_ONCE)
        found = self.attempt(options)
        if found.changed:
            yield ReportPart(f"{shown(found, self.look)}\n", guarded=True)
        elif (ahead := preview(found, options, self.attempt)) is None:
            yield ReportPart("Nothing would change: what blocks it cannot be accepted.\n")
        else:
            taken = some(asked(replace(found, preview=ahead)))
            title = self.look.wrap(f"What would change if you accepted {taken}:", 0, hang=2)
            yield ReportPart(f"{title}\n\n{shown(ahead, self.look)}\n", guarded=True)

    def _explained(self) -> Generator[ReportPart, str, None]:
        answer = (yield ReportPart(question=ASK_CODE)).strip()
        try:
            yield ReportPart(rules.explain(arguments.known(answer, arguments.codes(), "explain"), self.look))
        except ArgumentError as error:
            yield ReportPart(problem=clean_line(str(error)))


_CHANGES = ("a", "c", "t")
"""Keys of what changes how an API migrates, before it is decided whether."""
_WAYS = {
    "m": ReviewWay.AT_ONCE,
    "b": ReviewWay.BESIDE,
    "p": ReviewWay.SPLIT,
    "k": ReviewWay.KEEP,
    "s": ReviewWay.LATER,
}
