"""Deploy, call, migrate, deploy over it, call again: the answers are the same unless a finding says otherwise.

The emulator stands for access decisions only; its event shapes are not those of AWS. ``pytest -s tests/live`` prints
the table of answers.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from migrator import migrate
from migrator.compiled.compile import compiled
from migrator.migration import Migration, Proof, Status
from migrator.source import Source
from migrator.surface import surfaces
from tests.live.stack import Answer, Cloud, Stack
from tests.live.templates import LIVE, Live

NOWHERE = "GET /nowhere"
"""A path without a route: the findings speak of it, the compared surfaces have none."""

ORIGIN = "https://shop.example"
Table = dict[tuple[str, str], Answer]
"""Answers by route and by what was sent."""


def routes(text: str) -> list[tuple[str, ...]]:
    """Method and path of every route, and one that does not exist."""
    (api,) = surfaces(compiled(text)).values()
    return [*((route.method, route.path) for route in api.routes), tuple(NOWHERE.split())]


def credentials(cloud: Cloud, stack: Stack) -> dict[str, dict[str, str]]:
    """What callers send, by name."""
    ids = stack.ids
    own_id, own_access = cloud.tokens(ids["Pool"], ids["Client"])
    other_id, other_access = cloud.tokens(ids["Strangers"], ids["StrangersClient"])
    head, claims, signature = own_id.split(".")
    sent = {
        "nothing": "",
        "id token": own_id,
        "access token": own_access,
        "id token of another pool": other_id,
        "access token of another pool": other_access,
        "broken signature": f"{head}.{claims}.{signature[:-8]}{signature[:8]}",
        "no token at all": "nonsense",
        "allow": "allow",
        "deny": "deny",
    }
    found = {name: {"Authorization": value} if value else {} for name, value in sent.items()}
    return {**found, "API key of nobody": {"X-Api-Key": "nobody"}}


def called(stack: Stack, text: str, sent: dict[str, dict[str, str]]) -> Iterator[tuple[tuple[str, str], Answer]]:
    for method, path in routes(text):
        concrete = re.sub(r"\{[^}]*\}", "7", path)
        for name, headers in sent.items():
            yield (f"{method} {path}", name), stack.call(method, concrete, headers)
        asked = {"Origin": ORIGIN, "Access-Control-Request-Method": method}
        yield (f"{method} {path}", "preflight"), stack.call("OPTIONS", concrete, asked)


def migrated(live: Live) -> Migration:
    migration = migrate(Source("template.yaml", live.before), live.direction, live.options)
    assert migration.status is Status.MIGRATED, migration.error or [f.message for f in migration.blockers]
    assert migration.verification.status is Proof.EQUIVALENT
    return migration


def printed(live: Live, before: Table, after: Table, seconds: float) -> str:
    lines = [f"\n{live.direction.value}: {live.name} ({len(before)} calls before and after, {seconds:.1f} s)"]
    for (route, sent), answer in before.items():
        now = after[route, sent]
        same = now.decision == answer.decision
        note = "" if now == answer else f"  -> {now}" if same else f"  => {now}, as a finding says"
        lines.append(f"  {route:20} {sent:30} {answer}{note}")
    return "\n".join(lines)


@pytest.mark.parametrize("live", LIVE, ids=lambda live: f"{live.direction.value} {live.name}")
def test_answers_stay(live: Live, cloud: Cloud) -> None:
    start = time.perf_counter()
    migration = migrated(live)
    name = re.sub("[^a-z]+", "-", f"{live.direction.value} {live.name}".lower())
    stack = cloud.deploy(name, live.before)
    sent = credentials(cloud, stack)
    before = dict(called(stack, live.before, sent))
    updated = cloud.deploy(name, migration.after)
    assert {stack.kind, updated.kind} == {"rest", "http"}
    assert updated.ids["Pool"] == stack.ids["Pool"]
    after = dict(called(updated, migration.after, sent))
    print(printed(live, before, after, time.perf_counter() - start))
    differing = {route for (route, what), answer in before.items() if after[route, what].decision != answer.decision}
    assert differing == {route for route, _ in live.differs}
    for route, code in live.differs:
        assert code in {finding.code.name for finding in migration.findings if not finding.blocks}
        if route != NOWHERE:
            assert any(sentence.startswith(f"{route} of ") for sentence in migration.verification.announced)


def test_there_are_enough() -> None:
    assert len(LIVE) >= 8
    assert len({live.direction for live in LIVE}) == 2
