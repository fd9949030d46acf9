"""Who owns a template, as CODEOWNERS says it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FILES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
"""Where it is looked for; the first one counts. Source:
https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners"""
_MOST = 3 << 20
"""Larger files are not loaded. Source: the same page, "CODEOWNERS file size"."""
_PARTS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|[^*?]+")


@dataclass(frozen=True)
class Owners:
    """The owners of one repository's files.

    Arguments:
        rules: patterns with the first owner of each, in the order of the file; an empty one takes owners away.
    """

    rules: Sequence[tuple[re.Pattern[str], str]] = ()

    @classmethod
    def of(cls, root: Path) -> Owners:
        """Read the owners of a repository; nobody where it names none.

        Arguments:
            root: its folder.
        """
        for name in FILES:
            try:
                file = root / name
                if file.is_file() and file.resolve().is_relative_to(root) and file.stat().st_size <= _MOST:
                    return cls.parse(file.read_text(encoding="utf-8", errors="replace"))
            except (OSError, RuntimeError):
                continue
        return cls()

    @classmethod
    def parse(cls, text: str) -> Owners:
        """Read the text of a file.

        Arguments:
            text: a pattern and its owners a line.
        """
        rules = []
        for line in text.splitlines():
            words = re.split(r"(?<!\\)\s+", re.split(r"(?:^|\s)#", line)[0].strip())
            if words[0] and not words[0].startswith(("[", "^[")):  # sections of GitLab
                rules.append((_pattern(words[0].replace("\\ ", " ")), words[1] if len(words) > 1 else ""))
        return cls(rules)

    def owner(self, path: str) -> str:
        """The first owner of a file; empty for none. The last pattern that fits it counts.

        Arguments:
            path: from the root of the repository.
        """
        return next((owner for pattern, owner in reversed(self.rules) if pattern.fullmatch(path)), "")


def _pattern(text: str) -> re.Pattern[str]:
    """A pattern of CODEOWNERS, which are those of .gitignore with few exceptions."""
    anchored = "/" in text.rstrip("/")
    inner = text.strip("/") or "**"
    meaning = {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    body = "".join(meaning.get(part) or re.escape(part) for part in _PARTS.findall(inner))
    below = "/.*" if text.endswith("/") else "" if inner.endswith("/*") else "(?:/.*)?"
    return re.compile(f"{'' if anchored else '(?:.*/)?'}{body}{below}", re.DOTALL)
