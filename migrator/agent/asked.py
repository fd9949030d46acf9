"""How an agent says what to migrate, with the words that it reads in the schema of the tools."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

STEPS = ("side-by-side", "switch", "finish", "undo")
LONGEST = 1024
"""Characters of a text, and entries of a list."""

Path = Annotated[str, Field(description="A path, from the folder of this server.", max_length=LONGEST)]
Way = Annotated[str, Field(description="to-http or to-rest.", max_length=LONGEST)]
Word = Annotated[str, Field(max_length=LONGEST)]


@dataclass(frozen=True)
class AgentRequest:
    """What to migrate, and how; the options are those of the command line."""

    # A misspelled `apis` would mean all of them.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    template: Path
    direction: Way = "to-http"
    step: Annotated[
        str,
        Field(
            description="Empty: at once. For an API with clients: side-by-side, then switch, then finish. Or undo.",
            max_length=LONGEST,
        ),
    ] = ""
    accept: Annotated[
        list[Word],
        Field(description="Losses that are taken by name: CODE:API, or CODE for every API.", max_length=LONGEST),
    ] = field(default_factory=list)
    apis: Annotated[list[Word], Field(description="Logical ids of APIs; none for all.", max_length=LONGEST)] = field(
        default_factory=list
    )
    audience: Annotated[
        list[Word], Field(description="AUTHORIZER=CLIENT_ID for Cognito authorizers.", max_length=LONGEST)
    ] = field(default_factory=list)
    stage: Annotated[str, Field(description="default, keep or a name; empty: the usual.", max_length=LONGEST)] = ""
    payload: Annotated[str, Field(description="Format of events: 1.0 or 2.0.", max_length=LONGEST)] = "1.0"
