"""The report as a page: whole, harmless, and readable on a screen, a phone and paper."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fleets import API, FUNCTION, big, fleet, write
from test_fleet_report import HOSTILE, KEPT
from test_html import CONTRAST, Reader, browser  # noqa: F401 - a fixture

from migrator.fleet.report import page
from migrator.fleet.report.asking import FleetRequest, ask


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page about a fleet of some size, with a history."""
    folder = tmp_path_factory.mktemp("fleet")
    paths = [write(big(80, seed=n, started=f"2026-0{n}-01T00:00:00Z"), folder / f"{n}.jsonl") for n in (1, 2)]
    (folder / "requests.csv").write_text("stack,requests\n" + "".join(f"users-{n},{n}00000\n" for n in range(20)))
    return page.render(ask(FleetRequest(tuple(paths), requests=(f"{folder}/requests.csv",))))


def hostile(folder: Path) -> str:
    odd = replace(KEPT, repository=HOSTILE, path=HOSTILE, api=HOSTILE, reason=HOSTILE, blockers=(HOSTILE,))
    tables = fleet(odd, API, functions=[replace(FUNCTION, language=HOSTILE, runtime=HOSTILE)])
    return page.render(ask(FleetRequest((write(tables, folder / "fleet.jsonl"),))))


def test_it_is_whole_and_needs_nothing_else(shown: str, tmp_path: Path) -> None:
    for text in (shown, hostile(tmp_path)):
        reader = Reader(text)
        assert reader.open == []
        assert not {"script", "link", "img", "iframe", "object", "form", "use", "image"} & set(reader.tags)
        assert not [name for name, _ in reader.attributes if name.startswith("on") or name in ("style", "src")]
        ids = [value for name, value in reader.attributes if name == "id"]
        assert len(ids) == len(set(ids))
        assert {v[1:] for name, v in reader.attributes if name == "href" and v} <= {*ids}
        assert not {"\x1b", "\u202e"} & set(text)


def test_every_chart_says_its_figures_in_words(shown: str) -> None:
    assert '<desc id="readiness-desc">moves today ' in shown
    bars = re.findall(r'<svg class="bar"[^>]*aria-label="([^"]*)"><title>([^<]*)</title>', shown)
    assert len(bars) > 50
    assert all(label == title and re.search(r"\d", title) for label, title in bars)


def test_parts_of_a_whole_fill_it(shown: str) -> None:
    strip = shown.partition('<svg class="strip"')[2].partition("</svg>")[0]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height', strip)]
    assert sum(widths) == pytest.approx(100, abs=0.05)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 390)])
def test_it_is_readable(browser: Any, shown: str, tmp_path: Path, scheme: str, width: int) -> None:  # noqa: F811
    (tmp_path / "report.html").write_text(shown)
    noise: list[str] = []
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True)
    opened = context.new_page()
    opened.on("console", lambda message: noise.append(message.text))
    opened.goto((tmp_path / "report.html").as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.evaluate(CONTRAST) == []
    colours = opened.evaluate("[...document.querySelectorAll('.strip rect')].map((r) => getComputedStyle(r).fill)")
    assert len(set(colours)) == len(colours) == 4
    opened.emulate_media(media="print")
    assert opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert opened.evaluate(CONTRAST) == []
    assert opened.pdf(format="A4")[:5] == b"%PDF-"
    context.close()
    assert noise == []


def test_hostile_names_stay_names(browser: Any, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "report.html").write_text(hostile(tmp_path))
    opened = browser.new_page(viewport={"width": 390, "height": 900})
    opened.goto((tmp_path / "report.html").as_uri())
    assert opened.locator("script, img").count() == 0
    assert HOSTILE[:30] in opened.inner_text("body")
    assert opened.evaluate("document.documentElement.scrollWidth") <= 390
    opened.close()
