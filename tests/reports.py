"""Runs to report on, small and made by hand."""

from __future__ import annotations

from dataclasses import replace

from migrator.findings import Code, Example, Finding, Level, Span
from migrator.migration import ApiOutcome, FileChange, HandlerOutcome, HandlerStatus, Migration, Status, TextEdit
from migrator.options import Direction
from migrator.plan import Action, Change, Plan, Trap
from migrator.report import Mode, Report
from migrator.routes import Proof, RouteAccess, RouteRow, Verification
from migrator.text.source import Source

BEFORE = "Resources:\n  A:\n    Type: Api\n    X: 1\n    Y: 2\n    Z: 3\n    W: 4\n"
AFTER = BEFORE.replace("Api", "HttpApi")
KEYS = Code(
    "api-keys", Level.BLOCKER, "A key is required.", "Why.", "Remedy.", "https://docs.aws.amazon.com/a", security=True
)
BODY = replace(KEYS, name="definition-body", acceptable=False, security=False)
CORS = Code("cors", Level.WARNING, "CORS differs.", "Why.", "Remedy.", "", example=Example("A: 1\n", "B: 1\n"))
EQUAL = Verification(Proof.EQUIVALENT)
PLAN = Plan((Change(Action.ADD, "Topic", "AWS::SNS::Topic"),), (Trap("endpoint-url", "it goes away"),), new_url=True)
NOTE = Code("note", Level.INFO, "A note.", "Why.", "Remedy.", "")


def finding(code: Code, *, line: int = 3, api: str | None = "A", message: str = "", accepted: bool = False) -> Finding:
    span = Span(line * 10, line * 10 + 3, line, 5, line, 8)
    return Finding(code, message or f"{code.name} here.", f"do {code.name}", code.level, api, span, ("R",), accepted)


def migration(
    *findings: Finding,
    status: Status = Status.MIGRATED,
    before: str = BEFORE,
    after: str = AFTER,
    path: str = "t.yaml",
    apis: tuple[ApiOutcome, ...] = (ApiOutcome("A", "AHttpApi", Status.MIGRATED, 4),),
    verification: Verification = EQUAL,
) -> Migration:
    edits = (TextEdit(26, 29, "HttpApi", "api"),) if before != after else ()
    return Migration(Source(path, before), Direction.TO_HTTP, status, after, None, apis, findings, edits, verification)


def spliced(text_: str, edits: tuple[TextEdit, ...]) -> str:
    for edit in reversed(edits):
        text_ = text_[: edit.start] + edit.text + text_[edit.end :]
    return text_


def report(*migrations: Migration, mode: Mode = Mode.DRY_RUN) -> Report:
    return Report(Direction.TO_HTTP, mode, migrations)


UNCHANGED = migration(status=Status.UNCHANGED, after=BEFORE, apis=())
BLOCKED = ApiOutcome("B", "B", Status.BLOCKED, 2)
FAILED = replace(UNCHANGED, status=Status.ERROR, error="line 3: no")

CODE_BEFORE = "import os\n\ndef handler(event, context):\n    return event['path']\n"
CODE = FileChange(Source("src/app.py", CODE_BEFORE), CODE_BEFORE.replace("'path'", "'rawPath'"))
ADDED = FileChange(Source("src/events.py", ""), "def one(event):\n    return event\n", new=True)
OPEN = RouteAccess("Fn", "no authorizer", open=True)
TOKENS = RouteAccess("Fn", "Pool (tokens of P)")
ROUTES = (
    RouteRow("A", "GET /open", OPEN, OPEN),
    RouteRow("A", "GET /keys", replace(TOKENS, scopes=("read", "write"), api_key=True), TOKENS),
    RouteRow("A", "GET /gone", RouteAccess("Fn", "AWS_IAM"), None),
)


def with_code(told: Migration) -> Migration:
    """The migration of a template along with a handler and a new module; one finding is about the code."""
    start = CODE_BEFORE.index("event['path']")
    span = Span(start, start + len("event['path']"), 4, 12, 4, 25)
    found = Finding(CORS, "The path is read here.", "Check it.", Level.WARNING, None, span, (), False, "src/app.py")
    handlers = (
        HandlerOutcome("src/app.py", "Fn", HandlerStatus.FLAGGED, (found,)),
        HandlerOutcome("src/app.py", "Other", HandlerStatus.REWRITTEN, runs=("different: `GET /a`: status 200, 500",)),
        HandlerOutcome(None, "Quiet", HandlerStatus.UNCHANGED),
    )
    return replace(told, files=(CODE, ADDED), handlers=handlers)


HOSTILE = (
    "</script><img src=x onerror=alert(1)> javascript:alert(1) \u202e\x1b]0;owned\x07 ``` <!-- x --> @me #1 | ::error::"
)
"""What somebody could write into a template: markup, escapes, commands, calls."""


def hostile() -> Report:
    """A run in which everything that comes from a template is hostile."""
    line = HOSTILE.replace("\n", " ")
    bad = replace(CORS, docs="javascript:alert(1)")
    told = migration(
        replace(finding(bad, line=1, api=HOSTILE, message=HOSTILE), help=HOSTILE),
        before=f"{line}\n",
        after=f"{line}x\n",
        path=HOSTILE.replace("/", ""),
        apis=(ApiOutcome(HOSTILE, HOSTILE + "2", Status.MIGRATED, 1),),
        verification=Verification(
            Proof.EQUIVALENT,
            announced=(HOSTILE,),
            plan=Plan((Change(Action.ADD, HOSTILE, HOSTILE),), (Trap("x", HOSTILE),)),
            routes=(RouteRow(HOSTILE, HOSTILE, RouteAccess(HOSTILE, HOSTILE), None),),
        ),
    )
    failed = replace(FAILED, error=HOSTILE, source=Source(HOSTILE, BEFORE), status=Status.ERROR)
    said = (finding(bad, line=1, message=HOSTILE),)
    handler = HandlerOutcome(HOSTILE, HOSTILE, HandlerStatus.FLAGGED, said, runs=(HOSTILE,))
    return report(replace(told, edits=(), handlers=(handler,)), failed)
