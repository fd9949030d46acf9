"""What the requests of a month cost now and once APIs have moved; asked only where requests are known."""

from __future__ import annotations

from .dated import Prices
from .questions import Drawing, Question
from .requests import Traffic

NOT_COUNTED = "caches of stages, data transfer, Lambda, logs, WAF, VPC links, domains, AWS's free tier and discounts"
"""What the figures leave out."""

SHARED = (
    # Where no repository is named, the name has to lead to one API alone: its logical id, else its repository's name.
    """\
CREATE VIEW request_names AS
SELECT line, a.repository, a.path, api, 1 AS rank FROM requests AS r JOIN apis AS a ON r.name = a.api
WHERE r.repository = '' AND r.path IN ('', a.path)
UNION ALL
SELECT line, a.repository, a.path, api, 2 FROM requests AS r JOIN apis AS a ON r.name = name_of(a.repository)
WHERE r.repository = '' AND r.path IN ('', a.path)
UNION ALL
SELECT line, a.repository, a.path, api, if(r.name = a.api, 1, 2) FROM requests AS r
JOIN (SELECT *, unnest(list_distinct([repository, full_name_of(repository), name_of(repository)])) AS called FROM apis)
  AS a ON r.repository = a.called
WHERE r.path IN ('', a.path)""",
    """\
CREATE VIEW traffic AS
SELECT r.line, r.name, r.region, r.requests, m.repository, m.path, m.api, a.kind, a.direction, a.readiness
FROM requests AS r
LEFT JOIN (
  SELECT line, any_value(repository) AS repository, any_value(path) AS path, any_value(api) AS api
  FROM (SELECT DISTINCT * FROM request_names QUALIFY rank = min(rank) OVER (PARTITION BY line))
  GROUP BY line HAVING count(*) = 1
) AS m USING (line)
LEFT JOIN apis AS a ON (a.repository, a.path, a.api) = (m.repository, m.path, m.api)""",
    """\
CREATE VIEW moves AS
SELECT 0 AS rank, 'now' AS words
UNION ALL SELECT 1, 'once all that moves today has moved'
UNION ALL SELECT 2, 'and what moves with an option'
UNION ALL SELECT 3, 'and what moves after a change' AS words""",
    """\
CREATE VIEW bills AS
SELECT l.rank, l.words, l.region, l.kind, l.requests,
       sum(greatest(0, least(l.requests, coalesce(p.upto, l.requests)) - p.above) / 1e6 * p.million) AS usd
FROM (
  SELECT m.rank, m.words, t.region, sum(t.requests) AS requests,
         if(t.direction = (SELECT direction FROM asked) AND coalesce(r.rank, 9) <= m.rank,
            if(t.kind = 'rest', 'http', 'rest'), t.kind) AS kind
  FROM traffic AS t LEFT JOIN readiness AS r USING (readiness) CROSS JOIN moves AS m
  WHERE t.api IS NOT NULL
  GROUP BY ALL
) AS l JOIN prices AS p USING (region, kind)
GROUP BY ALL""",
)
"""Statements that come before the questions."""


def questions(prices: Prices, traffic: Traffic, region: str) -> tuple[Question, ...]:
    """The questions about cost, with what is and is not in the figures.

    Arguments:
        prices: the price list.
        traffic: the requests.
        region: the region of requests that do not say their own.
    """
    notes = (
        f"Prices {prices.table.origin}.",
        *(
            f"{each}: REST APIs {prices.words(each, 'rest')}; HTTP APIs {prices.words(each, 'http')}."
            for each in sorted(traffic.regions(region))
        ),
        "Tiers are counted over all accounts together, as consolidated billing does.",
        f"Not counted: {NOT_COUNTED}.",
        "Every request counts once: also one that AWS does not charge, and one of more than 512 KB to an HTTP API, "
        "which AWS counts as several.",
        *(f"{note}." for note in traffic.notes),
    )
    return (
        Question(
            "cost",
            "What the requests cost",
            "US dollars a month for requests alone, now and as more APIs have moved.",
            """\
SELECT words AS "When", coalesce(sum(requests) FILTER (WHERE kind = 'rest'), 0)::BIGINT AS "Requests to REST APIs",
       coalesce(sum(requests) FILTER (WHERE kind = 'http'), 0)::BIGINT AS "Requests to HTTP APIs",
       sum(usd)::DECIMAL(18, 2) AS "USD a month",
       (first(sum(usd)) OVER (ORDER BY rank) - sum(usd))::DECIMAL(18, 2) AS "Less than now"
FROM bills GROUP BY rank, words ORDER BY rank""",
            Drawing.BARS,
            ("USD a month",),
            least=1,
            notes=notes,
        ),
        Question(
            "busiest",
            "The busiest APIs",
            "Moving these first saves most.",
            """\
SELECT t.api AS "API", t.repository AS "Repository", sum(t.requests)::BIGINT AS "Requests a month",
       if(any_value(t.direction) = (SELECT direction FROM asked), coalesce(any_value(r.words), 'not judged'),
          'is there already') AS "Readiness"
FROM traffic AS t LEFT JOIN readiness AS r USING (readiness)
WHERE t.api IS NOT NULL
GROUP BY t.api, t.repository, t.path ORDER BY "Requests a month" DESC, "API", "Repository\"""",
            Drawing.BARS,
            ("Requests a month",),
            least=1,
        ),
        Question(
            "unmatched",
            "Requests of unknown APIs",
            "No API of the inventory has this name, or several have it: they are in no figure. Say with columns "
            "repository, path and api which one is meant.",
            """\
SELECT name AS "Name", region AS "Region", requests::BIGINT AS "Requests a month"
FROM traffic WHERE api IS NULL ORDER BY requests DESC, name""",
            least=1,
        ),
    )
