"""One run over one handler: the files that it touches and what becomes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from migrator.facts import Entry, Facts, Package, Rewritten, RouteFacts
from migrator.findings import Finding

from .. import codes
from ..cors import NOT_FOLLOWED
from ..outcome import close, finish, hinders
from .draft import ScriptDraft
from .program import ScriptProgram
from .syntax import ScriptModule

_OLD: Final = re.compile(r"nodejs(?:(?:[468]|10|12)\..*)?")
"""Runtimes with a Node.js before 14."""


@dataclass(eq=False)
class ScriptSession:
    """One run.

    Arguments:
        package: the files that are deployed with the function.
        entry: the file and the exported name.
        facts: what the template says.
        unsent: why a response may lack the CORS headers that it has to carry, as a clause.
    """

    package: Package
    entry: Entry
    facts: Facts
    unsent: str = NOT_FOLLOWED
    program: ScriptProgram = field(init=False)
    drafts: dict[str, ScriptDraft] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.program = ScriptProgram(self.package)

    @property
    def _of_both(self) -> bool:
        """Whether what is written for the new events is right for the old ones, unless a change says otherwise."""
        return isinstance(self.facts, RouteFacts) and close(self.facts)

    def draft(self, module: ScriptModule) -> ScriptDraft:
        """The draft of a file."""
        if module.path not in self.drafts:
            self.drafts[module.path] = ScriptDraft(module, self.program.scopes(module), both=self._of_both)
        return self.drafts[module.path]

    @property
    def findings(self) -> list[Finding]:
        return [finding for draft in self.drafts.values() for finding in draft.told.findings]

    @property
    def blocked(self) -> bool:
        return any(hinders(finding, self.facts) for finding in self.findings)

    def finish(self, *, write: bool = True) -> Rewritten:
        """The new texts, unless something is not proven."""
        drafts = list(self.drafts.values())
        changing = [draft for draft in drafts if draft.changed] if write else []
        for draft in changing:
            if draft.module.built:
                draft.say(
                    codes.UNREADABLE,
                    None,
                    f"`{draft.name}` is made by a compiler or bundler: what changes in it is lost with the next build.",
                    "Change its source by hand and build again, or let `CodeUri` and `Handler` lead to the source.",
                )
        for draft in changing if _OLD.fullmatch(self.entry.runtime) else ():
            if draft.newer:
                draft.say(
                    codes.UNREADABLE,
                    None,
                    f"What has to be written needs `?.` or `??`, which `{self.entry.runtime}` does not know.",
                    "Give the function a `Runtime` that Lambda supports.",
                )
        return finish(drafts, self.package, self.entry, self.facts, write=write, unsent=self.unsent)
