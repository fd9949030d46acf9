"""Deploy golden cases, call them, deploy their migration over them, call again: the answers are the same.

They differ only where a finding says so. The emulator stands for access decisions; its event shapes are not those of
AWS. ``pytest -s tests/live`` prints the table of answers.
"""

from __future__ import annotations

import re
import time

import pytest

from migrator import migrate
from migrator.migration import Migration, Status
from migrator.options import Direction
from migrator.proof.compile import compiled
from migrator.proof.surface import surfaces
from migrator.routes import Proof
from migrator.text.source import decode
from tests.live.calls import Callers, Table, alike, called
from tests.live.golden_cases import LIVE, NOWHERE, Live, Place
from tests.live.stack import Cloud, claims


def migrated(live: Live) -> Migration:
    case = live.case
    migration = migrate(decode(str(case.template), case.template.read_bytes()), case.direction, case.options)
    assert migration.status is Status.MIGRATED, migration.error or [f.message for f in migration.blockers]
    assert migration.verification.status is Proof.EQUIVALENT
    return migration


def printed(live: Live, before: Table, after: Table, seconds: float) -> str:
    lines = [f"\n{live.name} ({len(before)} calls before and after, {seconds:.1f} s)"]
    for place, answer in before.items():
        now, code = after[place], live.differs.get(place)
        note = f"  => {now}, says {code}" if code else "" if now == answer else f"  -> {now}, as the kinds differ"
        lines.append(f"  {place[0]:22} {place[1]:30} {answer}{note}")
    return "\n".join(lines)


def assert_said(migration: Migration, place: Place, code: str) -> None:
    """A finding in force says that an answer differs, and so does the comparison, where it sees what it is about."""
    said = [f for f in migration.findings if f.code.name == code and not f.blocks]
    assert said, f"no {code}"
    if place[0] == NOWHERE:
        return
    (api,) = surfaces(compiled(migration.source.text)).values()
    (route,) = (route for route in api.routes if route.name == place[0])
    about = {route.name, route.authorizer.name}
    assert any(not f.subjects or f.subjects & about for f in said), f"{code} is not about {about}"
    if any(name.startswith(("route.", "authorizer.")) for f in said for name in f.code.announces):
        assert any(
            name in sentence.partition(":")[0] for name in about for sentence in migration.verification.announced
        )


@pytest.mark.parametrize("live", LIVE, ids=lambda live: live.name)
def test_answers_stay(live: Live, cloud: Cloud) -> None:
    start = time.perf_counter()
    migration = migrated(live)
    name = re.sub("[^a-zA-Z0-9]+", "-", live.name)
    stack = cloud.deploy(name, migration.source.text)
    callers = Callers.of(cloud, stack)
    before = called(stack, migration.source.text, callers)
    updated = cloud.deploy(name, migration.after)
    assert {stack.kind, updated.kind} == {"rest", "http"}
    assert updated.of_type("AWS::Cognito::UserPool") == stack.of_type("AWS::Cognito::UserPool")
    after = called(updated, migration.after, callers)
    print(printed(live, before, after, time.perf_counter() - start))
    assert after.keys() == before.keys()
    differing = {place for place in before if not alike(stack.kind, place[1], before[place], after[place])}
    assert differing == live.differs.keys()
    for place, code in live.differs.items():
        assert_said(migration, place, code)


def test_callers_are_what_they_are_called(cloud: Cloud) -> None:
    """Right tokens are let in, and each wrong one is wrong in one way only."""
    stack = cloud.deploy("callers", migrated(LIVE[0]).source.text)
    sent = {name: headers.get("Authorization", "") for name, headers in Callers.of(cloud, stack).sent.items()}
    right, late = claims(sent["id token"]), claims(sent["expired id token"])
    assert (right["token_use"], claims(sent["access token"])["token_use"]) == ("id", "access")
    assert late["exp"] < time.time() < right["exp"]
    assert {name: late[name] for name in ("iss", "aud", "token_use")} == {
        name: right[name] for name in ("iss", "aud", "token_use")
    }
    assert claims(sent["id token of another pool"])["iss"] != right["iss"]
    assert sent["broken signature"].rpartition(".")[0] == sent["id token"].rpartition(".")[0]


def test_there_are_enough() -> None:
    for direction in Direction:
        assert sum(live.case.direction is direction for live in LIVE) >= 4
    assert len(LIVE) >= 8
