"""Patterns in ARNs of an API: ``*`` and ``?`` in the place of its stage, which may fit one name and not another."""

from __future__ import annotations

import re

from migrator.concern import View
from migrator.sam.patterns import fits

from .addresses import Address
from .named_stage import new_stage


def unfitting(view: View, where: Address) -> str | None:
    """Why a pattern behind the API's id does not mean the new stage as it means the old one; None where it does.

    Source: IAM user guide, reference_policies_elements_resource, and apigateway-control-access-using-iam-policies-to-invoke-api
    (``*`` stands for any characters, slashes too, and ``?`` for one).

    Arguments:
        view: the API on its way.
        where: a text with the API's id.
    """
    new, old = new_stage(view), view.stage.name
    text = _literal(where)
    if new is None or where.kind != "arn" or not re.search("[*?]", text):
        return None
    return _unfitting(text, old, new)


def _unfitting(text: str, old: str | None, new: str) -> str | None:
    if not text.startswith("/"):  # `*prod*`: whether the stage or a part of the path is meant cannot be told
        meant = f"The pattern `{text}` contains stage `{old}`, which will be called `{new}`."
        return meant if old and old in text else None
    pattern = text[1:].split("/")[0]
    if not re.search("[*?]", pattern) or fits(pattern, new):
        return None
    if old is not None and fits(pattern, old):
        return f"The pattern `{pattern}` matches stage `{old}`, but not `{new}`, the new name of the stage."
    return f"The pattern `{pattern}` does not match `{new}`, the new name of the stage."


def _literal(where: Address) -> str:
    """What follows the id, where all of it is literal text; empty otherwise."""
    parts = []
    for index in range(where.text.behind, len(where.text.row.pieces)):
        piece = where.text.row.pieces[index]
        if piece.kind != "text":
            return ""
        parts.append(piece.text)
    return "".join(parts)
