"""Lists of a CORS configuration that are one text of a REST API: headers and methods."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from migrator.concern import Step, View
from migrator.findings import Level
from migrator.sam.references import references
from migrator.text.node import Node
from migrator.text.values import Value, arguments, items_of, literal

from .codes import CORS_PARAMETER, CORS_VALUE
from .fact import Cors, Name
from .values import EXPRESSION, split, texts_of, unquoted_list

UNSEEN = "We cannot tell where the inner quotes of `{}` are."
STRAY = "Correct the text: one pair of inner quotes around the whole value, none inside."


def list_for_http(view: View, cors: Cors, name: Name, node: Node) -> Generator[Step, None, Value]:
    """What a list of headers or methods becomes, and what of it is not known or would never match.

    Arguments:
        cors: the configuration that it is of.
        name: which list.
        node: the text that holds it.
    """
    text, key = literal(node), cors.key(name)
    if text is not None and not EXPRESSION.match(text):
        yield from _stray_quotes(view, key, node, split(text))
        return [*split(text)]
    bare = unquoted_list(view, node) if text is None else None
    if text is None and _is_spaced(view, node):
        what = f"Values of `{key}` have spaces between them, which would become parts of them."
        yield view.find(CORS_VALUE, what, node, remedy="Take the spaces out of the values, deploy that, and run again.")
    elif bare is not None:
        yield from _given_at_deployment(view, key, node)
        return bare
    else:
        yield view.find(CORS_VALUE, UNSEEN.format(key), node)
    return [node]


def _stray_quotes(view: View, key: str, node: Node, items: Sequence[str]) -> Iterator[Step]:
    for item in items:
        if "'" in item:
            what = f"`{item}` in `{key}` has a stray quote; browsers never match it."
            yield view.find(CORS_VALUE, what, node, remedy=STRAY)


def _given_at_deployment(view: View, key: str, node: Node) -> Iterator[Step]:
    """Say which parameters a list comes from whose values nobody has listed."""
    if names := [name for name in parameters_of(view, node) if not _values(view, name)[1:]]:
        what = f"The values of `{key}` come from parameter `{', '.join(names)}`. They must be separated by commas without spaces."
        remedy = "Check the values that you deploy with: `GET,POST`, not `GET, POST`."
        yield view.find(CORS_PARAMETER, what, node, remedy=remedy, level=Level.WARNING)


def _is_spaced(view: View, node: Node) -> bool:
    """Whether a value has spaces that only a REST API takes: where CloudFormation splits a text it keeps them."""
    values = [each for name in parameters_of(view, node) for each in _values(view, name)]
    return any(" " in (text or "") for text in (*map(literal, values), *texts_of(view, node)))


def parameters_of(view: View, node: Node) -> list[str]:
    """Parameters that a value is made of; not those that only say which text of a mapping it is."""
    return [name for name in _names_in(node) if name in view.template.parameters]


def _values(view: View, parameter: str) -> list[Node | None]:
    """The default of a parameter, and the values that it may have where it lists them."""
    node = view.template.parameters[parameter]
    return [node.get("Default"), *items_of(node.get("AllowedValues"))]


def _names_in(node: Node) -> dict[str, None]:
    """What an origin is made of, by name; not what only says which text of a mapping it is."""
    keys = {id(key) for inner in node.walk() for part in arguments(inner, "FindInMap", 3) for key in part.walk()}
    return dict.fromkeys(each.name for each in references(node) if id(each.scalar) not in keys)
