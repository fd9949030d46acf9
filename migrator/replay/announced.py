"""What the findings about a handler announce: a difference that one of them foretold is nothing new."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.findings import Finding

from .requests import Trap

CODES: dict[Trap, frozenset[str]] = {
    Trap.ANSWER: frozenset({"handler-response", "handler-status"}),
    Trap.BINARY: frozenset({"handler-binary", "handler-json-body"}),
    Trap.CASE: frozenset({"authorizer-headers", "handler-header-case"}),
    Trap.CLAIMS: frozenset({"handler-claims"}),
    Trap.CONTEXT: frozenset({"handler-authorizer-context"}),
    Trap.FAILURE: frozenset({"handler-unauthorized"}),
    Trap.FORM: frozenset({"handler-binary", "handler-form-body", "handler-json-body"}),
    Trap.PATH: frozenset({"handler-path-decoded"}),
    Trap.QUERY: frozenset({"handler-query-duplicates", "handler-query-list"}),
    Trap.REFUSAL: frozenset({"handler-unauthorized"}),
    Trap.STAGE: frozenset({"handler-path-stage", "handler-stage-url"}),
    Trap.UNTYPED: frozenset({"handler-json-body"}),
}
"""Codes of findings that foretell what a trap leads to."""

OF_ACCESS = frozenset({Trap.CLAIMS, Trap.CONTEXT})
"""Traps in data that says what a client may do: only a finding that speaks of access foretells what they lead to."""

SUPPOSED: tuple[tuple[Trap, ...], ...] = ((Trap.STAGE,), (Trap.CASE,), (Trap.STAGE, Trap.CASE))
"""Traps that lie in every request: whether they are the cause shows when the new code gets an event without them."""


def announcing(trap: Trap | None, findings: Sequence[Finding], *, opened: bool) -> str | None:
    """The code of a finding that foretold a difference; None where none did.

    Arguments:
        trap: the cause of the difference; None where it is not known.
        findings: what the report says of the handler.
        opened: whether a client gets in that was kept out. Only a finding that speaks of access foretells that.
    """
    codes = CODES.get(trap, frozenset()) if trap is not None else frozenset()
    found = (finding for finding in findings if finding.code.name in codes)
    access = opened or trap in OF_ACCESS
    return next((finding.code.name for finding in found if finding.code.security or not access), None)


def all_announcing(traps: Sequence[Trap], findings: Sequence[Finding], *, opened: bool) -> str | None:
    """The codes of findings that foretold a difference with several causes; None where one of them was not.

    Arguments:
        traps: the causes.
        findings: what the report says of the handler.
        opened: whether a client gets in that was kept out.
    """
    codes = [announcing(trap, findings, opened=opened) for trap in traps]
    return " and ".join(code for code in codes if code) if all(codes) else None
