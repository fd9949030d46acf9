"""What names stand for: constants, loggers and functions of Python itself. A name alone proves nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

import libcst as cst

from .attributes import attribute
from .code import Module
from .endings import falls_through, statements
from .outlines import LOG_METHODS, touched
from .trees import assigned, counted, dotted, literal

if TYPE_CHECKING:
    from .program import Program

LOGGERS: Final = frozenset(
    {
        "logging.getLogger",
        "logging.LoggerAdapter",
        "aws_lambda_powertools.Logger",
        "aws_lambda_powertools.logging.Logger",
        "aws_lambda_powertools.logging.logger.Logger",
        "structlog.get_logger",
        "structlog.getLogger",
    }
)
"""What makes a logger, by its full name."""

LOG_MODULES: Final = frozenset({"logging", "loguru.logger"})
CASE_FREE: Final = frozenset(
    {
        "requests.structures.CaseInsensitiveDict",
        "multidict.CIMultiDict",
        "multidict.CIMultiDictProxy",
        "werkzeug.datastructures.Headers",
        "email.message.Message",
    }
)
"""Mappings that find names in any case."""

SHOWING: Final = frozenset({"pprint.pprint", "pprint.pp"})
BUILT_IN: Final = frozenset({"str", "repr", "len", "type", "bool", "isinstance", "print", "format"})
COPIES: Final = frozenset({"copy.copy", "copy.deepcopy"})
RENDERERS: Final = frozenset({"json.dumps", "pprint.pformat", "simplejson.dumps", *COPIES})
SENDERS: Final = frozenset(
    {"boto3", "botocore", "aioboto3", "requests", "httpx", "urllib3", "sentry_sdk", "aws_xray_sdk"}
)
"""Libraries that send what they are given elsewhere, and look up no names in it."""

MAX_HOPS: Final = 4


def built_in(module: Module, node: cst.CSTNode, local: Collection[str]) -> str:
    """The name of a function of Python itself that an expression is; empty for anything else."""
    if not isinstance(node, cst.Name) or node.value in local or node.value not in BUILT_IN:
        return ""
    return "" if module.bound.get(node.value) or module.star else node.value


def foreign(program: Program, module: Module, node: cst.CSTNode, local: Collection[str]) -> str:
    """The full name of something that is imported from outside the package; empty where that is not certain."""
    head = dotted(node).partition(".")[0]
    name = module.global_name(node) if head and not module.hides(head, local) else None
    if name is None:
        return ""
    parts = name.split(".")
    own = any(program.package.module(".".join(parts[:end])) is not None for end in range(1, len(parts) + 1))
    return "" if own or touched(program.sets, name) else name


def constant(program: Program, module: Module, node: cst.CSTNode, local: Collection[str]) -> cst.SimpleString | None:
    """The literal text that an expression is, or that a name of a module always holds."""
    if (found := literal(node)) is not None:
        return found
    if isinstance(node, cst.Name) and node.value not in local and node.value in module.constants:
        return module.constants[node.value]
    head = dotted(node).partition(".")[0]
    if module.hides(head, local):
        return None
    full = (module.global_name(node) if head else None) or ""
    owner, _, name = full.rpartition(".")
    other = program.quietly(owner) if owner else None
    if other is not None and other is not module and name in other.constants:
        return other.constants[name]
    return _of_class(program, module, dotted(node)) or _of_class(program, module, full)


def _of_class(program: Program, module: Module, name: str) -> cst.SimpleString | None:
    """The text that an attribute of a class always is: ``Header.USER``, of an ``Enum`` its ``.value``."""
    path = name.removesuffix(".value")
    place, _, attribute = path.rpartition(".")
    holder, _, owner = place.rpartition(".")
    where = program.quietly(holder) if holder else module
    if not owner or where is None or where.bound.get(owner) != 1:
        return None
    found = [n for n in where.tree.body if isinstance(n, cst.ClassDef) and n.name.value == owner]
    bases = {dotted(arg.value).rpartition(".")[2] for each in found for arg in each.bases}
    if len(found) != 1 or not bases <= {"str", "Enum", "StrEnum", "object"} or found[0].decorators:
        return None
    if not _is_text(bases, by_value=path != name):
        return None
    values = list(assigned(found[0].body, attribute))
    text = literal(values[0]) if len(values) == 1 else None
    return None if touched(program.sets, f"{where.name}.{owner}.{attribute}") else text


def _is_text(bases: Collection[str], *, by_value: bool) -> bool:
    """Whether what a class with such bases holds is a text, by itself or by its ``.value``."""
    is_enum = "Enum" in bases or "StrEnum" in bases
    return is_enum if by_value else not is_enum or "str" in bases or "StrEnum" in bases


def shows(program: Program, module: Module, call: cst.Call, local: Collection[str]) -> bool:
    """Whether a call only writes its arguments into a log."""
    func = call.func
    named = foreign(program, module, func, local)
    if built_in(module, func, local) == "print" or named in SHOWING:
        return True
    if named.startswith("logging.") and named.partition(".")[2] in LOG_METHODS:
        return True
    if not isinstance(func, cst.Attribute) or func.attr.value not in LOG_METHODS:
        return False
    return logger(program, module, func.value, local)


def renders(program: Program, module: Module, call: cst.Call, local: Collection[str]) -> bool:
    """Whether a call only makes a text, a copy or a measure of its argument."""
    if isinstance(call.func, cst.Attribute) and call.func.attr.value == "format":
        return isinstance(call.func.value, (cst.SimpleString, cst.ConcatenatedString))
    known = built_in(module, call.func, local)
    return known in ("str", "repr", "len", "type") or foreign(program, module, call.func, local) in RENDERERS


def logger(
    program: Program, module: Module, node: cst.BaseExpression, local: Collection[str], hops: int = MAX_HOPS
) -> bool:
    """Whether an expression is a logger of a known library, by where it was made."""
    if foreign(program, module, node, local) in LOG_MODULES:
        return True
    if isinstance(node, cst.Call):
        return foreign(program, module, node.func, local) in LOGGERS or _gives_logger(program, module, node, hops)
    if not hops or not isinstance(node, (cst.Name, cst.Attribute)):
        return False
    if isinstance(node, cst.Attribute):
        held = attribute(program, module, module.function_of(node), node, steady=True)
        if held is not None:
            own = counted(held[1]) if held[1] is not None else ()
            return logger(program, held[0], held[2], own, hops - 1)
    if isinstance(node, cst.Name) and node.value in local:
        around = module.function_of(node)
        values = list(assigned(around, node.value)) if around is not None else []
        return bool(values) and all(logger(program, module, value, (), hops - 1) for value in values)
    if isinstance(node, cst.Name) and module.bound.get(node.value) == 1 and node.value not in module.imports:
        values = list(assigned(module.tree, node.value))
        return bool(values) and all(logger(program, module, value, (), hops - 1) for value in values)
    owner, _, name = (module.global_name(node) or "").rpartition(".")
    other = program.quietly(owner) if owner else None
    if other is None or other is module:
        return False
    return logger(program, other, cst.Name(name), (), hops - 1)


def _gives_logger(program: Program, module: Module, node: cst.Call, hops: int) -> bool:
    """Whether the functions of the package that a call runs return a logger, all of them and on every way."""
    found = program.called(module, node.func, module.function_of(node)) if hops else []
    return bool(found) and all(
        not falls_through(called.body)
        and all(
            one.value is not None and logger(program, owner, one.value, counted(called), hops - 1)
            for one in statements(called)
        )
        and all(program.leaves_alone(owner, one) for one in called.decorators)
        for owner, called, _ in found
    )


def strings(module: Module) -> Iterator[tuple[cst.CSTNode, str]]:
    """Literal texts of a file, the parts of f-strings included."""
    for part in module.of(cst.SimpleString, cst.FormattedStringText):
        if isinstance(part, cst.SimpleString) and isinstance(part.evaluated_value, str):
            yield part, part.evaluated_value
        elif isinstance(part, cst.FormattedStringText):
            yield part, part.value


def makes_dict(module: Module, func: cst.BaseExpression, local: Collection[str]) -> bool:
    """Whether what is called is Python's own ``dict``, and no function of that name."""
    named = isinstance(func, cst.Name) and func.value == "dict"
    hidden = "dict" in local or "dict" in module.imports or bool(module.bound.get("dict")) or module.star
    return named and not hidden
