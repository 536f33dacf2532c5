"""Writes docs/reference/rules.md from the rules' docstrings: `make docs`. A test compares the two."""

from pathlib import Path

from firstseen.verdict.ratings import outcomes, ratings
from firstseen.verdict.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rules.md"

HEAD = """\
# Rules

How a claim is judged against the history of its footage. Each rule looks at one slot of the claim (when, where, who,
what) and says that the sources contradict it, that they are consistent with it, or that it stays unknown. Of the
findings on one slot the one that contradicts counts, else one that is consistent, else the first that says what is
missing. This page is written from the code by `make docs`.

Rules compare and propose; a person accepts what they find. Tolerances and thresholds are
[settings](settings.md#verdict).
"""

RATINGS = """\
## Ratings

A proposal is one of these. Labels of other publishers are mapped to them as data (`verdict/ratings.toml`).

| key | English | Arabic |
|---|---|---|
"""

OUTCOMES = """\
## What leads to which proposal

The first row that applies counts. `True` with OriginalMediaContent needs every slot that is asserted, time and place
among them, to be consistent by established evidence; without a contradiction and without that there is no proposal.

| a contradiction by | rating | category |
|---|---|---|
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    ordered = sorted(RULES, key=lambda rule: rule.name.split()[0])
    parts.extend(f"## {rule.name}\n\nSlot: {rule.slot}.\n\n{rule.documentation}\n" for rule in ordered)
    parts.append(RATINGS + "".join(f"| {r.key} | {r.en} | {r.ar} |\n" for r in ratings().values()))
    rows = [(" or ".join(row.rules) or "any other rule", row.rating, row.category) for row in outcomes()]
    parts.append(OUTCOMES + "".join(f"| {by} | {rating} | {category} |\n" for by, rating, category in rows))
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
