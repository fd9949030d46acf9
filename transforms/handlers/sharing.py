"""One piece of code, several functions: a file changes only when everything that runs it follows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from migrator.facts import Entry, Facts, Rewritten, sent, without_cors
from migrator.findings import Finding, Level, Span
from migrator.text.source import Source

from .attempts import Attempt, ChangedFile, Group, along_with
from .finder_codes import HANDLER_UNPROVEN
from .language import Code, Missing, Rewriter, Written
from .package import Files, Folder, Inline, Reach


@dataclass(frozen=True, eq=False)
class FunctionFiles:
    """All functions of a template and the files that each can run.

    Arguments:
        files: the files around the template.
        codes: where the code of each function is, by logical id.
    """

    files: Files
    codes: Mapping[str, Code]
    _reach: dict[str, Reach] = field(default_factory=dict)

    def users(self, key: str) -> list[str]:
        """Functions that can import a file."""
        return [
            name
            for name, code in self.codes.items()
            if not isinstance(code, Missing) and self._reaches(name, code, key)
        ]

    def _reaches(self, name: str, code: Written, key: str) -> bool:
        reach = self._reach.get(name) or code.reach()
        if reach is None:
            return False
        self._reach[name] = reach
        return code.key == key or key in reach


@dataclass(frozen=True, eq=False)
class SharedRewriter:
    """Tries handlers, as often as the decision takes; each text is rewritten once.

    Arguments:
        functions: the functions of the template.
        rewriter: the rewriter of a handler's language; called when the first one is tried.
        foreign: says which other template runs one of some files and does not follow; None when none does.
    """

    functions: FunctionFiles
    rewriter: Callable[[Written], Rewriter]
    foreign: Callable[[Collection[str], Facts], str | None]
    _done: dict[object, Rewritten] = field(default_factory=dict)

    def attempt(self, groups: Iterable[Group], before: Mapping[str, ChangedFile]) -> Attempt:
        """Rewrite handlers one after the other; those whose new text does not suit others are left out.

        Arguments:
            groups: the handlers.
            before: files that change already, by key.
        """
        groups = list(groups)
        refused: dict[tuple[str, str], str] = {}
        unsent: dict[tuple[str, str], str] = {}
        while True:
            groups = [replace(g, facts=without_cors(g.facts)) if g.key in unsent else g for g in groups]
            results, texts, changed = self._all_rewritten(groups, before, refused)
            attempt = Attempt(results, refused, {k: v for k, v in texts.items() if before.get(k) != v})
            clashes = {g.key: self._clash(g, groups, attempt, changed) for g in groups if g.key in changed}
            found = {key: reason for key, reason in clashes.items() if reason}
            bare = {group.key for group in groups if sent(group.facts) is None}
            unsent |= {key: reason for key, reason in found.items() if key not in bare}
            if not found:
                told = {key: replace(result, unsent=unsent.get(key, result.unsent)) for key, result in results.items()}
                return replace(attempt, results=told)
            refused = refused | {key: reason for key, reason in found.items() if key in bare}

    def _all_rewritten(
        self, groups: Iterable[Group], before: Mapping[str, ChangedFile], refused: Collection[tuple[str, str]]
    ) -> tuple[dict[tuple[str, str], Rewritten], dict[str, ChangedFile], dict[tuple[str, str], dict[str, ChangedFile]]]:
        """What the rewriter says by handler, all files that change, and those that each handler changes."""
        groups, texts = tuple(groups), dict(before)
        results: dict[tuple[str, str], Rewritten] = {}
        changed: dict[tuple[str, str], dict[str, ChangedFile]] = {}
        for group in groups:
            along = along_with(group, groups, refused)
            results[group.key] = rewritten = self._rewritten(group, along, texts)
            if group.key not in refused and rewritten.proven and rewritten.texts:
                changed[group.key] = self._changed(group, rewritten, texts)
                texts |= changed[group.key]
        return results, texts, changed

    def _rewritten(self, group: Group, along: tuple[Group, ...], texts: Mapping[str, ChangedFile]) -> Rewritten:
        others = tuple(each.code.entry for each in along)
        together = {name for each in (group, *along) for name in each.members}
        known = {key: text.after for key, text in texts.items()}
        at = (group.key, group.facts, others, tuple(sorted(known.items())))
        if at not in self._done:
            package: Folder | Inline = group.code.package
            if group.code.modules is not None:
                package = group.code.modules.changed(
                    known, lambda key: 1 + len(set(self.functions.users(key)) - together)
                )
            self._done[at] = _tried(self.rewriter(group.code), package, group, others)
        return self._done[at]

    def _changed(self, group: Group, rewritten: Rewritten, texts: Mapping[str, ChangedFile]) -> dict[str, ChangedFile]:
        """The files that a handler's rewriting changes, by key; code in the template is in none."""
        modules, found = group.code.modules, {}
        if modules is None:
            return {}
        for module, after in rewritten.texts.items():
            if (key := modules.key(module)) is not None and (source := modules.module(module)) is not None:
                found[key] = ChangedFile(source, after)
            else:
                shown = modules.files.name(modules.new_path(module))
                found[str(Path(shown).absolute())] = ChangedFile(Source(shown, ""), after, new=True)
        return {
            key: text for key, text in found.items() if text.new or text.after != self._standing(text, texts.get(key))
        }

    @staticmethod
    def _standing(text: ChangedFile, earlier: ChangedFile | None) -> str:
        return earlier.after if earlier is not None else text.source.text

    def _clash(
        self,
        group: Group,
        groups: list[Group],
        attempt: Attempt,
        changed: Mapping[tuple[str, str], Mapping[str, ChangedFile]],
    ) -> str | None:
        """Why a handler's new text cannot stand; a clause, or None."""
        modules, result = group.code.modules, attempt.results[group.key]
        if group.facts.shared and result.texts.keys() - result.both:
            return "is called by an API that stays as well, whose events its new code would not take"
        if modules is None:
            return None
        layered = (name for name in result.texts if modules.path(name) is not None and not modules.is_own(name))
        if (module := next(layered, None)) is not None:
            return f"needs a change in `{module}`, which is in a layer"
        neutral = {modules.key(name) for name in result.neutral}
        special = {key: text for key, text in changed[group.key].items() if key not in neutral}
        if (sharing := self._sharing(group, groups, attempt, special)) is not None:
            return sharing
        keys = [key for key, text in changed[group.key].items() if not text.new]
        if keys and (elsewhere := self.foreign(keys, group.facts)) is not None:
            return f"shares its code with {elsewhere}"
        return None

    def _sharing(
        self, group: Group, groups: list[Group], attempt: Attempt, texts: Mapping[str, ChangedFile]
    ) -> str | None:
        """Why files cannot change for one handler: another function minds, and does not follow; a clause, or None."""
        following = {*group.members, *_following(group, groups, attempt)}
        for key, text in texts.items():
            handlers = {g.code.entry.function for g in groups if attempt.proven(g) and g.code.key == key}
            for other in self.functions.users(key):
                if other not in following and self._minds(other, key, text, handlers):
                    return f"shares {text.source.path} with {other}, which does not follow"
        return None

    def _minds(self, other: str, key: str, text: ChangedFile, handlers: Collection[str]) -> bool:
        """Whether a change in a file can matter to another function that runs it.

        Arguments:
            handlers: names of the handlers in the file that change, which nobody else calls.
        """
        code = self.functions.codes[other]
        if isinstance(code, Missing) or code.key != key:
            return True
        names = code.language.changed_names(code.entry.module, text.source.text, text.after)
        return bool(names - set(handlers))


def _following(group: Group, groups: Iterable[Group], attempt: Attempt) -> Iterator[str]:
    """Functions whose handlers work with the events of a handler, and send the headers that it has to send."""
    headers = sent(group.facts)
    for each in groups:
        if attempt.proven(each) and each.facts.after == group.facts.after and headers in (None, sent(each.facts)):
            yield from each.members


def _tried(rewriter: Rewriter, package: Folder | Inline, group: Group, others: tuple[Entry, ...]) -> Rewritten:
    try:
        return rewriter(package, group.code.entry, group.facts, others)
    except Exception as error:  # one file that the parser stumbles on must not end the migration of a template
        what = f"This file cannot be analysed ({type(error).__name__})."
        start = Span(0, 0, 1, 1, 1, 1)
        path = group.code.source.path
        return Rewritten(
            findings=(
                Finding(HANDLER_UNPROVEN, what, HANDLER_UNPROVEN.remedy, Level.BLOCKER, None, start, (), file=path),
            )
        )
