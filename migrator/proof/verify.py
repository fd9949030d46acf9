"""Prove a migration: compile both templates, compare their surfaces, and fail where they differ unannounced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..findings import Finding, Level
from ..migration import Migration, Proof, Status, Verification
from ..sam.template import definition_files
from .checks import new_problems, refusals
from .compile import CompileError, compiled
from .deployment import planned
from .differences import Difference, differences
from .document import loaded
from .intrinsics import referenced
from .route_rows import route_rows
from .sam_schema import schema_problems
from .surface import KINDS, surfaces

# What `Fn::GetAtt` returns for each kind; the translator leaves the names of the other kind as they stand (trap T40).
ATTRIBUTES = {"rest": frozenset({"RestApiId", "RootResourceId"}), "http": frozenset({"ApiId", "ApiEndpoint"})}


def verified(migration: Migration) -> Migration:
    """Fill in ``verification``; never raises.

    A migration that does not compile, or that changes the surface in a way that no finding announced, becomes
    an error, and its text after is the text before again: nothing of it may be written.

    Arguments:
        migration: what the engine made of a template.
    """
    if not migration.changed or migration.status is Status.ERROR:
        return replace(migration, verification=Verification(Proof.SKIPPED, "nothing to verify"))
    try:
        definitions, new_definitions = definition_texts(migration)
        before = compiled(migration.source.text, definitions)
    except CompileError as error:
        reason = f"the template does not compile as it stands: {error}"
        return replace(migration, verification=Verification(Proof.SKIPPED, reason))
    try:
        after = compiled(migration.after, new_definitions)
    except CompileError as error:
        reason = f"the migrated template does not compile: {error}"
        return _failed(migration, Verification(Proof.UNCOMPILABLE, reason), reason)
    try:
        return compared(migration, before, after)
    except Exception as error:  # a shape that the comparison stumbles on proves nothing: fail closed
        reason = f"the compiled templates cannot be compared: {type(error).__name__}: {' '.join(str(error).split())}"
        return _failed(migration, Verification(Proof.DIFFERENT, reason), reason)


def definition_texts(migration: Migration) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of the definition files that a template names, before and after, by the name it gives them.

    Arguments:
        migration: what the engine made of a template.
    """
    files = definition_files(migration.source)
    after = {change.source.path: change.after for change in migration.files}
    before = {name: each.text for name, each in files.items()}
    return before, {name: after.get(each.path, each.text) for name, each in files.items()}


def compared(migration: Migration, before: Mapping[str, Any], after: Mapping[str, Any]) -> Migration:
    """Fill in ``verification`` from the compiled templates.

    Arguments:
        migration: what the engine made of a template.
        before: its template, compiled.
        after: the migrated template, compiled.
    """
    old, new = surfaces(before), surfaces(after)
    moved = {api.id: api.new_id for api in migration.apis}
    found = differences(old, new, migration.apis, migration.direction)
    routes = tuple(route_rows(old, new, moved))
    said_by = {d: _announcing(d, migration.findings) for d in found}
    announced = [f"{d.sentence} ({', '.join(codes)})" for d, codes in said_by.items() if codes]
    unexpected = [d.sentence for d, codes in said_by.items() if not codes]
    unexpected.extend(f"{name} is referred to and does not exist" for name in new_dangling(before, after))
    unexpected.extend(new_problems(refusals(before), refusals(after)))
    unexpected.extend(_new_schema_problems(migration))
    if not unexpected:
        plan = planned(before, after, moved)
        proof = Verification(Proof.EQUIVALENT, announced=tuple(announced), plan=plan, routes=routes)
        return replace(migration, verification=proof)
    more = f" and {len(unexpected) - 1} more" if len(unexpected) > 1 else ""
    verification = Verification(
        Proof.DIFFERENT, differences=tuple(unexpected), announced=tuple(announced), routes=routes
    )
    return _failed(migration, verification, f"{unexpected[0]}{more}")


def _new_schema_problems(migration: Migration) -> list[str]:
    found = schema_problems(loaded(migration.after))
    # Most templates have none, and need not be read again.
    return new_problems(schema_problems(loaded(migration.source.text)), found) if found else []


def _failed(migration: Migration, verification: Verification, reason: str) -> Migration:
    return replace(migration.withdrawn(f"verification: {reason}"), verification=verification)


def _announcing(difference: Difference, findings: Sequence[Finding]) -> list[str]:
    """The codes of the findings that announce a difference."""
    return sorted({finding.code.name for finding in findings if _announces(finding, difference)})


def _announces(finding: Finding, difference: Difference) -> bool:
    if finding.api != difference.api or finding.blocks or difference.facet not in finding.code.announces:
        return False
    if finding.subjects and finding.subjects.isdisjoint(difference.subjects):
        return False
    if not difference.weaker:
        return True
    # Access that becomes weaker takes a loss accepted by name, or a finding that is about access.
    return finding.code.security or (finding.level is Level.BLOCKER and finding.accepted)


def new_dangling(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Names that only the template after mentions without defining; the translator reports none (trap T40).

    Arguments:
        before: a compiled template.
        after: the one that follows it.
    """
    return sorted(dangling(after) - dangling(before))


def dangling(template: Mapping[str, Any]) -> frozenset[str]:
    """Names that a compiled template mentions and does not define, attributes included where they are wrong.

    Arguments:
        template: CloudFormation, as `migrator.proof.compile.compiled` returns it.
    """
    resources = _mapping(template.get("Resources"))
    parameters = _mapping(template.get("Parameters"))
    sections = (resources, template.get("Outputs"), template.get("Conditions"))
    mentioned = {name for section in sections for name in referenced(section)}
    mentioned.update(name for resource in resources.values() for name in _depends(resource))
    return frozenset(n for n in mentioned if not _is_defined(n, resources, parameters))


def _depends(resource: Any) -> Iterable[str]:
    value = resource.get("DependsOn") if isinstance(resource, dict) else None
    names = value if isinstance(value, list) else [value]
    return [name for name in names if isinstance(name, str)]


def _is_defined(mentioned: str, resources: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    name, _, attribute = mentioned.partition(".")
    if mentioned.startswith("AWS::") or mentioned in parameters or mentioned in resources:
        return True
    resource = resources.get(name)
    if resource is None:
        return False
    kind = KINDS.get(str(resource.get("Type"))) if isinstance(resource, dict) else None
    return bool(attribute) and (kind is None or attribute in ATTRIBUTES[kind])


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
