"""The values that a piece of news passes through on its way in: one small type per step.

`Source` → `FeedEntry` → `Article` → `Relevance`, `Novelty` → `Revision`; and `RunSummary`, what a crawl was.
Nothing here does anything but hold.
"""

from crawler.model.news import Appearance, Article, FeedEntry, Hit, Page, Relevance, Revision, Story
from crawler.model.novelty import Edit, Known, Lookalike, Novelty, Past, Relation, SameText, Verdict
from crawler.model.publishing import (
    OFFICIAL,
    RULES,
    Addresses,
    HtmlList,
    JsonList,
    Kind,
    Level,
    Publisher,
    Rules,
    Source,
)
from crawler.model.runs import Asked, Failure, Poll, Reason, RunState, RunSummary, Validators

__all__ = [
    "OFFICIAL",
    "RULES",
    "Addresses",
    "Appearance",
    "Article",
    "Asked",
    "Edit",
    "Failure",
    "FeedEntry",
    "Hit",
    "HtmlList",
    "JsonList",
    "Kind",
    "Known",
    "Level",
    "Lookalike",
    "Novelty",
    "Page",
    "Past",
    "Poll",
    "Publisher",
    "Reason",
    "Relation",
    "Relevance",
    "Revision",
    "Rules",
    "RunState",
    "RunSummary",
    "SameText",
    "Source",
    "Story",
    "Validators",
    "Verdict",
]
