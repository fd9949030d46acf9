"""One run over one handler: the files that it touches and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrator.facts import Entry, Facts, Package, Rewritten
from migrator.findings import Code, Finding, Level
from migrator.text.source import Source

from .. import codes, sentences
from ..cors import NOT_FOLLOWED
from .draft import ScriptDraft
from .program import ScriptProgram
from .syntax import ScriptModule, UnreadableScriptError, parse


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

    def draft(self, module: ScriptModule) -> ScriptDraft:
        """The draft of a file."""
        if module.path not in self.drafts:
            self.drafts[module.path] = ScriptDraft(module, self.program.scopes(module))
        return self.drafts[module.path]

    @property
    def findings(self) -> list[Finding]:
        return [finding for draft in self.drafts.values() for finding in draft.findings]

    @property
    def blocked(self) -> bool:
        return any(finding.level is Level.BLOCKER for finding in self.findings)

    def finish(self, *, write: bool = True) -> Rewritten:
        """The new texts, unless something is not proven."""
        drafts = [draft for draft in self.drafts.values() if draft.changed or draft.helpers] if write else []
        texts: dict[str, str] = {}
        for draft in drafts:
            text = self._text(draft)
            if text is not None and text != draft.module.source.text:
                texts[draft.module.path] = text
        if self.blocked or not write:
            return Rewritten({}, tuple(self._sorted()), unsent=self.unsent)
        mended = [finding for draft in drafts if draft.module.path in texts for finding in draft.mended]
        told = tuple(finding for finding in self._sorted() if finding not in mended)
        return Rewritten(texts, told, unsent=self.unsent)

    def _text(self, draft: ScriptDraft) -> str | None:
        for name in draft.taken():
            sentences.NAME_IN_USE.on(draft, draft.module.root, name)
        if self.blocked:
            return None
        text = draft.text()
        if text is None or not readable(draft.module.path, text):
            draft.say(
                codes.UNREADABLE,
                draft.module.root,
                "The changes that this file needs are in each other's way.",
                "Change the file by hand as the other findings say, or report it.",
            )
            return None
        return text

    def _sorted(self) -> list[Finding]:
        """Findings by file, in the order of the text."""
        return sorted(self.findings, key=lambda f: (f.file or "", f.span.start if f.span else 0, f.code.name))


def readable(path: str, text: str) -> bool:
    """Whether a text is what the name of its file says."""
    try:
        parse(path, Source(path, text))
    except UnreadableScriptError:
        return False
    return True


def refused(code: Code, message: str, help_: str, file: str | None = None, level: Level | None = None) -> Rewritten:
    """The outcome for code that is not even looked into."""
    return Rewritten({}, (Finding(code, message, help_, level or code.level, file=file),))
