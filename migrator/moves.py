"""Which APIs of a template move, under what names and stages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from .options import Direction, Options
from .placement import translates_globals
from .sam.kinds import DEFAULT_STAGE, HTTP_KIND, IMPLICIT_HTTP, IMPLICIT_REST, KINDS, OTHER, REST_KIND, Kind
from .sam.quotas import LOGICAL_ID
from .sam.template import Api, Template
from .stage_name import Default, Named, StageName, known, stage_name
from .text.meaning import data
from .text.node import Node
from .text.values import entries_of
from .view import Stage, View

TARGETS = {Direction.TO_HTTP: HTTP_KIND, Direction.TO_REST: REST_KIND}
"""The kind that APIs become."""
ENDINGS = {"http": "HttpApi", "rest": "RestApi"}
"""How logical ids of new APIs end."""


@dataclass(frozen=True, eq=False)
class Counterpart:
    """The API that stands beside another already, and takes its place in the end.

    Arguments:
        new_id: its logical id.
        stage: its ``StageName`` as written; None without one.
    """

    new_id: str
    stage: Node | None = field(default=None)


def asked(template: Template, options: Options, kind: Kind) -> list[Api]:
    """APIs of the old kind that the user asked for, without those that are to stay."""
    old, stay = OTHER[kind.name].name, reasons(template, options)
    return [
        api
        for api in template.apis.values()
        if api.kind == old and (not options.apis or api.id in options.apis) and api.id not in stay
    ]


def reasons(template: Template, options: Options) -> Mapping[str, str]:
    """Why resources are to stay, by logical id: what the user says, else the template."""
    said = {each.api: each.reason or template.marks.kept.get(each.api, "") for each in options.keep}
    return {**template.marks.kept, **said}


def kept(template: Template, options: Options, kind: Kind) -> list[View]:
    """APIs of the old kind that are to stay, as if they moved to what they are."""
    old, stay = OTHER[kind.name].name, reasons(template, options)
    return [
        View(template, api, options, api.id, _stage(api, options, kind), kind)
        for api in template.apis.values()
        if api.kind == old and api.id in stay
    ]


def moves(
    template: Template,
    options: Options,
    kind: Kind,
    blocked: Collection[str],
    *,
    apart: bool,
    standing: Mapping[str, Counterpart],
) -> list[View]:
    """What each API that is asked for becomes.

    Arguments:
        kind: the kind that they become.
        blocked: ids of those that are known to stay.
        apart: write an implicit API as a resource, whatever else speaks for it.
        standing: those that are there already as what they become, by id.
    """
    apis = asked(template, options, kind)
    old = OTHER[kind.name].name
    staying = frozenset(a.id for a in template.apis.values() if a.kind == old and (a not in apis or a.id in blocked))
    taken: set[str] = set()
    found = []
    for api in apis:
        if (there := standing.get(api.id)) is not None:
            explicit = api.implicit and there.new_id != kind.implicit
            found.append(
                View(template, api, options, there.new_id, _standing(api, there, kind), kind, explicit, staying)
            )
            continue
        stage = _stage(api, options, kind)
        explicit = api.implicit and (apart or _must_be_explicit(template, kind, stage, staying=bool(staying)))
        if api.implicit and not explicit:
            name = kind.implicit
        elif options.keep_logical_ids and not api.implicit:
            name = api.id
        else:
            name = new_id(template, api, kind, stage, taken)
        taken.add(name)
        found.append(View(template, api, options, name, stage, kind, explicit, staying))
    return found


def new_id(template: Template, api: Api, kind: Kind, stage: Stage, taken: Collection[str] = ()) -> str:
    """A logical id for the API's new type: unique in the template, as is all that SAM derives from it.

    ``FooRestApi`` and ``FooApi`` become ``FooHttpApi``, ``FooHttpApi`` becomes ``FooRestApi``; anything else gets the
    ending added.

    Arguments:
        api: the API, by its old id.
        kind: the kind that it becomes.
        stage: its stage after.
        taken: ids that other APIs got.
    """
    base, ending = renamed(api.id, kind), ENDINGS[kind.name]
    made = [*_derived(api, kind, stage)]
    defined = {*template.resources, *template.parameters, *taken, IMPLICIT_HTTP, IMPLICIT_REST, api.id}
    for number in count(1):
        tail = f"{ending}{number if number > 1 else ''}"
        name = base.removesuffix(ending)[: LOGICAL_ID - len(tail) - max(map(len, made))] + tail
        if defined.isdisjoint({name, *(f"{name}{each}" for each in made)}):
            return name
    raise AssertionError  # the numbers do not end


def _derived(api: Api, kind: Kind, stage: Stage) -> Iterator[str]:
    """What SAM puts behind the logical id of an API for what it makes of it.

    Source: api_generator.py and http_api_generator.py, samtranslator 1.115.0.
    """
    name = known(stage.after)
    if isinstance(stage.after, Default):
        yield "ApiGatewayDefaultStage"
    else:
        yield f"{name}Stage" if name is not None and name.isalnum() else f"Stage{_HASH}"
    if kind.name == "rest":
        yield f"Deployment{_HASH}"
    authorizers = api.properties.get("Auth", "Authorizers")
    for authorizer in entries_of(authorizers):
        yield f"{authorizer}AuthorizerPermission"
    if api.properties.get("Domain") is not None:
        yield "ApiMapping" if kind.name == "http" else "BasePathMapping"


_HASH = "0" * 10
"""As long as the hash that SAM puts behind some ids."""


def renamed(old: str, kind: Kind) -> str:
    """The logical id that an API is given where no other resource has it.

    Arguments:
        old: its id today.
        kind: the kind that it becomes.
    """
    stem = "" if old in (IMPLICIT_REST, IMPLICIT_HTTP) else old
    endings = ("RestApi", "Api") if kind.name == "http" and not stem.endswith("HttpApi") else ("HttpApi",)
    if found := next((e for e in endings if stem.endswith(e)), None):
        stem = stem.removesuffix(found)
    return f"{stem}{ENDINGS[kind.name]}"


def _must_be_explicit(template: Template, kind: Kind, stage: Stage, *, staying: bool) -> bool:
    """Whether an implicit API needs a resource of its own: for a stage name (T28), or to stay apart from others."""
    if known(stage.after) != kind.implicit_stage:
        return True
    if kind.implicit in template.apis or kind.implicit in template.resources:
        return True
    in_use = any(template.globals_of(each.section) is not None for each in KINDS.values())
    return in_use and not translates_globals(template, kind, staying=staying)


def _stage(api: Api, options: Options, kind: Kind) -> Stage:
    node = api.properties.get("StageName")
    before = stage_name(node, KINDS[api.kind].implicit_stage)
    return Stage(before, _after(before, options.stage, kind), implied=node is None)


def _standing(api: Api, there: Counterpart, kind: Kind) -> Stage:
    """The stage of an API, and that of its counterpart."""
    node = api.properties.get("StageName")
    before = stage_name(node, KINDS[api.kind].implicit_stage)
    same = node is not None and there.stage is not None and data(node) == data(there.stage)
    return Stage(before, before if same else stage_name(there.stage, kind.implicit_stage), implied=node is None)


def _after(before: StageName, wanted: str | None, kind: Kind) -> StageName:
    """The name of the stage afterwards."""
    if wanted not in (None, "default", "keep", DEFAULT_STAGE):
        return Named(wanted)
    if kind.name == "rest":
        return Named(kind.implicit_stage) if isinstance(before, Default) else before  # T25: REST has no `$default`
    return before if wanted == "keep" else Default()
