"""Which APIs of a template move, under what names and stages."""

from __future__ import annotations

from collections.abc import Collection

from .migration import Options
from .placement import translates_globals
from .sam.kinds import DEFAULT_STAGE, IMPLICIT_HTTP, IMPLICIT_REST, KINDS, OTHER, Kind
from .sam.template import Api, Template
from .text.tree import Node
from .text.values import Value, literal
from .view import Stage, View

ENDINGS = {"http": "HttpApi", "rest": "RestApi"}
"""How logical ids of new APIs end."""


def asked(template: Template, options: Options, kind: Kind) -> list[Api]:
    """APIs of the old kind that the user asked for."""
    old = OTHER[kind.name].name
    return [a for a in template.apis.values() if a.kind == old and (not options.apis or a.id in options.apis)]


def moves(template: Template, options: Options, kind: Kind, blocked: Collection[str], *, apart: bool) -> list[View]:
    """What each API that is asked for becomes.

    Arguments:
        kind: the kind that they become.
        blocked: ids of those that are known to stay.
        apart: write an implicit API as a resource, whatever else speaks for it.
    """
    apis = asked(template, options, kind)
    old = OTHER[kind.name].name
    staying = frozenset(a.id for a in template.apis.values() if a.kind == old and (a not in apis or a.id in blocked))
    taken: set[str] = set()
    found = []
    for api in apis:
        stage = _stage(api, options, kind)
        explicit = api.implicit and (apart or _must_be_explicit(template, kind, stage, staying=bool(staying)))
        if api.implicit and not explicit:
            name = kind.implicit
        elif options.keep_logical_ids and not api.implicit:
            name = api.id
        else:
            name = new_id(template, api.id, kind, taken)
        taken.add(name)
        found.append(View(template, api, options, name, stage, kind, explicit, staying))
    return found


def new_id(template: Template, old: str, kind: Kind, taken: Collection[str] = ()) -> str:
    """A logical id for the API's new type, unique in the template.

    ``FooRestApi`` and ``FooApi`` become ``FooHttpApi``, ``FooHttpApi`` becomes ``FooRestApi``; anything else gets the
    ending added.

    Arguments:
        taken: ids that other APIs got.
    """
    ending = ENDINGS[kind.name]
    stem = "" if old in (IMPLICIT_REST, IMPLICIT_HTTP) else old
    endings = ("RestApi", "Api") if kind.name == "http" and not stem.endswith("HttpApi") else ("HttpApi",)
    if found := next((e for e in endings if stem.endswith(e)), None):
        stem = stem.removesuffix(found)
    wanted = name = f"{stem}{ending}"
    number = 2
    defined = {*template.resources, *template.parameters, *taken, IMPLICIT_HTTP, IMPLICIT_REST}
    while name in defined or name == old:
        name, number = f"{wanted}{number}", number + 1
    return name


def _must_be_explicit(template: Template, kind: Kind, stage: Stage, *, staying: bool) -> bool:
    """Whether an implicit API needs a resource of its own: for a stage name (T28), or to stay apart from others."""
    name = DEFAULT_STAGE if stage.after is None else stage.after.text if isinstance(stage.after, Node) else stage.after
    if name != kind.implicit_stage:
        return True
    if kind.implicit in template.apis or kind.implicit in template.resources:
        return True
    in_use = any(template.globals_of(each.section) is not None for each in KINDS.values())
    return in_use and not translates_globals(template, kind, staying=staying)


def _stage(api: Api, options: Options, kind: Kind) -> Stage:
    before = api.properties.get("StageName")
    name = literal(before) if before is not None else None
    if before is None and (api.implicit or api.kind == "http"):
        name = KINDS[api.kind].implicit_stage
    return Stage(before, name, _after(before, name, options.stage, kind))


def _after(before: Node | None, name: str | None, wanted: str | None, kind: Kind) -> Value:
    """The stage name to write; None for ``$default``."""
    if wanted not in (None, "default", "keep", DEFAULT_STAGE):
        return wanted
    if name == DEFAULT_STAGE:  # no name of a REST stage (T25)
        return None if kind.name == "http" else KINDS["rest"].implicit_stage
    if kind.name == "http" and wanted != "keep":
        return None
    return before if before is not None else name
