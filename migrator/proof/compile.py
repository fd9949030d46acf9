"""Compile a SAM template to CloudFormation, offline and without touching the process around it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..sam.kinds import API_TYPES
from . import sdk
from .document import CompileError, loaded, one_line
from .intrinsics import REGION, referenced
from .packaging import import_bodies, include, packaged, uploaded, within
from .reduction import Path, without
from .shapes import mapping, properties_of
from .values import NO_VALUE
from .written_values import PLACEHOLDER

__all__ = ["CompileError", "compiled"]


# Parameter types whose values are not free text. Lists come as comma-joined text, as CloudFormation passes them.
PLACEHOLDERS = {"Number": "1", "List<Number>": "1,2"}


NETWORKS = {"SourceVpcWhitelist": "IntrinsicVpceWhitelist", "SourceVpcBlacklist": "IntrinsicVpceBlacklist"}
"""Lists of networks that SAM reads -> those that it copies."""


@dataclass(frozen=True)
class _Session:
    """What the translator wants of a boto3 session. A real one reads the user's profile, which may not even exist."""

    region_name: str = REGION


def compiled(
    text: str,
    files: Mapping[str, str] | None = None,
    left_out: Sequence[Path] = (),
    unset: Collection[str] = (),
) -> dict[str, Any]:
    """Compile a SAM template.

    Parameters take their default, else a placeholder that names them; the value used is in ``Parameters.*.Default``.
    Parameters that authorizers mention stay unresolved: the translator resolves them for REST APIs and not for
    HTTP APIs, so with values in place one pool could not be told from another.

    Arguments:
        text: the template, YAML or JSON.
        files: texts of the files that hold definitions of its APIs, by the address that the template gives them.
        left_out: paths of parts that are not compiled.
        unset: parameters that get no value, whatever their default.

    Raises:
        CompileError: the text is no template, or the translator refuses it.
    """
    found: dict[str, Any] = json.loads(_compiled(text, tuple((files or {}).items()), tuple(left_out), frozenset(unset)))
    return found


@lru_cache(maxsize=4)
def _compiled(text: str, files: tuple[tuple[str, str], ...], left_out: tuple[Path, ...], unset: frozenset[str]) -> str:
    """A compiled template as JSON. A template is compiled for each step and direction that is tried of it."""
    document = without(loaded(text), left_out)
    include(document, dict(files))
    document = without(document, left_out)  # what is left out of a definition stands in the template only by now
    bodies = {name: without(body, within(name, left_out)) for name, body in uploaded(document, dict(files)).items()}
    template = _resolved(packaged(document), unset)
    import_bodies(template, bodies)
    done = json.dumps(template)
    return json.dumps(json.loads(done, object_hook=_without_nothing)) if "AWS::NoValue" in done else done


def _without_nothing(value: dict[str, Any]) -> dict[str, Any]:
    """A map without what CloudFormation leaves out; a branch of a condition stays."""
    if "Fn::If" in value:
        return value
    kept = {key: inner for key, inner in value.items() if inner != NO_VALUE}
    return {k: [each for each in v if each != NO_VALUE] if isinstance(v, list) else v for k, v in kept.items()}


def _resolved(document: dict[str, Any], unset: frozenset[str]) -> dict[str, Any]:
    parameters = _parameters(document) | {name: f"{PLACEHOLDER}{name}" for name in unset}
    unresolved = _resolved_for_one_kind(document) & parameters.keys()
    _keep_unknown_networks(document, parameters)
    try:
        return _translated(document, parameters, unresolved)
    except CompileError:
        if not unresolved:
            raise
    # A parameter that also stands where SAM insists on a value, such as AutoPublishAlias.
    return _translated(document, parameters, frozenset())


def _keep_unknown_networks(value: Any, parameters: Mapping[str, Any]) -> None:
    """Name networks that only a deployment knows where SAM writes what it does not understand, in place.

    Of what ``SourceVpcWhitelist`` lists it leaves out all that does not begin with ``vpc-`` or ``vpce-``.
    """
    for key, inner in list(value.items()) if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, (dict, list)):
            _keep_unknown_networks(inner, parameters)
        if key not in NETWORKS or not isinstance(inner, list):
            continue
        later = [each for each in inner if _is_unknown_network(each, parameters)]
        if later:
            value[key] = [each for each in inner if each not in later]
            value[NETWORKS[key]] = [*(value.get(NETWORKS[key]) or []), *later]


def _is_unknown_network(item: Any, parameters: Mapping[str, Any]) -> bool:
    name = mapping(item).get("Ref")
    return isinstance(name, str) and name in parameters and not str(parameters[name]).startswith(("vpc-", "vpce-"))


def _translated(document: dict[str, Any], parameters: dict[str, Any], unresolved: frozenset[str]) -> dict[str, Any]:
    with sdk.on_demand():
        from samtranslator.parser.parser import Parser
        from samtranslator.translator.translator import Translator

    # The translator works in place; a JSON round trip is the copy that also undoes YAML aliases.
    document = json.loads(json.dumps(document))
    for name in unresolved:
        document["Parameters"][name].pop("Default", None)
    values = {name: value for name, value in parameters.items() if name not in unresolved}
    with _quiet(), _policy_templates_read_once():
        # The empty map keeps managed policies from being looked up with IAM.
        translator = Translator({}, Parser(), boto_session=_Session())
        try:
            template: dict[str, Any] = translator.translate(document, values)
        except Exception as error:  # the translator raises whatever a template makes it stumble on
            raise CompileError(_message(error)) from None
        finally:
            translator.metrics.publish()  # to nowhere; unpublished metrics are complained about at exit
        plain: dict[str, Any] = json.loads(json.dumps(template, default=str))
    for name, value in parameters.items():
        plain["Parameters"][name]["Default"] = value
    return plain


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the translator's log off the terminal, and its region out of later calls."""
    from samtranslator.translator.arn_generator import ArnGenerator

    logger = logging.getLogger("samtranslator")
    level, region = logger.level, ArnGenerator.BOTO_SESSION_REGION_NAME
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)
        ArnGenerator.BOTO_SESSION_REGION_NAME = region


@contextmanager
def _policy_templates_read_once() -> Iterator[None]:
    """Let every translator have the policy templates that it brings along, which take longer than most templates.

    Each translator reads them and checks them against their JSON schema; what it makes of them has no state.
    Source: samtranslator, ``make_policy_template_for_function_plugin``, 1.115.0.
    """
    from samtranslator.translator import translator

    name = "make_policy_template_for_function_plugin"
    make = getattr(translator, name, None)
    if make is None:
        yield
        return
    setattr(translator, name, lambda: _made(make))
    try:
        yield
    finally:
        setattr(translator, name, make)


@lru_cache(maxsize=1)
def _made(make: Callable[[], Any]) -> Any:
    return make()


def _parameters(document: dict[str, Any]) -> dict[str, Any]:
    """The value of every parameter that is declared as one."""
    declared = mapping(document.get("Parameters"))
    return {name: _value(name, entry) for name, entry in declared.items() if isinstance(entry, dict)}


def _value(name: str, parameter: dict[str, Any]) -> Any:
    default, allowed = parameter.get("Default"), parameter.get("AllowedValues")
    if default is not None:
        return default
    if isinstance(allowed, list) and allowed:
        return allowed[0]
    kind = parameter.get("Type")
    if kind == "Number" and "MinValue" in parameter:
        return str(parameter["MinValue"])
    unknown = f"{PLACEHOLDER}{name}"
    return PLACEHOLDERS.get(kind, unknown) if isinstance(kind, str) else unknown


def _resolved_for_one_kind(document: dict[str, Any]) -> frozenset[str]:
    """Names of the parameters that authorizers and CORS settings refer to."""
    resources = mapping(document.get("Resources")).values()
    found = [properties_of(r) for r in map(mapping, resources) if str(r.get("Type")) in API_TYPES]
    found += [mapping(mapping(document.get("Globals")).get(section)) for section in ("Api", "HttpApi")]
    parts = [part for p in found for part in (mapping(p.get("Auth")).get("Authorizers"), p.get("CorsConfiguration"))]
    return frozenset(n for part in parts for n in referenced(part))


def _message(error: BaseException) -> str:
    """One line for what the translator raised: the causes of a document error, else the error itself."""
    causes = getattr(error, "causes", None)
    if isinstance(causes, list) and causes:
        return "; ".join(_message(cause) for cause in causes)
    text = getattr(error, "message", None) or str(error)
    return one_line(text if hasattr(error, "message") else f"{type(error).__name__}: {text}".rstrip(": "))
