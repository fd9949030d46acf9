"""What comes from templates is harmless where it is shown."""

from __future__ import annotations

import re

import pytest

from migrator.report.sanitize import (
    cell,
    clean,
    clean_line,
    code,
    command_data,
    command_property,
    fenced,
    html,
    link,
    prose,
)


class TestTerminal:
    def test_plain_text_is_left_as_it_is(self) -> None:
        text = "naïve 漢字 🙂\n\ttab"
        assert clean(text) == text

    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("\x1b[31mred", "␛[31mred"),
            ("bell\x07", "bell␇"),
            ("back\x08space", "back␈space"),
            ("over\rwritten", "over␍written"),
            ("del\x7f", "del␡"),
            ("c1\x9b2J", "c1<U+009B>2J"),
            ("bidi\u202eabc\u2066", "bidi<U+202E>abc<U+2066>"),
            ("separator\u2028", "separator<U+2028>"),
            ("undecodable\udcff", "undecodable<U+DCFF>"),
        ],
    )
    def test_what_a_terminal_would_act_upon_becomes_visible(self, raw: str, shown: str) -> None:
        assert clean(raw) == shown

    def test_a_name_stays_on_its_line(self) -> None:
        assert clean_line("a\nb\tc") == "a␊b␉c"


class TestLink:
    @pytest.mark.parametrize("url", ["https://docs.aws.amazon.com/a/b.html", "https://a.b/c?d=e#f"])
    def test_https_is_a_link(self, url: str) -> None:
        assert link(url) == url

    @pytest.mark.parametrize(
        "url",
        [
            "", "http://a.b/", "javascript:alert(1)", "data:text/html,x", "//a.b", "https://a.b/ x", 'https://a.b/"x',
            "https://a.b/)x", "https://a.b/\n", "https://a.b@c/", "https://user:pass@c/", "HTTPS://a.b/", "https://",
        ],
    )  # fmt: skip
    def test_nothing_else_is(self, url: str) -> None:
        assert link(url) == ""


class TestMarkdown:
    def test_code_between_backticks_stays_code(self) -> None:
        assert prose("Stage `prod` becomes `$default`.") == "Stage `prod` becomes `$default`."

    @pytest.mark.parametrize(
        ("raw", "shown"),
        [
            ("*a* _b_ [c](d) ~e~ !f \\", r"\*a\* \_b\_ \[c\](d) \~e\~ \!f \\"),
            ("<img onerror=x> & <!-- y -->", "&lt;img onerror=x&gt; &amp; &lt;\\!-- y --&gt;"),
            ("one ` alone", r"one \` alone"),
            ("$a$ | b", r"\$a\$ \| b"),
            ("# head", r"\# head"),
            ("- item", r"\- item"),
            ("1. item", r"1\. item"),
            ("=== under", r"\=== under"),
            ("a\nb", "a␊b"),
        ],
    )
    def test_everything_else_is_just_text(self, raw: str, shown: str) -> None:
        assert prose(raw) == shown

    @pytest.mark.parametrize(
        "raw", ["@somebody", "fixes #12", "GH-12", "https://github.com/a/b/issues/1", "www.example.com", "a@b.example"]
    )
    def test_nobody_is_called_and_nothing_is_linked(self, raw: str) -> None:
        for shown in (prose(raw), html(raw)):
            assert not re.search(r"@\w|#\d|GH-\d|://|www\.", shown)
            assert shown.replace("\u200b", "").replace("\\", "") == raw

    @pytest.mark.parametrize("raw", ["a", "a`b", "``", "`a`", "a|b", " "])
    def test_code_holds_its_text(self, raw: str) -> None:
        shown = code(raw)
        ticks = re.match("`+", shown)
        assert ticks
        assert shown.endswith(ticks[0])
        inside = shown[len(ticks[0]) : -len(ticks[0])]
        assert ticks[0] not in inside
        assert raw in inside

    def test_a_pipe_ends_no_cell(self) -> None:
        assert cell("a|b") == r"`a\|b`"
        assert cell("a\\|b") == "`a\\\u200b\\|b`"

    def test_nothing_ends_a_fence(self) -> None:
        lines = fenced("a\n````\n```", "yaml")
        assert lines == ["`````yaml", "a", "````", "```", "`````"]

    def test_no_comment_passes_for_the_bots_own_mark(self) -> None:
        for shown in (code("<!-- sam-migrate:report -->"), *fenced("<!-- sam-migrate:report -->")):
            assert "<!--" not in shown
            assert "-->" not in shown

    def test_a_runner_takes_no_command_from_a_fence(self) -> None:
        for line in fenced("::set-env::x\n  ::error::x\n ##[error]x"):
            assert not line.strip().startswith("::")
            assert "##[" not in line


class TestCommands:
    def test_what_would_end_a_command_is_escaped(self) -> None:
        assert command_data("50% of\r\nroutes: a, b") == "50%25 of%0D%0Aroutes: a, b"
        assert command_property("a,b:c\n%") == "a%2Cb%3Ac%0A%25"

    def test_escapes_do_not_reach_the_log(self) -> None:
        assert command_data("\x1b[2J\u202e") == "␛[2J<U+202E>"
