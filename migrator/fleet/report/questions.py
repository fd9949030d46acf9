"""What is asked of an inventory: each question with its words, its SQL and its chart, once.

The names of the columns are the headings of the tables. What several questions need comes first (`sql.shared`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Drawing(str, Enum):
    """How the answer to a question is drawn."""

    NUMBERS = "numbers"
    """One row; each column is a number to be told by itself."""
    WHOLE = "whole"
    """The rows are the parts of one whole."""
    BARS = "bars"
    """A bar for each row; the second column that is drawn holds the first."""
    STACKS = "stacks"
    """A bar for each row, made of the columns that are drawn."""
    TABLE = "table"
    """Nothing is drawn."""


@dataclass(frozen=True)
class Question:
    """One question.

    Arguments:
        id: its name.
        title: the heading of its answer.
        words: what the answer tells, in a sentence or two.
        query: the SQL that answers it.
        drawing: how the answer is drawn.
        drawn: the columns that are.
        least: rows without which nothing is said of it.
        notes: what else has to be known of the figures, a sentence or a few each.
    """

    id: str
    title: str
    words: str
    query: str
    drawing: Drawing = Drawing.TABLE
    drawn: tuple[str, ...] = ()
    least: int = 0
    notes: tuple[str, ...] = ()


_BY_READINESS = """\
       count(*) FILTER (WHERE readiness = 'today') AS "Today",
       count(*) FILTER (WHERE readiness = 'option') AS "Option",
       count(*) FILTER (WHERE readiness = 'change') AS "Change",
       count(*) FILTER (WHERE readiness = 'stays') AS "Stays\""""
_STATES = ("Today", "Option", "Change", "Stays")

QUESTIONS = (
    Question(
        "totals",
        "What there is",
        "Everything that the inventory looked at.",
        """\
SELECT (SELECT count(DISTINCT repository) FROM templates) AS "Repositories",
       (SELECT count(*) FROM templates) AS "Templates",
       (SELECT count(*) FROM apis WHERE kind = 'rest') AS "REST APIs",
       (SELECT count(*) FROM apis WHERE kind = 'http') AS "HTTP APIs",
       (SELECT coalesce(sum(routes), 0) FROM apis)::BIGINT AS "Routes",
       (SELECT count(*) FROM functions) AS "Functions behind routes",
       (SELECT count(*) FROM templates WHERE error <> '') AS "Templates not judged\"""",
        Drawing.NUMBERS,
    ),
    Question(
        "readiness",
        "What can move",
        "Today: no question is open. With an option: somebody has to accept a loss that the findings name. After a "
        "change: something in the template or beside it has to change first. Stays: what it uses does not exist on "
        "the other side, or somebody decided to keep it.",
        """\
SELECT coalesce(r.words, 'not judged') AS "Readiness", count(c.api) AS "APIs",
       coalesce(sum(c.routes), 0)::BIGINT AS "Routes", count(DISTINCT c.repository) AS "Repositories",
       (100 * count(c.api) / greatest(sum(count(c.api)) OVER (), 1))::DECIMAL(5, 1) AS "Per cent"
FROM readiness AS r FULL JOIN candidates AS c USING (readiness)
GROUP BY r.rank, r.words ORDER BY r.rank NULLS LAST""",
        Drawing.WHOLE,
        ("APIs",),
    ),
    Question(
        "blockers",
        "What stands in the way",
        "Of the APIs that do not move today, ranked by those that nothing else stops: they wait for this alone. "
        "`sam-migrate explain CODE` says what a code means and how to go on.",
        """\
SELECT code AS "Code", count(*) FILTER (WHERE len(blockers) = 1) AS "Stops alone", count(*) AS "Stops in all",
       count(*) FILTER (WHERE list_contains(options, code)) AS "Can be accepted",
       count(DISTINCT repository) AS "Repositories"
FROM (SELECT *, unnest(blockers) AS code FROM candidates WHERE readiness <> 'today')
GROUP BY code ORDER BY "Stops alone" DESC, "Stops in all" DESC, code""",
        Drawing.BARS,
        ("Stops alone", "Stops in all"),
    ),
    Question(
        "owners",
        "By owner",
        "The first owner that CODEOWNERS names for a template, or the one that --owners names for its repository.",
        f"""\
SELECT if(owner = '', '(nobody)', owner) AS "Owner", count(*) AS "APIs",
{_BY_READINESS},
       count(DISTINCT repository) AS "Repositories"
FROM candidates GROUP BY owner ORDER BY "APIs" DESC, "Owner\"""",
        Drawing.STACKS,
        _STATES,
    ),
    Question(
        "repositories",
        "By repository",
        "Those with the most APIs to move first.",
        f"""\
SELECT repository AS "Repository", count(*) AS "APIs",
{_BY_READINESS}
FROM candidates GROUP BY repository ORDER BY "APIs" DESC, "Repository\"""",
        Drawing.STACKS,
        _STATES,
    ),
    Question(
        "steps",
        "On the way",
        "Which of the steps to production the APIs have taken.",
        """\
SELECT step AS "Step", count(*) AS "APIs", count(DISTINCT repository) AS "Repositories"
FROM candidates GROUP BY step
ORDER BY list_position(['not-begun', 'side-by-side', 'switched', 'finished', 'kept'], step) NULLS LAST""",
        Drawing.BARS,
        ("APIs",),
    ),
    Question(
        "features",
        "What they use",
        "Authorizers and features of API Gateway in use.",
        """\
SELECT feature AS "In use", count(*) AS "APIs", count(*) FILTER (WHERE readiness = 'today') AS "Of these move today"
FROM (SELECT readiness, unnest(list_distinct(list_concat(authorizers, features))) AS feature FROM candidates)
GROUP BY feature ORDER BY "APIs" DESC, feature""",
        Drawing.BARS,
        ("Of these move today", "APIs"),
    ),
    Question(
        "languages",
        "The code behind the routes",
        "Unchanged and rewritten: the code takes the events of the new API. Flagged: somebody has to look at it. "
        "Unread: it was not found, or is in a language that is not read.",
        """\
SELECT language AS "Language", count(*) AS "Functions",
       count(*) FILTER (WHERE status = 'unchanged') AS "Unchanged",
       count(*) FILTER (WHERE status = 'rewritten') AS "Rewritten",
       count(*) FILTER (WHERE status = 'flagged') AS "Flagged",
       count(*) FILTER (WHERE status = 'unread') AS "Unread",
       count(*) FILTER (WHERE risk = 'fails') AS "Would fail"
FROM functions GROUP BY language ORDER BY "Functions" DESC, language""",
        Drawing.STACKS,
        ("Unchanged", "Rewritten", "Flagged", "Unread"),
    ),
    Question(
        "runtimes",
        "Oldest runtimes",
        "By the day on which AWS ends their support; the day of the inventory decides what is past.",
        """\
SELECT f.runtime AS "Runtime", count(*) AS "Functions", count(DISTINCT f.repository) AS "Repositories",
       CASE WHEN r.deprecated IS NULL THEN 'no date known'
            WHEN r.deprecated <= n.today THEN 'deprecated'
            WHEN r.deprecated <= n.today + INTERVAL 180 DAY THEN 'ends within 180 days'
            ELSE 'supported' END AS "Support",
       r.deprecated AS "Ends", r.no_updates AS "No updates from"
FROM functions AS f LEFT JOIN runtime_dates AS r USING (runtime),
     (SELECT max(started)[:10]::DATE AS today FROM runs) AS n
WHERE f.runtime <> ''
GROUP BY ALL ORDER BY r.deprecated NULLS LAST, f.runtime""",
        Drawing.BARS,
        ("Functions",),
    ),
    Question(
        "kept",
        "Kept by decision",
        "APIs that somebody said stay as they are.",
        """\
SELECT repository AS "Repository", path AS "Template", api AS "API", reason AS "Why"
FROM candidates WHERE status = 'kept' ORDER BY ALL""",
        least=1,
    ),
    Question(
        "errors",
        "Not judged",
        "Templates that could not be read or judged: they are in no other figure but the number of templates.",
        """\
SELECT repository AS "Repository", path AS "Template", error AS "Why"
FROM templates WHERE error <> '' ORDER BY ALL""",
        least=1,
    ),
    Question(
        "history",
        "History",
        "Each inventory that was given, the oldest first.",
        f"""\
SELECT r.started AS "Run", coalesce(t."Repositories", 0) AS "Repositories", coalesce(a."APIs", 0) AS "APIs",
       coalesce(a."Today", 0) AS "Today", coalesce(a."Option", 0) AS "Option", coalesce(a."Change", 0) AS "Change",
       coalesce(a."Stays", 0) AS "Stays", coalesce(h."HTTP APIs", 0) AS "HTTP APIs"
FROM (SELECT snapshot, max(started) AS started FROM runs_history GROUP BY snapshot) AS r
LEFT JOIN (SELECT snapshot, count(DISTINCT repository) AS "Repositories" FROM templates_history GROUP BY snapshot) AS t
  USING (snapshot)
LEFT JOIN (SELECT snapshot, count(*) AS "HTTP APIs" FROM apis_history WHERE kind = 'http' GROUP BY snapshot) AS h
  USING (snapshot)
LEFT JOIN (SELECT snapshot, count(*) AS "APIs",
{_BY_READINESS}
  FROM apis_history WHERE direction = (SELECT direction FROM asked) GROUP BY snapshot) AS a USING (snapshot)
ORDER BY snapshot""",
        Drawing.STACKS,
        _STATES,
        least=2,
    ),
)
"""In the order in which a report answers them."""
