"""Patterns of IAM: ``*`` is any text, slashes too, and ``?`` any one character."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> re.Pattern[str]:
    """Compile a pattern; it takes a time that grows with the lengths of pattern and text, however many stars there are.

    Source: IAM user guide, reference_policies_elements_resource.

    Arguments:
        pattern: as a policy has it.
    """
    first, *others = ("".join("." if sign == "?" else re.escape(sign) for sign in part) for part in pattern.split("*"))
    if not others:
        return re.compile(first, re.DOTALL)
    *middle, last = others
    # What stands between two stars is taken where it comes first, once and for all: a later place could only fit worse.
    once = (f"(?=(?P<part{number}>.*?{part}))(?P=part{number})" for number, part in enumerate(filter(None, middle)))
    return re.compile("".join([first, *once, f".*{last}"]), re.DOTALL)


def fits(pattern: str, name: str) -> bool:
    """Whether a pattern stands for a name, such as that of a stage.

    Arguments:
        pattern: as a policy has it.
        name: all of what it may stand for.
    """
    return matcher(pattern).fullmatch(name) is not None
