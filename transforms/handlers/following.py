"""Which functions follow their API, decided for all of them at once, and what that makes of their code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from migrator.concern import Following, View
from migrator.facts import Facts, Rewritten, RouteFacts, sent, without_cors
from migrator.options import Options
from migrator.sam.kinds import Kind
from migrator.sam.template import Resource, Template
from migrator.text.operations import Operation

from .attempts import Attempt, ChangedFile, Group
from .facts_of import changes, close, far, merged
from .find import find, functions
from .foreign import Neighbours
from .inline import fragments, relocated
from .language import Code, Missing, Rewriter, Written
from .outcome import as_warnings
from .package import Files
from .roles import Role, roles
from .sharing import FunctionFiles, SharedRewriter
from .verdicts import Round, Verdict


@dataclass(frozen=True, eq=False)
class Followers:
    """The code behind the APIs of one template.

    Arguments:
        template: the template.
        options: what the user asked for.
        kind: the kind that its APIs become.
    """

    template: Template
    options: Options
    kind: Kind

    def round(self, moves: Iterable[View]) -> Round:
        """Decide for the APIs that are to move; the result's moves know what becomes of their functions.

        Arguments:
            moves: all that are asked for, those included that are known to stay.
        """
        moves = tuple(moves)
        going = tuple(view for view in moves if view.api.id not in view.staying)
        verdicts, texts = self._verdicts(going)
        # Of an API that stays for whatever reason it is said what would keep it if nothing else did.
        others = verdicts if going == moves else self._verdicts(moves)[0]
        following = {name: verdict.following for name, verdict in verdicts.items()}
        assumed = {name: verdict.following for name, verdict in others.items()}
        known = tuple(replace(m, following=assumed if m.api.id in m.staying else following) for m in moves)
        return Round(known, {**others, **verdicts}, texts)

    @cached_property
    def _shared_rewriter(self) -> SharedRewriter:
        files = Files(self.template)
        codes = {name: self._find(files, function) for name, function in functions(self.template).items()}
        return SharedRewriter(FunctionFiles(files, codes), self._rewriter, Neighbours(self.template).user)

    def _rewriter(self, code: Written) -> Rewriter:
        return code.language.rewriter(wrap=self.options.shim and code.whole)

    def _find(self, files: Files, function: Resource) -> Code:
        if not self.options.handlers:
            return Missing("is left alone, as asked for")
        return find(files, function)

    def _verdicts(self, going: tuple[View, ...]) -> tuple[dict[str, Verdict], Mapping[str, ChangedFile]]:
        found = {name: role for name, role in roles(self.template, going).items() if role.moves} if going else {}
        if not found:
            return {}, {}
        distant = {name: role for name, role in found.items() if changes(role, self.kind, self.options)}
        near = {name: role for name, role in found.items() if name not in distant}
        groups, reasons = self._groups(distant, far, alone=True)
        verdicts = {name: self._unread(name, why, changes_format=True) for name, why in reasons.items()}
        if self.kind.name == "rest":  # all of them get the same events from now on
            others, reasons = self._groups(near, close, alone=False)
            groups += others
            verdicts |= self._missing(reasons)
        attempt = self._shared_rewriter.attempt(groups, {})
        for group, name in _members(groups):
            verdicts[name] = self._verdict(group, attempt, changes_format=name in distant)
        texts = attempt.texts
        if self.kind.name == "http":
            near |= {name: role for name, role in distant.items() if not verdicts[name].following.follows}
            verdicts, more = self._nearby(near, verdicts, texts)
            texts = {**texts, **more}
        return {name: _with_reason(verdicts[name], found[name]) for name in found if name in verdicts}, texts

    def _nearby(
        self,
        near: Mapping[str, Role],
        verdicts: dict[str, Verdict],
        texts: Mapping[str, ChangedFile],
    ) -> tuple[dict[str, Verdict], Mapping[str, ChangedFile]]:
        """Read the code that keeps payload 1.0: it does not get the REST event either."""
        groups, reasons = self._groups(near, close, alone=False)
        attempt = self._shared_rewriter.attempt(groups, texts)
        while attempt.refused:  # code that others mind to be repaired is read all the same
            groups = [_unrepaired(group) if group.key in attempt.refused else group for group in groups]
            attempt = self._shared_rewriter.attempt(groups, texts)
        verdicts = {**self._missing(reasons), **verdicts}
        for group, name in _members(groups):
            own = self._verdict(group, attempt, changes_format=False)
            verdicts[name] = _joined(verdicts[name], own) if name in verdicts else own
        return verdicts, attempt.texts

    def _groups(
        self, found: Mapping[str, Role], facts_of: Callable[[Role, Kind, Options], Facts | str], *, alone: bool
    ) -> tuple[list[Group], dict[str, str]]:
        """Functions by the handler that they have in common, and why the others cannot be tried.

        Arguments:
            found: what calls each function.
            facts_of: what the code of one is told; a text says why there is nothing.
            alone: leave a handler out that another function has, too; otherwise it is not repaired.
        """
        groups, reasons = self._by_handler(found, facts_of)
        for key, group in list(groups.items()):
            codes = self._codes.items()
            other = next((n for n, code in codes if n not in group.members and _handler(code) == key), None)
            if other is not None and alone:
                reasons |= dict.fromkeys(group.members, f"has the handler of {other}, which gets other events")
                del groups[key]
            elif other is not None or (self.options.side_by_side and group.code.literal is not None):
                # Code in the template is a property of a resource that the old API uses, which stays byte for byte.
                groups[key] = _unrepaired(group)
        return list(groups.values()), reasons

    def _by_handler(
        self, found: Mapping[str, Role], facts_of: Callable[[Role, Kind, Options], Facts | str]
    ) -> tuple[dict[tuple[str, str], Group], dict[str, str]]:
        groups: dict[tuple[str, str], Group] = {}
        reasons: dict[str, str] = {}
        for name, code in self._codes.items():
            if name not in found:
                continue
            if isinstance(code, Missing):
                reasons[name] = code.reason
            elif isinstance(own := facts_of(found[name], self.kind, self.options), str):
                reasons[name] = own
            elif (group := groups.get((code.key, code.entry.function))) is None:
                new = Group(code, (name,), own)
                groups[new.key] = new
            elif (both := merged(group.facts, own)) is not None:
                groups[group.key] = replace(group, members=(*group.members, name), facts=both)
            else:
                reasons[name] = f"has the handler of {group.members[0]}, which gets other events"
        return groups, reasons

    @property
    def _codes(self) -> Mapping[str, Code]:
        return self._shared_rewriter.functions.codes

    def _missing(self, reasons: Mapping[str, str]) -> dict[str, Verdict]:
        """Verdicts on functions whose code is nowhere to be read, and that keep their events."""
        missing = {name: why for name, why in reasons.items() if isinstance(self._codes[name], Missing)}
        return {name: self._unread(name, why, changes_format=False) for name, why in missing.items()}

    def _unread(self, name: str, reason: str, *, changes_format: bool) -> Verdict:
        code = self._codes[name]
        unread = isinstance(code, Missing) and self.options.handlers
        return Verdict(code, Following(changes_format, False, reason, unread=unread))

    def _verdict(self, group: Group, attempt: Attempt, *, changes_format: bool) -> Verdict:
        result = attempt.results[group.key]
        follows = attempt.proven(group)
        findings = relocated(self.template, group.code, result.findings)
        if not follows and (self.kind.name == "http" or not changes_format):
            findings = as_warnings(findings)
        texts = result.texts if follows else {}
        following = Following(
            changes_format,
            follows,
            "" if follows else attempt.refused.get(group.key) or _reason(result, group),
            wraps=not follows and _may_be_wrapped(group),
            operations=_operations(group, texts),
            findings=tuple(f for f in findings if f.code.security),
            sends=sent(group.facts) if follows and not result.unsent else None,
            unsent=result.unsent,
        )
        return Verdict(
            group.code,
            following,
            tuple(f for f in findings if not f.code.security),
            bool(texts),
            group.facts if not result.unsent else without_cors(group.facts),
            texts,
            told=findings if follows or not changes_format or self.kind.name == "rest" else (),
        )


def _members(groups: Iterable[Group]) -> Iterator[tuple[Group, str]]:
    return ((group, name) for group in groups for name in group.members)


def _operations(group: Group, texts: Mapping[str, str]) -> tuple[Operation, ...]:
    """Changes of code that stands in the template."""
    literal = group.code.literal
    return () if literal is None else tuple(op for text in texts.values() for op in fragments(literal, text))


def _may_be_wrapped(group: Group) -> bool:
    """Whether a module that translates events can stand in front of a handler."""
    code = group.code
    in_files = code.modules is not None and code.source.path.endswith(code.language.runs)
    return in_files and code.whole and code.language.wraps and isinstance(group.facts, RouteFacts)


def _handler(code: Code) -> tuple[str, str] | None:
    return None if isinstance(code, Missing) else (code.key, code.entry.function)


def _unrepaired(group: Group) -> Group:
    return replace(group, facts=replace(without_cors(group.facts), repair=False))


def _reason(result: Rewritten, group: Group) -> str:
    """Why a handler is not proven, from the first thing that speaks against it."""
    finding = next(f for f in result.findings if f.blocks)
    line = f", line {finding.span.line}" if finding.span is not None else ""
    return f"is not proven to follow: {PurePath(finding.file or group.code.source.path).name}{line}"


def _with_reason(verdict: Verdict, role: Role) -> Verdict:
    """A verdict that says why not every response carries CORS headers, where that lies with who calls the function."""
    following = verdict.following
    if following.sends is not None or not (role.others or not following.follows):
        return verdict
    reason = role.others[0] if role.others else following.reason or following.unsent
    return replace(verdict, following=replace(following, unsent=reason))


def _joined(earlier: Verdict, own: Verdict) -> Verdict:
    """A verdict on code that could not follow and keeps payload 1.0, with what is said of that."""
    said = {(f.code.name, f.file, f.span) for f in earlier.findings}
    more = tuple(f for f in own.findings if (f.code.name, f.file, f.span) not in said)
    counting = tuple(dict.fromkeys((*earlier.following.findings, *own.following.findings)))
    following = replace(earlier.following, operations=own.following.operations, findings=counting)
    found = (*earlier.findings, *more)
    return replace(earlier, findings=found, rewritten=own.rewritten, following=following, told=own.told)
