"""What comes of one run over the code of a function: what is to be said, and new texts unless something is not proven."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from migrator.facts import AuthorizerFacts, Entry, Facts, Package, Rewritten, sent, without_cors
from migrator.findings import Code, Finding, Level, Span

from . import authorizer_codes, codes, sentences
from .cors import UNCHANGED

FIRM: Final = frozenset(
    {
        authorizer_codes.AUTHORIZER_TYPE,
        authorizer_codes.AUTHORIZER_TOKEN,
        authorizer_codes.AUTHORIZER_ANSWER,
        codes.PATH_STAGE,
    }
)
"""What blocks even where the formats are nearly the same."""

FIRM_TO_REST: Final = FIRM | {codes.HEADER_CASE, authorizer_codes.AUTHORIZER_HEADERS, codes.STAGE, codes.STAGE_URL}
"""The same on the way to a REST API."""

KEEPING: Final = frozenset({codes.NAME_TAKEN, codes.UNREADABLE, codes.SHARED})
"""What keeps code as it is wherever it is said."""


def close(facts: Facts) -> bool:
    """Whether the formats before and after are nearly the same: payload 1.0 and the event of a REST API."""
    return "2.0" not in (facts.before, facts.after)


def to_http(facts: Facts) -> bool:
    """Whether the events are those of an HTTP API from now on."""
    return facts.after in ("1.0", "2.0")


def hinders(finding: Finding, facts: Facts, more: Collection[Code] = ()) -> bool:
    """Whether a finding speaks against new events: between formats that are nearly the same only few do."""
    firm = FIRM if to_http(facts) else FIRM_TO_REST
    return finding.level is Level.BLOCKER and (not close(facts) or finding.code in firm or finding.code in more)


@dataclass(eq=False)
class Remarks:
    """What a person must know of one file.

    Arguments:
        path: the file, as it is reported.
        findings: what is to be said.
        mended: what of that the new text leaves nothing to do about.
    """

    path: str
    findings: list[Finding] = field(default_factory=list)
    mended: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: Code,
        span: Span | None,
        message: str,
        help_: str,
        level: Level | None,
        *,
        mended: bool,
        fails: bool,
    ) -> None:
        """Report something, at each of its places where it blocks, touches access or tells of a log, else once a file.

        Arguments:
            mended: the new text sets it right; it is only said where that is not written.
            fails: the code raises an error here, or its answer is refused, on requests that it answered before.
        """
        made = Finding(code, message, help_, level or code.level, span=span, file=self.path, fails=fails)
        placed = made.level is Level.BLOCKER or code.security or code is codes.LOGGED
        known = (each for each in self.findings if each.code is code and each.message == message)
        if not any(each.span == span or not placed for each in known):
            self.findings.append(made)
            if mended:
                self.mended.append(made)


class FileDraft(Protocol):
    """The draft of one file, in whatever language."""

    @property
    def told(self) -> Remarks:
        """What is to be said of it."""

    @property
    def name(self) -> str:
        """The name that the package has for it."""

    @property
    def old(self) -> str:
        """Its text."""

    @property
    def changed(self) -> bool:
        """Whether anything becomes of it."""

    @property
    def one_format(self) -> bool:
        """Whether a change is right for the new event format only."""

    @property
    def neutral(self) -> bool:
        """Whether the new text is known to be right for every event format."""

    @property
    def both(self) -> bool:
        """Whether the new text is right for the old events as well."""

    def taken(self) -> Collection[str]:
        """Names to add that mean something else in the file."""

    def text(self) -> str | None:
        """The new text; None where it is no valid code."""

    def say(
        self,
        code: Code,
        node: Any,
        message: str,
        help_: str,
        level: Level | None = None,
        /,
        *,
        mended: bool = False,
        fails: bool = False,
    ) -> None:
        """Report something about a node."""


def finish(
    drafts: Sequence[FileDraft], package: Package, entry: Entry, facts: Facts, *, write: bool, unsent: str
) -> Rewritten:
    """The new texts, unless something is not proven.

    Arguments:
        drafts: the files that were looked into.
        package: the files of the function.
        entry: where its handler is.
        write: whether files may change.
        unsent: why a response may lack the CORS headers that it has to carry, as a clause.
    """

    def findings() -> list[Finding]:
        return [finding for draft in drafts for finding in draft.told.findings]

    def kept() -> bool:
        return any(hinders(finding, facts, KEEPING) for finding in findings())

    changing = [draft for draft in drafts if draft.changed] if write else []
    for draft in changing:
        for name in sorted(draft.taken()):
            sentences.NAME_IN_USE.on(draft, None, name)
    texts = {} if kept() else _new_texts(changing, package, entry)
    texts = {} if kept() else texts
    written = [draft for draft in changing if draft.name in texts]
    mended = [finding for draft in written for finding in draft.told.mended]
    # A REST API needs what changes, as the look-up of a header; payload 1.0 is only made better by it.
    firm = KEEPING if changing and not to_http(facts) else ()
    told = in_order(softened(finding, facts, firm) for finding in findings() if finding not in mended)
    neutral = frozenset(draft.name for draft in written if draft.neutral)
    both = frozenset(draft.name for draft in written if draft.both)
    return Rewritten(texts, told, neutral, both, unsent)


def _new_texts(changing: Iterable[FileDraft], package: Package, entry: Entry) -> dict[str, str]:
    """The texts of files that change, but for those that must not; it is said of them why."""
    texts: dict[str, str] = {}
    for draft in changing:
        text = draft.text()
        if text is None:
            sentences.NO_VALID_CODE.on(draft, None)
        elif draft.one_format and draft.name != entry.module and package.users(draft.name) > 1:
            sentences.SHARED_FILE.on(draft, None)
        elif text != draft.old:
            texts[draft.name] = text
    return texts


def refused(facts: Facts, code: Code, message: str, help_: str, file: str | None = None) -> Rewritten:
    """The outcome for code that is not even looked into."""
    return Rewritten({}, (softened(Finding(code, message, help_, code.level, file=file), facts),))


def softened(finding: Finding, facts: Facts, more: Collection[Code] = ()) -> Finding:
    """A finding that is worth a warning where it does not speak against the new events."""
    blocks = finding.level is Level.BLOCKER and not hinders(finding, facts, more)
    return replace(finding, level=Level.WARNING) if blocks else finding


def as_warnings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of which none keeps anything from being done."""
    return tuple(replace(finding, level=Level.WARNING) if finding.blocks else finding for finding in findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by file, in the order of the text."""
    return tuple(sorted(findings, key=lambda f: (f.file or "", f.span.start if f.span else 0, f.code.name)))


def all_or_none(facts: Facts, rewrite: Callable[[Facts], Rewritten]) -> Rewritten:
    """Rewrite a handler so that every response carries the CORS headers that it has to send, or without them.

    Arguments:
        rewrite: rewrites the handler for facts.
    """
    alike = not isinstance(facts, AuthorizerFacts) or facts.simple_before == facts.simple_after
    if facts.before == facts.after and alike:
        return Rewritten()
    found = rewrite(facts)
    if sent(facts) is None or (found.proven and not found.unsent):
        return found
    return replace(rewrite(without_cors(facts)), unsent=found.unsent or UNCHANGED)
