"""What an agent can ask for. Each tool calls the engine as the command line does, and adds no rule of its own."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..command import arguments, config
from ..command.arguments import ArgumentError
from ..command.config import Config
from ..command.exclusions import names_in, refuse
from ..command.files import Target, find, read
from ..command.keeping import Keeper
from ..command.run import Task, perform
from ..command.standing import stands
from ..command.typos import refuse_unknown
from ..migration import Migration
from ..options import Direction, Options
from ..proof.comparison import Comparison, ComparisonError, compare
from ..report import rules
from ..report.meaning import documented
from ..steps.state import ApiState
from ..text.source import Source, SourceError
from . import answers
from .asked import STEPS, AgentRequest
from .confinement import Confinement, RequestError

MOST_TEMPLATES = 100


@dataclass(frozen=True)
class Tools:
    """The tools, for one folder.

    Arguments:
        place: the folder.
        writes: whether templates may be written.
        runs: whether handlers may be run.
    """

    place: Confinement
    writes: bool = False
    runs: bool = False

    def inspect(self, path: str = ".", direction: str = "to-http") -> dict[str, Any]:
        """Where each API of the templates below a path stands, what comes next, and what blocks it.

        Arguments:
            path: a template or a folder.
            direction: which way the APIs are to go.

        Raises:
            RequestError: the path or the direction is refused.
        """
        way = _direction(direction)
        here = self.place.inside(path)
        targets = [target for target in find([str(here)]) if self._is_inside(target)]
        told = [entry for target in targets[:MOST_TEMPLATES] for entry in self._states(target, way)]
        return answers.bounded({"templates": told, "templates_left_out": max(0, len(targets) - MOST_TEMPLATES)})

    def preview(self, asked: AgentRequest, patch_from: int = 0) -> dict[str, Any]:
        """What a migration would do: APIs, findings, proof, plan, patch. Nothing is written.

        Arguments:
            asked: what to migrate, and how.
            patch_from: line of the patch to begin at, from 0.

        Raises:
            RequestError: what is asked for is refused.
        """
        _, result = self._migrated(asked)
        return answers.migration(result, self.place, start=max(0, patch_from))

    def migrate(self, asked: AgentRequest) -> dict[str, Any]:
        """Migrate, and write the template and what changes along with it: all files or none.

        Arguments:
            asked: what to migrate, and how.

        Raises:
            RequestError: what is asked for is refused, or this server writes nothing.
        """
        if not self.writes:
            raise RequestError("this server was started without --write: take the patch of preview instead")
        task, result = self._migrated(asked)
        self.place.check(result.changes)
        ((_, result),) = Keeper([task], allow_dirty=False).settled(0, result)
        written = [self.place.shown(change.source.path) for change in result.changes]
        return answers.bounded({**answers.migration(result, self.place), "written": written})

    def replay_handlers(self, asked: AgentRequest) -> dict[str, Any]:
        """Run the old and the new handlers on the same requests, and compare their answers.

        Arguments:
            asked: what to migrate, and how.

        Raises:
            RequestError: what is asked for is refused, or this server runs no code.
        """
        if not self.runs:
            raise RequestError("this server was started without --run-handlers: it runs no code of the project")
        _, result = self._migrated(asked, run_handlers=True)
        return answers.migration(result, self.place)

    def verify(self, before: str, after: str) -> dict[str, Any]:
        """Compare the routes and the access control of two templates, and plan the deployment of the second.

        Arguments:
            before: the template that is deployed.
            after: the one that is to follow, such as one that an agent wrote.

        Raises:
            RequestError: a path is refused, or a template does not compile.
        """
        old, new = (self._source(path) for path in (before, after))
        try:
            found = compare(old, new)
        except ComparisonError as error:
            raise RequestError(answers.text(f"{(before, after)[error.side]}: {error}")) from None
        return _compared(found)

    def explain(self, code: str) -> dict[str, Any]:
        """What a finding means, why it matters, and how to go on.

        Arguments:
            code: as findings show it.

        Raises:
            RequestError: there is no such code.
        """
        with _refusing():
            found = arguments.known(code[:100], arguments.codes(), "explain")
        (entry,) = json.loads(rules.json_of([found]))["codes"]
        told: dict[str, Any] = entry
        return told

    def _migrated(self, asked: AgentRequest, *, run_handlers: bool = False) -> tuple[Task, Migration]:
        path = self.place.template(asked.template)
        way = _direction(asked.direction)
        settings = self._settings(way)
        with _refusing():
            given = {"accept": asked.accept, "audiences": asked.audience, "stage": asked.stage}
            settings = settings.without([name for name, value in given.items() if value])
            options = _options(asked)
            names = tuple(names_in(vars(options)))
            refuse_unknown(names, [self._source(asked.template)] if names else [], way)
            wanted = settings.for_template(settings.added_to(options), str(path))
        task = Task(Target(str(path), named=True), way, wanted, verify=True, run_handlers=run_handlers)
        result = perform(task)
        if not result.source.text:
            raise RequestError("this is no SAM template" if not result.error else answers.text(result.error))
        return task, documented(result, settings.site())

    def _is_inside(self, target: Target) -> bool:
        try:
            self.place.template(target.path)
        except RequestError:
            return False
        return True

    def _states(self, target: Target, way: Direction) -> Iterator[dict[str, Any]]:
        settings = self._settings(way)
        for each in stands(target, way, settings.of_template(target.path)):
            yield {
                "template": self.place.shown(each.path),
                "error": answers.text(each.error) or None,
                "apis": [_state(state) for state in each.apis[: answers.MOST_APIS]],
                "apis_left_out": max(0, len(each.apis) - answers.MOST_APIS),
            }

    def _settings(self, way: Direction) -> Config:
        with _refusing():
            return config.load(self.place.root).applied_to(way.value)

    def _source(self, path: str) -> Source:
        with _refusing():
            source = read(Target(str(self.place.template(path)), named=True))
        if source is None:
            raise RequestError("this is no SAM template")
        return replace(source, path=str(Path(source.path)))


@contextmanager
def _refusing() -> Generator[None, None, None]:
    """Refuse what cannot be understood or read, in one line."""
    try:
        yield
    except (ArgumentError, SourceError) as error:
        raise RequestError(answers.text(str(error))) from None


def _direction(name: str) -> Direction:
    with _refusing():
        return Direction(arguments.choice("direction", name[:100], arguments.DIRECTIONS))


def _options(asked: AgentRequest) -> Options:
    """The options that a request asks for.

    Raises:
        ArgumentError: one of them cannot be understood.
    """
    step = arguments.choice("step", asked.step, STEPS) if asked.step else ""
    given = {f"--{step}": step, "payload": asked.payload if asked.payload == "2.0" else "", "stage": asked.stage}
    refuse({name: value for name, value in {**given, "audience": asked.audience}.items() if value})
    return Options(
        accept=arguments.accepted(asked.accept),
        apis=tuple(asked.apis),
        audiences=arguments.audiences(asked.audience),
        stage=arguments.stage(asked.stage) if asked.stage else None,
        payload=arguments.payload(asked.payload),
        **{name.replace("-", "_"): name == step for name in STEPS},  # type: ignore[arg-type]
    )


def _state(state: ApiState) -> dict[str, Any]:
    return {
        "id": answers.text(state.id),
        "kind": state.kind,
        "step": state.point.value,
        "next": state.next or None,
        "blockers": list(state.blockers),
        "reason": answers.text(state.reason),
    }


def _compared(found: Comparison) -> dict[str, Any]:
    return {
        "status": found.status.value,
        "differences": answers.sentences([d.sentence for d in found.differences]),
        "weaker": any(d.weaker for d in found.differences),
        "not_compared": answers.sentences(found.uncompared),
        "plan": answers.sentences(found.plan.lines),
        "refused_by_cloudformation": found.plan.refused,
    }
