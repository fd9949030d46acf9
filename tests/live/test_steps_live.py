"""Deploy a golden case, and each step of the way to production over it: nobody who calls notices, nor on the way back.

What differs between the two kinds of API is what `test_live` says of the same case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Event

import pytest

from migrator import migrate
from migrator.migration import Migration
from migrator.routes import Proof
from migrator.text.source import Source
from tests.live.calls import Callers, Table, alike, called
from tests.live.golden_cases import LIVE, Live
from tests.live.stack import Cloud, Stack

ON_THE_WAY = tuple(live for live in LIVE if live.name in ("to-http/whole-stacks/shop", "to-rest/whole-stacks/shop"))


def step(live: Live, text: str, **options: bool) -> Migration:
    wanted = replace(live.case.options, **{"payload": "1.0", "handlers": False, **options})
    found = migrate(Source("template.yaml", text), live.case.direction, wanted)
    assert found.error is None
    assert found.blockers == ()
    assert found.verification.status in (Proof.EQUIVALENT, Proof.SKIPPED)
    return found


OUTPUT = "Outputs:\n  Id: {Value: !Ref Api}\n"
"""Something that refers to the API, so that there is something to switch."""


@contextmanager
def all_the_time(call: Callable[[], Table]) -> Iterator[list[Table]]:
    """Somebody who calls the old API again and again meanwhile; yields what is answered."""
    answered: list[Table] = []
    ended = Event()

    def go_on() -> None:
        while not ended.is_set():
            answered.append(call())

    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(go_on)
        try:
            yield answered
        finally:
            ended.set()
        calling.result()


@pytest.mark.parametrize("live", ON_THE_WAY, ids=lambda live: live.name)
def test_nobody_notices(live: Live, cloud: Cloud) -> None:
    text = f"{live.case.template.read_text()}{OUTPUT}"
    first = step(live, text, side_by_side=True)
    second = step(live, first.after, switch=True)
    third = step(live, second.after, finish=True)
    old, new = first.apis[0].id, first.apis[0].new_id
    name = f"steps-{re.sub('[^a-zA-Z0-9]+', '-', live.name)}"
    stack = replace(cloud.deploy(name, text), chosen=old)
    callers = Callers.of(cloud, stack)
    before = called(stack, text, callers)

    def same(stack: Stack) -> None:
        assert called(replace(stack, chosen=old), text, callers) == before

    def same_but_for_the_kind(found: Stack) -> None:
        after: Table = called(replace(found, chosen=new), third.after, callers)
        differing = {place for place in before if not alike(stack.kind, place[1], before[place], after[place])}
        assert after.keys() == before.keys()
        assert differing == live.differs.keys()

    with all_the_time(partial(called, stack, text, callers)) as answered:
        for written in (first.after, second.after):
            both = cloud.deploy(name, written)
            assert both.ids[old] == stack.ids[old]
            same(both)
            same_but_for_the_kind(both)
        same_but_for_the_kind(cloud.deploy(name, step(live, second.after, undo=True).after))
        alone = cloud.deploy(name, step(live, first.after, undo=True).after)
        assert alone.ids[old] == stack.ids[old]
        same(alone)
        for written in (first.after, second.after):
            both = cloud.deploy(name, written)
    assert answered
    assert [each for each in answered if each != before] == []
    end = cloud.deploy(name, third.after)
    assert end.ids[new] == both.ids[new]
    assert old not in end.ids
    same_but_for_the_kind(end)
