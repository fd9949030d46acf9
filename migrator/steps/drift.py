"""What somebody changed in one of two APIs since they stand beside each other, and not in the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..findings import ALL, Accept, Finding, Level
from ..migration import ApiOutcome, FileChange, Migration, Status
from ..options import SIDE_BY_SIDE
from ..text.operations import EditError
from ..text.source import Source
from .again import belongings, of_step_one, still_lacking, without_new
from .apart import only_new
from .beside import at_once
from .codes import BESIDE_DIFFERS
from .run import Run
from .split import Held, paths_of
from .standing import Standing, counterparts
from .telling import lacking, said


def in_the_way(run: Run, pairs: Sequence[Standing]) -> list[Finding]:
    """What keeps a step from going on: routes that new APIs lack, and what changed in one of two APIs alone.

    Arguments:
        pairs: the APIs, with those beside them.
    """
    missing = (found for each in pairs for found in lacking(run.template, each, Level.BLOCKER))
    return [*run.settled([*missing, *_drifted(run, pairs)])]


def _drifted(run: Run, pairs: Sequence[Standing]) -> Iterator[Finding]:
    """Where new APIs are not what the old ones would become by now.

    Losses count as accepted: they were when the new APIs came.
    """
    if not pairs:
        return
    # Imported here: where nothing stands beside another API, nothing is compiled for this.
    from ..proof.compile import CompileError
    from ..proof.steps import OF_POLICIES
    from ..proof.verify import unannounced

    by_id = {each.old.id: each for each in pairs}
    try:
        found = unannounced(_as_step_one(run, pairs))
    except (CompileError, EditError) as error:
        yield from (_uncompared(run, each, str(error)) for each in pairs)
        return
    for difference in found:
        each = by_id.get(difference.api)
        # Policies are neither API's own: `deny-beside` tells of those that name one of the two.
        if each is not None and difference.facet not in OF_POLICIES:
            message = f"{each.new.id} is not what {each.old.id} would become by now: {difference.sentence}."
            level = Level.BLOCKER if difference.weaker else Level.WARNING
            yield said(run.template, BESIDE_DIFFERS, each.old.id, message, each.new.node, level)


def _uncompared(run: Run, each: Standing, reason: str) -> Finding:
    message = f"Whether {each.new.id} is what {each.old.id} would become by now could not be compared: {reason}."
    remedy = "Compare the two by hand, or deploy both and run `sam-migrate compare`."
    return replace(said(run.template, BESIDE_DIFFERS, each.old.id, message, each.new.node, Level.WARNING), help=remedy)


def _as_step_one(run: Run, pairs: Sequence[Standing]) -> Migration:
    """The template as if step one had just led to it.

    Raises:
        EditError: the new APIs cannot be told apart from the rest.
    """
    template = run.template
    alone, left = without_new(run, pairs), still_lacking(pairs)
    wish = replace(of_step_one(run.options, pairs), accept=(Accept(ALL),), strict=False, handlers=False)
    alone_run = replace(run, template=alone.template, options=wish, objections=())
    found, held = at_once(alone_run, counterparts(pairs), left)
    files = (template.definitions.get(each.new.id) for each in pairs)
    return replace(
        found,
        source=alone.source,
        after=template.source.text,
        status=Status.MIGRATED,
        apis=tuple(map(_moved, pairs)),
        files=tuple(FileChange(Source(f.source.path, ""), f.source.text, new=True) for f in files if f is not None),
        kept=tuple(dict.fromkeys(path for each in pairs for path in _left_out(run, each))),
        held=paths_of(alone.template, _together(held, left)),
    )


def _left_out(run: Run, each: Standing) -> Iterator[tuple[str, ...]]:
    """Paths of what the new API is looked at without: what is the old one's, and routes that only the new one has."""
    yield from belongings(run, each)
    yield from (tuple(map(str, event.node.path())) for event in only_new(each))


def _moved(each: Standing) -> ApiOutcome:
    return ApiOutcome(each.old.id, each.new.id, Status.MIGRATED, len(each.old.events), step=SIDE_BY_SIDE)


def _together(*held: Sequence[Held]) -> list[Held]:
    routes: dict[str, dict[str, tuple[str, ...]]] = {}
    for each in (each for listed in held for each in listed):
        routes.setdefault(each.api, {}).update(each.routes)
    return [Held(api, names) for api, names in routes.items()]
