"""One template, from text to text: assess, decide API by API, rewrite, splice, check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .concern import Concerns, Drop, Put
from .document import duplicates, lost_comments, several, unclear, unused
from .findings import Finding, Level, Objection, settle
from .migration import ApiOutcome, Direction, FileChange, HandlerOutcome, Migration, Options, Status, TextEdit
from .moves import TARGETS, asked, kept, moves, reasons
from .placement import Draft, draft, place
from .sam.kinds import Kind
from .sam.references import references
from .sam.template import Template
from .sam.unused import unused_variables
from .steps.course import AT_ONCE, Course
from .text.check import difference
from .text.collector import resting
from .text.edits import Edit, plan, splice
from .text.operations import EditError, LimitError, Operation, Outcome, combine
from .text.source import Source
from .text.tree import Node, TreeError, parse
from .text.values import is_map
from .view import View


@resting()
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
        source: the template.
        direction: which kind of API to migrate to.
        options: what the user asked for.
        concerns: the subjects that are judged.
        objections: what the proof had against an earlier outcome; each becomes a finding of its API.
        course: what a step makes of what the concerns say.
    """
    try:
        tree = parse(source)
    except TreeError as error:
        return replace(_failed(source, direction, str(error)), readable=False)
    if tree.root is None or not is_map(tree.root):
        return Migration(source, direction, Status.UNCHANGED, source.text, findings=several(source, tree))
    template = Template(source, tree, tree.root)
    kind = TARGETS[direction]
    task = _Task(template, options, kind, concerns, objections, course)
    if not asked(template, options, kind):
        told = (*unclear(template), *_elsewhere(template, options, kind, concerns))
        return Migration(source, direction, Status.UNCHANGED, source.text, apis=_kept(task), findings=told)
    try:
        settlement = _settle(task)
    except LimitError as error:
        at = template.source_of(error.node).position(error.node.start)[0]
        return _failed(source, direction, f"line {at}: {error}")
    return _carry_out(task, direction, settlement)


def _elsewhere(template: Template, options: Options, kind: Kind, concerns: Concerns) -> tuple[Finding, ...]:
    """Why events stay although no API of theirs does."""
    return () if options.apis else tuple(concerns.elsewhere(template, kind))


def _failed(source: Source, direction: Direction, error: str, findings: tuple[Finding, ...] = ()) -> Migration:
    return Migration(source, direction, Status.ERROR, source.text, error=error, findings=findings)


# -- assess and decide --------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Task:
    """One template, and all that its outcome depends on."""

    template: Template
    options: Options
    kind: Kind
    concerns: Concerns
    objections: Sequence[Objection]
    course: Course


@dataclass(frozen=True, eq=False)
class Assessment:
    """What the concerns say of one API."""

    view: View
    findings: tuple[Finding, ...]
    operations: tuple[Operation, ...]
    changes: tuple[Put | Drop, ...]
    routes: int

    @property
    def goes(self) -> bool:
        """Whether nothing keeps the API from being migrated."""
        return not any(finding.blocks for finding in self.findings)

    @property
    def told(self) -> tuple[Finding, ...]:
        """What to tell the user: of an API that stays only why, and what is so already."""
        if self.goes:
            return self.findings
        return tuple(f for f in self.findings if f.level is Level.BLOCKER or f.code.stands)


def _is_homeless(assessment: Assessment) -> bool:
    """Whether an implicit API gets properties that Globals, their only place, cannot hold or would give to others."""
    view = assessment.view
    if not view.api.implicit or view.explicit or not assessment.goes:
        return False
    new = any(isinstance(change, Put) for change in assessment.changes)
    return (new and len(view.template.apis) > 1) or not draft(view, assessment.changes).keys() <= view.kind.globals_keys


@dataclass(frozen=True, eq=False)
class Settlement:
    """What is decided for all APIs, and what has to be done."""

    assessments: tuple[Assessment, ...]
    outcome: Outcome
    edits: tuple[tuple[Edit, ...], ...]
    """For each document of the template, in their order."""
    findings: tuple[Finding, ...]
    files: tuple[FileChange, ...] = ()
    handlers: tuple[HandlerOutcome, ...] = ()


def _assess(task: _Task, view: View) -> Assessment:
    objections = [_objection(view, each) for each in task.objections if each.api == view.api.id]
    said: list[Finding] = []
    operations: list[Operation] = []
    changes: list[Put | Drop] = []
    for concern in task.concerns.each:
        for step in concern.steps(view):
            if isinstance(step, Finding):
                said.append(step)
            elif isinstance(step, (Put, Drop)):
                changes.append(step)
            else:
                operations.append(replace(step, concern=concern.name))
    told = (each for found in said if (each := task.course.judged(view, found)) is not None)
    settled = settle((*objections, *told), task.options.accept, strict=task.options.strict)
    carried = tuple(kept for each in operations if (kept := task.course.carried(view, each)) is not None)
    return Assessment(view, settled, carried, tuple(changes), task.concerns.routes(view))


def _objection(view: View, objection: Objection) -> Finding:
    node = view.template.root.at(objection.path) if objection.path else None
    return view.find(objection.code, objection.message, node, remedy=objection.help)


def _settle(task: _Task) -> Settlement:
    """Decide which APIs migrate. One that stays can change what the others become, so this goes on until none does."""
    template, options, kind = task.template, task.options, task.kind
    followers = task.concerns.followers(template, options, kind)
    blocked: dict[str, Finding | None] = {}
    apart = False
    while True:
        round_ = followers.round(moves(template, options, kind, blocked, apart=apart, standing=task.course.standing))
        assessments = [_assess(task, view) for view in round_.moves]
        if not apart and any(_is_homeless(a) for a in assessments):
            apart = True
            continue
        assessments = [
            replace(a, findings=(*a.findings, f)) if (f := blocked.get(a.view.api.id)) else a for a in assessments
        ]
        stays: dict[str, Finding | None] = {
            a.view.api.id: None for a in assessments if not a.goes and a.view.api.id not in blocked
        }
        going = [a for a in assessments if a.goes]
        if not stays:
            try:
                outcome, edits = _plan(task, going)
                saved = task.concerns.saved(template, options, [a.view for a in going])
                elsewhere = _elsewhere(template, options, kind, task.concerns)
                return Settlement(
                    tuple(assessments),
                    outcome,
                    edits,
                    (*duplicates(template, outcome), *elsewhere, *saved.findings),
                    (*round_.files(), *saved.files, *task.concerns.companions(template, [a.view for a in going])),
                    round_.outcomes(),
                )
            except EditError as error:
                stays = _culprits(task, going, error)
        blocked |= stays


def _culprits(task: _Task, going: list[Assessment], error: EditError) -> dict[str, Finding | None]:
    """Findings for the APIs whose own operations cannot be carried out; for all when they only fail together.

    An API that shares an anchor can go together with those that use it: it is to blame where the others go without it.
    """
    found: dict[str, Finding | None] = {}
    for assessment in going:
        if (own := _fails(task, [assessment])) is not None:
            found[assessment.view.api.id] = _obstacle(task, assessment.view, own)
    for name, finding in found.items() if len(found) > 1 else ():
        if _fails(task, [a for a in going if a.view.api.id != name]) is None:
            return {name: finding}
    return found or {a.view.api.id: _obstacle(task, a.view, error) for a in going}


def _fails(task: _Task, going: list[Assessment]) -> EditError | None:
    try:
        _plan(task, going)
    except EditError as error:
        return error
    return None


def _obstacle(task: _Task, view: View, error: EditError) -> Finding:
    return view.find(task.concerns.codes[error.obstacle], f"{str(error)[:1].upper()}{str(error)[1:]}.", error.node)


def _plan(task: _Task, going: list[Assessment]) -> tuple[Outcome, tuple[tuple[Edit, ...], ...]]:
    """Combine the operations of APIs into one set of edits for each document."""
    template = task.template
    operations = [*_operations(task, going)]
    outcome = combine(operations)
    if leftovers := [*unused_variables(outcome)]:
        outcome = combine([*operations, *leftovers])
    # CloudFormation knows no short forms in what it includes (AWS::Include, "Remarks").
    return outcome, tuple(
        tuple(plan(source, root, outcome, long=root is not template.root)) for source, root in template.documents
    )


def _operations(task: _Task, going: list[Assessment]) -> Iterator[Operation]:
    for assessment in going:
        yield from assessment.operations
    if not task.course.places:
        return
    drafts: dict[View, Draft] = {a.view: draft(a.view, a.changes) for a in going}
    for operation in place(task.template, drafts, task.kind):
        yield replace(operation, concern="properties")


# -- carry out ----------------------------------------------------------------------------------------------------


def _carry_out(task: _Task, direction: Direction, settlement: Settlement) -> Migration:
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
    findings = (*findings, *unused(template, own.after), *lost)
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
        again = parse(Source(source.path, after, source.bom)).root
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


def _kept(task: _Task) -> tuple[ApiOutcome, ...]:
    """The APIs that stay as somebody decided."""
    why = reasons(task.template, task.options)
    return tuple(
        ApiOutcome(view.api.id, view.api.id, Status.KEPT, task.concerns.routes(view), reason=why[view.api.id])
        for view in kept(task.template, task.options, task.kind)
    )


def _status(apis: Iterable[ApiOutcome]) -> Status:
    found = {api.status for api in apis}
    return found.pop() if len(found) == 1 else Status.PARTIAL
