"""What became of the code of each function: for the concerns, for the files that change, and for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from migrator.concern import Following, View, fact
from migrator.facts import Facts
from migrator.findings import Finding, Level
from migrator.migration import FileChange, HandlerOutcome, HandlerStatus, Risk, Trial
from migrator.text.values import is_map, literal

from ..reading.functions import functions_in
from ..routes.payload import calls
from .attempts import ChangedFile
from .facts_of import told
from .language import Code, Missing


@dataclass(frozen=True, eq=False)
class Verdict:
    """What becomes of the code of one function.

    Arguments:
        code: where it is.
        following: whether it follows.
        findings: what the code itself was told.
        rewritten: whether a file changes for it.
        facts: what its events become; None where it was not tried.
        texts: its new text by module, where it follows.
        told: what the code was told of the events that it gets from now on. Why it gets no others is not part of it.
    """

    code: Code
    following: Following
    findings: tuple[Finding, ...] = ()
    rewritten: bool = False
    facts: Facts | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Finding, ...] = ()

    @property
    def risk(self) -> Risk:
        """What may happen to its requests once an API that calls it has migrated."""
        if any(finding.fails for finding in self.told):
            return Risk.FAILS
        return Risk.DIFFERS if any(finding.level is not Level.INFO for finding in self.told) else Risk.NONE

    @property
    def flagged(self) -> bool:
        """Whether it is not proven to work with the events that it was to get."""
        return not self.following.follows


@dataclass(frozen=True, eq=False)
class Round:
    """The verdicts for one choice of APIs that move.

    Arguments:
        moves: the APIs, each with what becomes of the code behind it.
        verdicts: by logical id of the function.
        texts: files that change, by key.
    """

    moves: tuple[View, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    texts: Mapping[str, ChangedFile] = field(default_factory=dict)

    def outcomes(self) -> tuple[HandlerOutcome, ...]:
        """What to report of each function; of those behind an API that stays only what keeps it there."""
        found = []
        for name, verdict in self.verdicts.items():
            own = [view for view in self.moves if name in _functions(view)]
            goes = any(view.api.id not in view.staying for view in own)
            keeps = verdict.flagged and verdict.following.changes and any(view.kind.name == "rest" for view in own)
            if (goes or keeps) and (verdict.following.changes or not isinstance(verdict.code, Missing)):
                trial = _trial(verdict, own, name) if goes else None
                found.append(replace(_outcome(name, verdict, goes=goes), trial=trial))
        return tuple(found)

    def files(self) -> tuple[FileChange, ...]:
        """The files that change, by path."""
        changed = [FileChange(text.source, text.after, new=text.new) for text in self.texts.values()]
        return tuple(sorted(changed, key=lambda change: change.source.path))


@fact
def _functions(view: View) -> frozenset[str | None]:
    arns = [arn for node in view.auth.authorizers.values() if (arn := node.get("FunctionArn")) is not None]
    authorizers = (name for arn in arns for name in functions_in(view.template, arn))
    behind = (*(event.owner.id for event in view.api.events), *(call.function for call in calls(view)))
    return frozenset([*behind, *authorizers])


def _outcome(name: str, verdict: Verdict, *, goes: bool) -> HandlerOutcome:
    """What to report of one function.

    Arguments:
        goes: whether an API that calls it migrates; the user took what speaks against that.
    """
    status = HandlerStatus.REWRITTEN if verdict.rewritten else HandlerStatus.UNCHANGED
    path = None if isinstance(verdict.code, Missing) else verdict.code.source.path
    findings = tuple(replace(f, accepted=True) if f.blocks and goes else f for f in verdict.findings)
    risk = verdict.risk if goes else Risk.NONE
    return HandlerOutcome(path, name, HandlerStatus.FLAGGED if verdict.flagged else status, findings, risk=risk)


def _trial(verdict: Verdict, moves: Sequence[View], name: str) -> Trial | None:
    """How to run a function that is said to follow."""
    code = verdict.code
    if isinstance(code, Missing) or verdict.facts is None or verdict.flagged:
        return None
    if code.literal is None and not code.source.path.endswith(code.language.runs):
        return None
    modules, before = code.modules, code.source.text
    folder = modules.files.name(modules.roots[0]) if modules is not None else None
    inline = (before, verdict.texts.get(code.entry.module, before))
    facts = told(verdict.facts, moves)
    variables = _environment(moves[0], name)
    script = code.language.paths
    return Trial(code.entry.module, code.entry.function, folder, inline, variables, facts, script)


def _environment(view: View, name: str) -> tuple[tuple[str, str], ...]:
    """Variables of a function; one that is known at deployment only stands for itself."""
    function = view.template.resources.get(name)
    variables = function.properties.get("Environment", "Variables") if function is not None else None
    entries = variables.entries() if variables is not None and is_map(variables) else {}
    return tuple((key, text if (text := literal(node)) is not None else key) for key, node in entries.items())
