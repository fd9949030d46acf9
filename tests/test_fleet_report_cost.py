"""What requests cost: tiers to the cent, and no figure where something is not known."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fleets import API, fleet, write

from migrator.command.arguments import ArgumentError
from migrator.fleet.report import requests
from migrator.fleet.report.asking import FleetReport, FleetRequest, ask
from migrator.fleet.report.dated import Prices

OPTION = replace(API, repository="acme/pay", api="Pay", readiness="option")
HTTP = replace(API, repository="acme/new", api="New", kind="http", direction="to-rest")
TWICE = replace(API, repository="acme/old", path="other.yaml", api="Pay", readiness="stays")


@pytest.fixture(scope="module")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(fleet(API, OPTION, HTTP, TWICE), tmp_path_factory.mktemp("fleet") / "fleet.parquet")


def asked(inventory: str, folder: Path, said: str, **more: Any) -> FleetReport:
    (folder / "requests.csv").write_text(said)
    return ask(FleetRequest((inventory,), requests=(str(folder / "requests.csv"),), **more))


def rows(report: FleetReport, question: str) -> list[tuple[Any, ...]]:
    return [row for each in report.answers if each.question.id == question for row in each.rows]


class TestFigures:
    def test_without_requests_there_is_none(self, inventory: str) -> None:
        report = ask(FleetRequest((inventory,)))
        assert not rows(report, "cost")
        assert "price" not in report.sql

    def test_the_tiers_of_the_two_kinds(self, inventory: str, tmp_path: Path) -> None:
        report = asked(inventory, tmp_path, "api,requests\nOrders,1_100_000_000\nNew,400_000_000\n")
        # 333 M * 3.50 + 667 M * 2.80 + 100 M * 2.38, and 300 M * 1.00 + 100 M * 0.90;
        # then 300 M * 1.00 + 1,200 M * 0.90
        now = Decimal("1165.50") + Decimal("1867.60") + Decimal("238.00") + Decimal("390.00")
        after = Decimal("1380.00")
        assert rows(report, "cost")[:2] == [
            ("now", 1_100_000_000, 400_000_000, now, Decimal(0)),
            ("once all that moves today has moved", 0, 1_500_000_000, after, now - after),
        ]

    def test_the_highest_tier(self, inventory: str, tmp_path: Path) -> None:
        (now, *_) = rows(asked(inventory, tmp_path, "api,requests\nOrders,21_000_000_000\n"), "cost")
        assert now[3] == Decimal("1165.50") + Decimal("1867.60") + 19_000 * Decimal("2.38") + 1_000 * Decimal("1.51")

    def test_what_needs_an_option_counts_one_step_later(self, inventory: str, tmp_path: Path) -> None:
        report = asked(inventory, tmp_path, "repository,api,requests\nacme/pay,Pay,10_000_000\n")
        assert [row[3] for row in rows(report, "cost")] == [35, 35, 10, 10]

    def test_it_says_what_is_in_the_figures_and_what_is_not(self, inventory: str, tmp_path: Path) -> None:
        report = asked(inventory, tmp_path, "api,requests\nOrders,1\n")
        words = " ".join(next(each.question.notes for each in report.answers if each.question.id == "cost"))
        for part in (
            "https://aws.amazon.com/api-gateway/pricing/",
            "us-east-1: REST APIs 3.50 USD a million up to 333,000,000 requests; 2.80",
            "Not counted: caches of stages, data transfer, Lambda",
        ):
            assert part in words

    def test_regions_have_tiers_of_their_own(self, inventory: str, tmp_path: Path) -> None:
        (tmp_path / "prices.toml").write_text(
            'source = "our contract"\nas_of = 2026-01-01\n'
            + "".join(
                f"[regions.{name}]\nrest = [{{ million = {price}, upto = 1_000_000 }}, {{ million = 1 }}]\n"
                "http = [{ million = 0.5 }]\n"
                for name, price in (("a", 2), ("b", 4))
            )
        )
        said = "api,repository,region,requests\nOrders,shop,a,2_000_000\nPay,acme/pay,b,2_000_000\n"
        report = asked(inventory, tmp_path, said, prices=str(tmp_path / "prices.toml"))
        assert rows(report, "cost")[0][3] == 2 + 1 + 4 + 1
        with pytest.raises(ArgumentError, match="has no prices for us-east-1, only for a, b"):
            asked(inventory, tmp_path, "api,requests\nOrders,1\n", prices=str(tmp_path / "prices.toml"))


class TestNames:
    @pytest.mark.parametrize(
        ("said", "known"),
        [
            ("api,requests\nOrders,5\n", True),
            ("stack,requests\nshop,5\n", True),  # the only API of a repository of this name
            ("api,requests\nNobody,5\n", False),
            ("api,requests\nPay,5\n", False),  # there are two
            ("api,path,requests\nPay,other.yaml,5\n", True),
            ("stack,repository,requests\nshop-prod,acme/shop,5\n", True),
            ("api,repository,requests\nPay,elsewhere,5\n", False),
        ],
    )
    def test_a_name_has_to_lead_to_one_api(self, inventory: str, tmp_path: Path, said: str, known: bool) -> None:
        report = asked(inventory, tmp_path, said)
        assert (bool(rows(report, "cost")), bool(rows(report, "unmatched"))) == (known, not known)

    def test_stages_of_one_api_are_added_up(self, inventory: str, tmp_path: Path) -> None:
        report = asked(inventory, tmp_path, "api,requests\nOrders,5\nOrders,7\n")
        assert [row[2] for row in rows(report, "busiest")] == [12]


class TestReading:
    def read(self, tmp_path: Path, content: Any, name: str = "orders.json") -> requests.Traffic:
        (tmp_path / name).write_text(content if isinstance(content, str) else json.dumps(content))
        return requests.read([str(tmp_path / name)])

    def test_metric_data_is_told_by_label(self, tmp_path: Path) -> None:
        days = [f"2026-11-{day:02}T00:00:00+00:00" for day in range(1, 31)]
        series = [
            {"Id": "a", "Label": "orders", "Timestamps": days, "Values": [10.0] * 30, "StatusCode": "Complete"},
            {"Id": "b", "Label": "pay", "Timestamps": days[3:4], "Values": [7.0], "StatusCode": "Complete"},
        ]
        found = self.read(tmp_path, {"MetricDataResults": series, "Messages": []})
        assert [(row.name, row.count) for row in found.rows] == [("orders", 300), ("pay", 7)]
        assert found.notes == ()

    def test_another_span_is_taken_to_a_month(self, tmp_path: Path) -> None:
        points = [{"Timestamp": f"2026-11-{day:02}T00:00:00Z", "Sum": 100.0, "Unit": "Count"} for day in range(1, 11)]
        found = self.read(tmp_path, {"Label": "Count", "Datapoints": points})
        assert [(row.name, row.count) for row in found.rows] == [("orders", pytest.approx(3000))]
        assert found.notes == ("orders.json: 10 days, taken to a month of 30 days",)

    def test_one_point_is_the_month_that_was_asked_for(self, tmp_path: Path) -> None:
        answer = {"Label": "Count", "Datapoints": [{"Timestamp": 1793836800, "Sum": 5}]}
        assert self.read(tmp_path, answer).rows[0].count == 5
        named = requests.read([f"Orders={tmp_path / 'orders.json'}"])
        assert named.rows[0].name == "Orders"

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("name,count\n", "expected a first line with the columns api"),
            ("api,requests\nx,many\n", "line 2: requests is no number"),
            ("api,requests\nx,-1\n", "line 2: nobody gets"),
            ("api,requests\nx,nan\n", "line 2: nobody gets"),
            ("api,requests\nx\n", "line 2: requests is no number"),
            ("api,requests\nx\x1b,1\n", "cannot be printed"),
            ({"Datapoints": [{"Timestamp": 1, "Average": 5}]}, "the statistic has to be Sum"),
            ({"Datapoints": 5}, "no output of CloudWatch"),
            ({"Items": []}, "no output of CloudWatch"),
            ("{", "no output of CloudWatch"),
            ({"MetricDataResults": [{"Label": "x", "Timestamps": [1], "Values": []}]}, "no output of CloudWatch"),
            ({"MetricDataResults": [], "NextToken": "x"}, "get the next pages too"),
        ],
    )
    def test_what_is_not_understood_is_said(self, tmp_path: Path, content: Any, said: str) -> None:
        with pytest.raises(ArgumentError, match=said):
            self.read(tmp_path, content)

    @pytest.mark.parametrize(
        "content",
        [
            "",
            'source = "x"\nas_of = 2026-01-01\n',
            'source = "x"\nas_of = 2026-01-01\n[regions.a]\nrest = [{ million = 1 }]\n',
            'source = "x"\nas_of = 2026-01-01\n[regions.a]\nrest = [{ million = 1, upto = 5 }]\nhttp = []\n',
            "as_of = \n",
        ],
    )
    def test_a_price_list_that_is_none_is_said(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "prices.toml").write_text(content)
        with pytest.raises(ArgumentError, match=r"prices\.toml"):
            Prices.read(str(tmp_path / "prices.toml"))
