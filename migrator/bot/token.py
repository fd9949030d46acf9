"""The token: taken from the environment alone, and kept out of everything that is printed."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

from .kinds import KINDS, ForgeKind

SECRETS = frozenset(name for kind in KINDS for name in (*kind.tokens, kind.job_token) if name)
"""Variables that programs which the bot starts do not see."""
_HIDDEN = "***"


@dataclass(frozen=True)
class Token:
    """A secret that its own representation does not show.

    Arguments:
        value: the secret.
    """

    value: str = field(repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str], kind: ForgeKind) -> Token | None:
        """The token that the environment holds for a kind of forge; None without one."""
        return next((cls(value) for name in kind.tokens if (value := environment.get(name, "").strip())), None)

    @property
    def basic(self) -> str:
        """The token as HTTP's basic authentication takes it, for git; to GitLab any name will do."""
        return base64.b64encode(f"x-access-token:{self.value}".encode()).decode()

    def hide(self, text: str) -> str:
        """Blank out the token where another program repeated it."""
        return text.replace(self.value, _HIDDEN).replace(self.basic, _HIDDEN)
