"""What may differ between an API of one kind and the API of the other kind that takes its place, without a loss."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from ..sam.extensions import AUTH_TYPE
from ..sam.kinds import DEFAULT_STAGE
from .access import TOKEN
from .attached.reading import LEFT, OTHER
from .endpoints import HTTP_TLS, PUBLIC_TLS, least_tls
from .normal import Normal

REST_ONLY: Final = ("endpoint", "address_type", "key_source", "mode", "binary", "compression", "left_behind")
"""Settings of a REST API without a counterpart, whose loss lets nobody in: an HTTP API is regional and IPv4, has no
keys (each route says whether it needed one), leaves the encoding of bodies to functions, has nothing deployed that an
import could leave in place, and no stage that SAM adds."""

STATEMENTS: Final = "statements"
LETS_IN: Final = "Allow arn:"
"""How a statement about an API begins that lets callers in; every other may keep them out."""
SCHEME: Final = frozenset({"type", "in", "name", AUTH_TYPE, "authorizerResultTtlInSeconds"})
"""What a scheme of one kind says differently from one of the other."""
DISTRIBUTION: Final = "(AWS::CloudFront::Distribution)"
POOLS: Final = "(AWS::Cognito::UserPool"
"""Resources of a user pool: a REST API takes the tokens of every client, an HTTP API those of the clients it names."""

_NO_PATH = re.compile(r"(?:, )?OriginPath: (?=[,}])")
_OWN_VARIABLE = re.compile(r"integration\.request\.path\.(.+) = method\.request\.path\.\1")
"""A path variable that is handed on under its own name, which an HTTP API does by itself."""


def drop_expected(
    old: Normal, new: Normal, target: str, stages: Mapping[str, tuple[Sequence[str], Sequence[str]]]
) -> None:
    """Make alike, in place, what differs between the two kinds without a loss.

    Arguments:
        old: the API before.
        new: the API after.
        target: the kind that it becomes.
        stages: names of stages before and after, of each API that becomes another kind, by its logical id after.
    """
    if not (old["route"] or new["route"] or old["api"][""]["opaque"]):
        # An API that answers nothing, as where the conditions of its functions do not hold.
        old["cors"] = new["cors"] = {}
    for section in (old, new):
        del section["api"][""]["kind"], section["api"][""]["opaque"]
    for section_name in ("route", "authorizer"):
        was, now = old[section_name], new[section_name]
        for name in was.keys() & now.keys():
            # Something that can be called now and could not be before is no loss.
            was[name]["invocable"] = was[name]["invocable"] or now[name]["invocable"]
    for side in (old, new):
        for settings in side["authorizer"].values():
            settings["accounts"] = []  # an issuer names none
            if settings["clients"] is not None:
                settings["expression"] = ""  # which lists the clients
            if settings["event_format"] == TOKEN:
                settings["event_format"] = "1.0"  # what becomes of its function is judged where its code is read
    for name in old["authorizer"].keys() & new["authorizer"].keys():
        # A REST API takes every client of a pool; a token issuer's audience has to name some.
        if old["authorizer"][name]["clients"] is None and new["authorizer"][name]["clients"]:
            new["authorizer"][name]["clients"] = None
    moves = _stage_moves(old["api"][""]["stages"], new["api"][""]["stages"])
    _drop_expected_stages(old["api"][""], new["api"][""], target)
    _drop_expected_endpoint(old["api"][""], new["api"][""], target)
    _drop_expected_requests(old["route"], new["route"])
    _drop_expected_rows(old, new, moves)
    _move_stages(old, {api: _stage_moves(*names) for api, names in stages.items()})
    if old["cors"] and new["cors"]:
        _drop_expected_cors(old["cors"][""], new["cors"][""], target)


def _drop_expected_stages(old: dict[str, Any], new: dict[str, Any], target: str) -> None:
    """A name in the place of ``$default`` is what the kinds make of one stage; a name for another name is not."""
    named, default = (old, new) if target == "http" else (new, old)
    others = [name for name in default["stages"] if name != DEFAULT_STAGE]
    if len(others) < len(default["stages"]) == len(named["stages"]) and set(others) <= set(named["stages"]):
        named["stages"] = default["stages"]


def _drop_expected_cors(old: dict[str, Any], new: dict[str, Any], target: str) -> None:
    old["demands"] = new["demands"] = ""  # which paths need authorization is compared
    if target == "http":
        # Nothing answered the preflight requests to other paths.
        new["guarded"] = [path for path in new["guarded"] if path in old["answered"]]
    if set(new["guarded"]) <= set(old["guarded"]):
        # Only browsers' preflight requests, which carry no token, were refused (trap T23).
        old["guarded"] = new["guarded"]
    # REST answers with the methods of one path, HTTP with one list for all; OPTIONS itself need not be listed.
    was, now = (set(cors["methods"]) - {"OPTIONS"} for cors in (old, new))
    if was == now or (target == "http" and (was < now or "*" in now)):
        old["methods"] = new["methods"] = []


def _stage_moves(old: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Which stage takes the place of which, where one of each has no namesake."""
    gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
    return {gone[0]: come[0]} if len(gone) == len(come) == 1 else {}


def _drop_expected_endpoint(old: dict[str, Any], new: dict[str, Any], target: str) -> None:
    for side in (old, new):
        for facet in REST_ONLY:
            del side[facet]
    # Every HTTP API takes TLS 1.2 at least: more than a REST API that says nothing, less than one that says more.
    raised = target == "http" and old["security_policy"] == PUBLIC_TLS
    if raised or (target == "rest" and least_tls(new["security_policy"]) >= least_tls(HTTP_TLS)):
        new["security_policy"] = old["security_policy"]


def _drop_expected_requests(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    for side in (old, new):
        for route in side.values():
            route["request"] = [entry for entry in route["request"] if not _OWN_VARIABLE.fullmatch(entry)]


def _drop_expected_rows(old: Normal, new: Normal, moves: Mapping[str, str]) -> None:
    for row in old["mapping"].values():
        row["stage"] = [moves.get(stage, stage) for stage in row["stage"]]
    for row in old["policy"].values():
        row["by_id"] = [said for said in row["by_id"] if not said.startswith(LETS_IN)]
    for row in new["policy"].values():
        row["by_id"] = []  # an id that is written out is not that of a new API
    for side, stages in ((old, moves.keys()), (new, moves.values())):
        _drop_of_one_kind(side, stages)
    for name in old[OTHER].keys() ^ new[OTHER].keys():
        if POOLS in name:
            old[OTHER].pop(name, None)
            new[OTHER].pop(name, None)


def _move_stages(side: Normal, moves: Mapping[str, Mapping[str, str]]) -> None:
    """Put the names of new stages in the place of those of the old ones, behind the API's id in an ARN or a URL."""
    ids = "|".join(re.escape(api) for api, stages in moves.items() if stages)
    if not ids:
        return
    stages = "|".join(dict.fromkeys(re.escape(was) for each in moves.values() for was in each))
    place = re.compile(rf"(\$\{{({ids})(?:\.\w+)?\}}(?:\.execute-api\.[^/\s]*)?(?:/stages)?/)({stages})(?![\w-])")

    def put(found: re.Match[str]) -> str:
        return f"{found[1]}{moves[found[2]].get(found[3], found[3])}"

    for section in ("policy", OTHER, LEFT):
        side[section] = {name: _moved(row, place, put) for name, row in side[section].items()}


def _drop_of_one_kind(side: Normal, stages: Iterable[str]) -> None:
    """Leave out what an API of one kind says in its own way, or does not say."""
    for name, row in side[LEFT].items():
        if name.startswith("authorizer "):  # tokens are checked by each kind in its own way
            side[LEFT][name] = {key: value for key, value in row.items() if key not in SCHEME}
    for name in (name for name in side[OTHER] if DISTRIBUTION in name):
        side[OTHER][name] = _without_stages(side[OTHER][name], stages)
    for row in side["domain"].values():
        del row["address_type"]  # a domain of a REST API that is reached by IPv6 too is more than one that is not


def _without_stages(row: dict[str, Any], stages: Iterable[str]) -> dict[str, Any]:
    """A distribution without the stage that its origin's path begins with: each kind has its own there."""
    own = re.compile(rf"(?<=OriginPath: )/(?:{'|'.join(map(re.escape, stages))})(?=[/,}}])" if stages else r"(?!)")
    return {k: _NO_PATH.sub("", own.sub("", v)) if isinstance(v, str) else v for k, v in row.items()}


def _moved(row: dict[str, Any], place: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> dict[str, Any]:
    def moved_in(value: Any) -> Any:
        if isinstance(value, list):
            return [moved_in(each) for each in value]
        return place.sub(put, value) if isinstance(value, str) else value

    moved = {facet: moved_in(value) for facet, value in row.items()}
    return {**moved, STATEMENTS: sorted(moved[STATEMENTS])} if STATEMENTS in moved else moved
