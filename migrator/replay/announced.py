"""What the findings about a handler announce: a difference that one of them foretold is nothing new."""

from __future__ import annotations

from collections.abc import Sequence

from migrator.findings import Finding

from .requests import FormatTrap

CODES: dict[FormatTrap, frozenset[str]] = {
    FormatTrap.ANSWER: frozenset({"handler-binary", "handler-response", "handler-status"}),
    FormatTrap.BINARY: frozenset({"handler-binary", "handler-json-body"}),
    FormatTrap.CASE: frozenset({"authorizer-headers", "handler-header-case", "handler-header-found"}),
    FormatTrap.CLAIMS: frozenset({"handler-claims"}),
    FormatTrap.CONTEXT: frozenset({"handler-authorizer-context"}),
    FormatTrap.FAILURE: frozenset({"handler-unauthorized"}),
    FormatTrap.FORM: frozenset({"handler-binary", "handler-form-body", "handler-json-body"}),
    FormatTrap.NULL: frozenset({"handler-key-error"}),
    FormatTrap.PATH: frozenset({"handler-path-decoded"}),
    FormatTrap.QUERY: frozenset({"handler-query-duplicates", "handler-query-list"}),
    FormatTrap.REFUSAL: frozenset({"handler-unauthorized"}),
    FormatTrap.SENT: frozenset({"handler-no-counterpart"}),
    FormatTrap.STAGE: frozenset({"handler-path-stage", "handler-stage", "handler-stage-url"}),
    FormatTrap.UNTYPED: frozenset({"handler-json-body"}),
}
"""Codes of findings that foretell what a trap leads to."""

OF_ACCESS = frozenset({FormatTrap.CLAIMS, FormatTrap.CONTEXT})
"""Traps in data that says what a client may do: only a finding that speaks of access foretells what they lead to."""

SUPPOSED: tuple[tuple[FormatTrap, ...], ...] = (
    (FormatTrap.STAGE,),
    (FormatTrap.CASE,),
    (FormatTrap.SENT,),
    (FormatTrap.STAGE, FormatTrap.CASE),
)
"""Traps that lie in every request: whether they are the cause shows when the new code gets an event without them."""


def announcing(trap: FormatTrap | None, findings: Sequence[Finding], *, opened: bool) -> str | None:
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


def all_announcing(traps: Sequence[FormatTrap], findings: Sequence[Finding], *, opened: bool) -> str | None:
    """The codes of findings that foretold a difference with several causes; None where one of them was not.

    Arguments:
        traps: the causes.
        findings: what the report says of the handler.
        opened: whether a client gets in that was kept out.
    """
    codes = [announcing(trap, findings, opened=opened) for trap in traps]
    return " and ".join(code for code in codes if code) if all(codes) else None
