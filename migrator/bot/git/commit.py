"""A commit as git stores it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMITTER = re.compile(r"^committer [^<\n]*<([^>\n]*)> ", re.MULTILINE)
_NAMED = re.compile(r"^(tree|parent) ([0-9a-f]{40,64})$", re.MULTILINE)


@dataclass(frozen=True)
class Commit:
    """One commit: the hashes of its tree and its parents, its message, and the mail address of its committer."""

    tree: str
    parents: tuple[str, ...]
    message: str
    committer: str

    @classmethod
    def read(cls, text: str) -> Commit:
        """Take apart what ``git cat-file commit`` prints."""
        head, _, message = text.partition("\n\n")
        named = _NAMED.findall(head)
        committer = _COMMITTER.search(head)
        return cls(
            next((sha for name, sha in named if name == "tree"), ""),
            tuple(sha for name, sha in named if name == "parent"),
            message,
            committer[1] if committer else "",
        )
