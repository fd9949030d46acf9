"""What a deployment will do, and what a person does by hand, as values that reports are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

REFUSED = "the deployment over the present stack fails"
"""What is said of a plan that cannot succeed."""
MOST_NAMED = 4
"""How many resources of one type a line names; the JSON report names all."""


class Action(str, Enum):
    """What CloudFormation does with one resource when the new template is deployed over the old one."""

    ADD = "add"
    CHANGE = "change"
    REPLACE = "replace"
    """Created anew under its logical id, and the old one deleted."""
    CHANGE_OR_REPLACE = "change_or_replace"
    """Changed in place or replaced: the values decide, or a provider that nothing is known of."""
    DELETE = "delete"
    LEAVE = "leave"
    """Leaves the stack and stays in the account: its deletion policy says so."""


SIGNS = {
    Action.ADD: "+",
    Action.CHANGE: "~",
    Action.REPLACE: "-/+",
    Action.CHANGE_OR_REPLACE: "~/+",
    Action.DELETE: "-",
    Action.LEAVE: "!",
}


@dataclass(frozen=True)
class Change:
    """One resource that a deployment touches.

    Arguments:
        action: what happens to it.
        id: its logical id.
        type: its type; the old one for a deletion.
    """

    action: Action
    id: str
    type: str


@dataclass(frozen=True)
class Trap:
    """Something about a deployment that a list of resources does not show.

    Arguments:
        name: kebab-case, stable, such as ``type-change``.
        sentence: what will happen and what to do.
        refused: whether CloudFormation refuses or rolls back the deployment because of it.
    """

    name: str
    sentence: str
    refused: bool = False


@dataclass(frozen=True)
class Plan:
    """What CloudFormation will do.

    Arguments:
        changes: the resources that it touches.
        traps: what to know before; those that stop the deployment come first.
        new_url: whether the address of an API changes.
    """

    changes: tuple[Change, ...] = ()
    traps: tuple[Trap, ...] = ()
    new_url: bool = False

    @property
    def refused(self) -> bool:
        """Whether the deployment over the present stack cannot succeed."""
        return any(trap.refused for trap in self.traps)

    @property
    def summary(self) -> str:
        """One line, such as ``Plan: 3 to add, 1 to change, 3 to delete; endpoint URL changes``."""
        counts = {action: sum(change.action is action for change in self.changes) for action in Action}
        always = (Action.ADD, Action.CHANGE, Action.DELETE)
        told = [(action.value.replace("_", " "), n) for action, n in counts.items() if n or action in always]
        parts = [f"{count} to {what}" for what, count in told]
        notes = [
            *(["endpoint URL changes"] if self.new_url else []),
            *([REFUSED] if self.refused else []),
        ]
        return "; ".join([f"Plan: {', '.join(parts)}", *notes])

    @property
    def lines(self) -> tuple[str, ...]:
        """The plan as sentences: summary, traps, resources."""
        return (self.summary, *(trap.sentence for trap in self.traps), *self.resources)

    @property
    def resources(self) -> tuple[str, ...]:
        """One line for each action and type, such as ``+ AWS::ApiGatewayV2::Api OrdersHttpApi``."""
        return tuple(self._grouped())

    def _grouped(self) -> Iterator[str]:
        groups: dict[tuple[Action, str], list[str]] = {}
        for change in self.changes:
            groups.setdefault((change.action, change.type), []).append(change.id)
        for action in Action:
            for (found, kind), names in groups.items():
                if found is action:
                    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
                    yield f"{SIGNS[action]} {kind} {', '.join(names[:MOST_NAMED])}{more}"


@dataclass(frozen=True)
class GuideStep:
    """One thing to do.

    Arguments:
        text: what, and why.
        commands: lines for a POSIX shell; every value in them is quoted.
        check: how to see that it went well.
        back: lines that take it back.
        docs: the AWS page that documents it.
        rehearse: whether AWS documents it nowhere, so that it has to be tried in a test account first.
    """

    text: str
    commands: tuple[str, ...] = ()
    check: str = ""
    back: tuple[str, ...] = ()
    docs: str = ""
    rehearse: bool = False


@dataclass(frozen=True)
class GuideSection:
    """Things to do together.

    Arguments:
        title: what they are for.
        steps: in their order.
    """

    title: str
    steps: tuple[GuideStep, ...]
