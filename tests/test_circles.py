"""Circular dependencies: what refers to what, and which circles are new."""

from __future__ import annotations

from typing import Any

import pytest

from migrator.proof.circles import graph, new_circles, words
from migrator.proof.deployment import planned
from migrator.proof.traps import CIRCLE


def template(**resources: Any) -> dict[str, Any]:
    return {"Resources": resources}


def thing(*depends: str, **properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::SNS::Topic", "Properties": properties, **({"DependsOn": [*depends]} if depends else {})}


def to(name: str) -> dict[str, Any]:
    return {"Ref": name}


SCHEMES = {"components": {"securitySchemes": {"Users": {"audience": [to("Client")]}}}}
CALLBACK = {"Fn::Sub": "https://${Api}.example"}


class TestGraph:
    @pytest.mark.parametrize(
        "value",
        [
            to("B"),
            {"Fn::GetAtt": ["B", "Arn"]},
            {"Fn::GetAtt": "B.Arn"},
            {"Fn::Sub": "x${B.Arn}"},
            {"Fn::Sub": ["${x}", {"x": to("B")}]},
            {"Fn::If": ["C", to("B"), "no"]},
            [{"deep": {"Fn::Join": ["", ["a", to("B")]]}}],
        ],
    )
    def test_what_refers(self, value: Any) -> None:
        assert graph(template(A=thing(P=value), B=thing())) == {"A": {"B": "P"}, "B": {}}

    @pytest.mark.parametrize("value", ["B", {"Fn::Sub": "${!B}"}, {"Fn::Sub": ["${B}", {"B": "x"}]}, to("Parameter")])
    def test_what_does_not(self, value: Any) -> None:
        assert graph(template(A=thing(P=value), B=thing())) == {"A": {}, "B": {}}

    def test_what_is_named_otherwise(self) -> None:
        found = graph(
            template(A=thing("B", "C"), B={"Type": "T", "DependsOn": "C"}, C={"Metadata": {"x": to("A")}}, D=5)
        )
        assert found == {"A": {"B": "DependsOn", "C": "DependsOn"}, "B": {"C": "DependsOn"}, "C": {"A": "Metadata"}}


class TestCircles:
    def test_none(self) -> None:
        assert new_circles(template(), template(A=thing(P=to("B")), B=thing(), C=thing(P=to("B"))), {}) == ()

    def test_what_leads_to_a_circle_is_none(self) -> None:
        after = template(A=thing(P=to("B")), B=thing(P=to("C")), C=thing(P=to("B"), Q=to("D")), D=thing())
        assert [[need.id for need in circle] for circle in new_circles(template(), after, {})] == [["B", "C"]]

    def test_one_resource_that_names_itself(self) -> None:
        (circle,) = new_circles(template(), template(A=thing(P=to("A"))), {})
        assert words(circle) == "A would refer to A in `P`."

    def test_the_shortest_is_told(self) -> None:
        after = template(A=thing(P=to("B")), B=thing(P=to("C"), Q=to("A")), C=thing(P=to("A")))
        assert [len(circle) for circle in new_circles(template(), after, {})] == [2]

    def test_words_begin_with_the_api(self) -> None:
        after = template(Client=thing("Seed"), Seed=thing(CallbackURLs=CALLBACK), Api={"Properties": {"Body": SCHEMES}})
        (circle,) = new_circles(template(), after, {"Old": "Api"})
        assert words(circle) == (
            "Api would refer to Client in authorizer Users, Client would be created after Seed (`DependsOn`), "
            "and Seed would refer to Api in `CallbackURLs`."
        )
        assert circle[0].authorizer == "Users"

    def test_one_that_was_there_is_not_new(self) -> None:
        before = template(Old=thing(P=to("B")), B=thing(P=to("Old")))
        after = template(New=thing(P=to("B")), B=thing(P=to("New")))
        assert new_circles(before, after, {"Old": "New"}) == ()
        assert new_circles(before, after, {}) != ()

    def test_a_deployment_is_refused(self) -> None:
        plan = planned(template(), template(A=thing(P=to("A"))), {})
        assert [(trap.name, trap.refused) for trap in plan.traps] == [(CIRCLE, True)]

    def test_large_ones_are_found(self) -> None:
        size = 3000
        chain = {f"R{n}": thing(P=to(f"R{n + 1}")) for n in range(size)}
        assert new_circles(template(), template(**chain), {}) == ()
        (circle,) = new_circles(template(), template(**chain, **{f"R{size}": thing(P=to(f"R{size - 1}"))}), {})
        assert len(circle) == 2
