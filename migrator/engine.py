"""One template, from text to text: decide API by API, splice, check."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from .concern import Concerns
from .document import lost_comments, several, unclear, unused
from .findings import Finding, Objection
from .migration import ApiOutcome, FileChange, Migration, Status, TextEdit
from .moves import TARGETS, asked, kept, reasons
from .options import Direction, Options
from .sam.references import references
from .sam.template import Template
from .settlement import Assessment, EngineTask, Settlement, decide, elsewhere
from .steps.course import AT_ONCE, Course
from .text.check import difference
from .text.edits import Edit, splice
from .text.node import Node
from .text.operations import LimitError
from .text.parsing import parse_template
from .text.source import Source
from .text.tree import TreeError
from .text.values import is_map


@contextmanager
def _resting() -> Iterator[None]:
    """Let the collector rest: all that it would look through, again and again as trees grow, is in use."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_resting()
def rewrite(
    source: Source,
    direction: Direction,
    options: Options,
    concerns: Concerns,
    objections: Sequence[Objection] = (),
    course: Course = AT_ONCE,
) -> Migration:
    """Migrate one template without compiling it.

    Arguments:
        direction: which kind of API to migrate to.
        concerns: the subjects that are judged.
        objections: what the proof had against an earlier outcome; each becomes a finding of its API.
        course: what a step makes of what the concerns say.
    """
    try:
        tree = parse_template(source)
    except TreeError as error:
        return replace(_failed(source, direction, str(error)), readable=False)
    if tree.root is None or not is_map(tree.root):
        return Migration(source, direction, Status.UNCHANGED, source.text, findings=several(source, tree))
    template = Template(source, tree, tree.root)
    kind = TARGETS[direction]
    task = EngineTask(template, options, kind, concerns, objections, course)
    if not asked(template, options, kind):
        told = (*unclear(template), *elsewhere(template, options, kind, concerns))
        return Migration(source, direction, Status.UNCHANGED, source.text, apis=_kept(task), findings=told)
    try:
        settlement = decide(task)
    except LimitError as error:
        at = template.source_of(error.node).position(error.node.start)[0]
        return _failed(source, direction, f"line {at}: {error}")
    return _carry_out(task, direction, settlement)


def _failed(source: Source, direction: Direction, error: str, findings: tuple[Finding, ...] = ()) -> Migration:
    return Migration(source, direction, Status.ERROR, source.text, error=error, findings=findings)


def _carry_out(task: EngineTask, direction: Direction, settlement: Settlement) -> Migration:
    template, source = task.template, task.template.source
    findings = (*unclear(template), *settlement.findings, *(f for a in settlement.assessments for f in a.told))
    changes = []
    for (document, root), edits in zip(template.documents, settlement.edits, strict=True):
        after = splice(document.text, list(edits))
        if (fault := _fault(document, root, after, settlement, edits, task.course)) is not None:
            at = f"{document.path}: " if document is not source else ""
            return _failed(source, direction, f"self-check failed, nothing is written: {at}{fault}", findings)
        texts = tuple(TextEdit(e.start, e.end, e.text, e.concern) for e in edits)
        changes.append(FileChange(document, after, texts))
    apis = tuple(_outcome_of(a) for a in settlement.assessments)
    own, *others = changes
    documents = zip(changes, template.documents, strict=True)
    lost = [found for change, (_, root) in documents for found in lost_comments(template, change, root)]
    findings = (*findings, *unused(template, own.after, [change.after for change in others]), *lost)
    return Migration(
        source,
        direction,
        _status(apis),
        own.after,
        apis=(*apis, *_kept(task)),
        findings=findings,
        edits=own.edits,
        files=(*(change for change in others if change.changed), *settlement.files),
        handlers=settlement.handlers,
    )


def _fault(
    source: Source, root: Node, after: str, settlement: Settlement, edits: tuple[Edit, ...], course: Course
) -> str | None:
    """What is wrong with the new text: it is not what the operations say, or still names an API that is gone."""
    try:
        again = parse_template(Source(source.path, after, source.bom)).root
    except TreeError as error:
        return f"the new text cannot be read ({error})"
    wrong = difference(root, again, settlement.outcome) if again is not None else root
    if wrong is not None:
        where = "/".join(str(key) for key in wrong.path()) or "the document"
        by = dict.fromkeys(e.concern for e in edits if wrong.start <= e.end and e.start <= wrong.end)
        line = source.position(max(wrong.start, 0))[0]
        return f"{where} (line {line}, changed by {', '.join(by) or 'nothing'}) is not as declared"
    gone = {
        a.view.api.id for a in settlement.assessments if course.leaves and a.goes and a.view.new_id != a.view.api.id
    }
    named = gone & {reference.name for reference in references(again)} if gone and again is not None else None
    return f"{', '.join(sorted(named))} is still referred to" if named else None


def _outcome_of(assessment: Assessment) -> ApiOutcome:
    api = assessment.view.api
    status = Status.MIGRATED if assessment.goes else Status.BLOCKED
    return ApiOutcome(api.id, assessment.view.new_id if assessment.goes else api.id, status, assessment.routes)


def _kept(task: EngineTask) -> tuple[ApiOutcome, ...]:
    """The APIs that stay as somebody decided."""
    why = reasons(task.template, task.options)
    return tuple(
        ApiOutcome(view.api.id, view.api.id, Status.KEPT, task.concerns.routes(view), reason=why[view.api.id])
        for view in kept(task.template, task.options, task.kind)
    )


def _status(apis: Iterable[ApiOutcome]) -> Status:
    found = {api.status for api in apis}
    return found.pop() if len(found) == 1 else Status.PARTIAL
