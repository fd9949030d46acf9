"""Resources that depend on each other in a circle, which CloudFormation refuses."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..subjects import SCHEMES
from .intrinsics import referenced
from .shapes import mapping, properties_of, resources_of, several, value_at

Graph: TypeAlias = Mapping[str, Mapping[str, str]]
"""For each resource those that it needs, and where it says so."""


@dataclass(frozen=True)
class Need:
    """One step of a circle.

    Arguments:
        id: a logical id.
        needs: the logical id of what has to be there before it.
        where: where it says so, such as ``CallbackURLs``, ``DependsOn`` or ``authorizer Users``.
    """

    id: str
    needs: str
    where: str

    @property
    def authorizer(self) -> str | None:
        """The authorizer of an API that says so."""
        return self.where.removeprefix("authorizer ") if self.where.startswith("authorizer ") else None


Circle: TypeAlias = tuple[Need, ...]


def new_circles(before: Mapping[str, Any], after: Mapping[str, Any], moved: Mapping[str, str]) -> tuple[Circle, ...]:
    """List circles that only the template after has, from an API on; of those that share a resource, the shortest.

    Arguments:
        before: a compiled template.
        after: the one that follows it.
        moved: logical ids of APIs before, and which API after takes their place.
    """
    known = {(moved.get(a, a), moved.get(b, b)) for a, others in _circular(graph(before)).items() for b in others}
    found = _circular(graph(after))
    circles: list[Circle] = []
    for path in sorted((path for name in found if (path := _round_trip(name, found))), key=len):
        told = {need.id for circle in circles for need in circle}
        start = next((at for at, name in enumerate(path) if name in moved.values()), 0)
        path = (*path[start:], *path[:start])
        steps = list(zip(path, (*path[1:], path[0]), strict=True))
        if told.isdisjoint(path) and any(step not in known for step in steps):
            circles.append(tuple(Need(a, b, found[a][b]) for a, b in steps))
    return tuple(circles)


def graph(template: Mapping[str, Any]) -> Graph:
    """What each resource needs: what it refers to (Ref, GetAtt, Sub, in every branch of an If), and DependsOn.

    Arguments:
        template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
    """
    resources = resources_of(template)
    return {name: _needed(resource, resources) for name, resource in resources.items()}


def _needed(resource: Mapping[str, Any], resources: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for other, where in _needs(resource):
        if other in resources:
            found.setdefault(other, where)
    return found


def _needs(resource: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in properties_of(resource).items():
        if key == "Body":
            schemes = [entry for path in SCHEMES for entry in mapping(value_at(value, path)).items()]
            yield from ((_owner(n), f"authorizer {name}") for name, scheme in schemes for n in referenced(scheme))
        yield from ((_owner(name), key) for name in referenced(value))
    for attribute in ("Metadata", "UpdatePolicy", "CreationPolicy"):
        yield from ((_owner(name), attribute) for name in referenced(resource.get(attribute)))
    yield from ((name, "DependsOn") for name in several(resource.get("DependsOn")) if isinstance(name, str))


def _owner(reference: str) -> str:
    return reference.partition(".")[0]


def _circular(found: Graph) -> Graph:
    """The part of a graph that has circles: without what needs nothing of it, and what nothing of it needs."""
    inner = _kept(found)
    kept = _kept(_turned(_within(found, inner)))
    return _within(found, kept)


def _within(found: Graph, names: Collection[str]) -> dict[str, dict[str, str]]:
    return {name: {other: where for other, where in found[name].items() if other in names} for name in names}


def _kept(found: Graph) -> dict[str, None]:
    """What is left once everything is taken away that needs nothing, again and again; in the order of the graph."""
    users = _turned(found)
    missing = {name: len(others) for name, others in found.items()}
    gone = [name for name, count in missing.items() if not count]
    for name in gone:
        for user in users[name]:
            missing[user] -= 1
            if not missing[user]:
                gone.append(user)
    return dict.fromkeys(name for name, count in missing.items() if count)


def _turned(found: Graph) -> dict[str, dict[str, str]]:
    back: dict[str, dict[str, str]] = {name: {} for name in found}
    for name, others in found.items():
        for other, where in others.items():
            back[other][name] = where
    return back


def _round_trip(start: str, found: Graph) -> tuple[str, ...]:
    """The shortest way from a resource back to itself; empty without one."""
    came: dict[str, str] = {}
    todo = deque([start])
    while todo:
        name = todo.popleft()
        for other in found[name]:
            if other == start:
                return _path(start, name, came)
            if other not in came:
                came[other] = name
                todo.append(other)
    return ()


def _path(start: str, end: str, came: Mapping[str, str]) -> tuple[str, ...]:
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    return tuple(reversed(path))


def words(circle: Circle) -> str:
    """A circle as a sentence."""
    steps = [_step(need) for need in circle]
    return f"{', and '.join(filter(None, (', '.join(steps[:-1]), steps[-1])))}."


def _step(need: Need) -> str:
    if need.where == "DependsOn":
        return f"{need.id} would be created after {need.needs} (`DependsOn`)"
    if need.authorizer is not None:
        return f"{need.id} would refer to {need.needs} in authorizer {need.authorizer}"
    return f"{need.id} would refer to {need.needs} in `{need.where}`"
