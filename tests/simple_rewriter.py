"""A rewriter that knows one field, for tests of what is around the real one."""

from __future__ import annotations

from migrator.facts import AuthorizerFacts, Entry, Facts, Package, Rewritten
from migrator.findings import Finding, Level, Span
from transforms.handlers.finder_codes import HANDLER_UNPROVEN

REST, HTTP = 'event["httpMethod"]', 'event["requestContext"]["http"]["method"]'
PAIRS = {("rest", "2.0"): (REST, HTTP), ("2.0", "rest"): (HTTP, REST)}
AUTHORIZER_PAIRS = {
    "2.0": ('event["methodArn"]', 'event["routeArn"]'),
    "request": ('event["routeArn"]', 'event["methodArn"]'),
}


def rewrite(package: Package, entry: Entry, facts: Facts, others: tuple[Entry, ...] = ()) -> Rewritten:
    """Rewrite one field; code that says ``unproven`` is flagged there, in the handler's module and in ``helper``."""
    texts: dict[str, str] = {}
    for name in (entry.module, "helper"):
        source = package.module(name)
        if source is None:
            continue
        if (at := source.text.find("unproven")) >= 0 and "1.0" not in (facts.before, facts.after):
            line, column = source.position(at)
            place = Span(at, at + 8, line, column, line, column + 8)
            what = "This line says so."
            finding = Finding(HANDLER_UNPROVEN, what, "Change it.", Level.BLOCKER, None, place, file=source.path)
            return Rewritten(findings=(finding,))
        authorizer = isinstance(facts, AuthorizerFacts)
        pair = AUTHORIZER_PAIRS.get(facts.after) if authorizer else PAIRS.get((facts.before, facts.after))  # type: ignore[arg-type]
        if pair is not None and pair[0] in source.text:
            texts[name] = source.text.replace(*pair)
    return Rewritten(texts)
