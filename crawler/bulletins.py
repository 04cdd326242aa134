"""Is an article a bulletin, many pieces of news under one title? Its title and text, into the stories that it holds.

A bulletin says so in its title, and opens each story with a heading, a short paragraph that is no sentence, or with a
number.
"""

import re
from collections.abc import Sequence

_BULLETIN = re.compile(
    "快讯|快报|早报|晚报|早餐|早知道|速览|要闻|简讯|简报|资讯(?:汇总|集锦)|新闻(?:汇总|集锦)|一周(?:回顾|看点)|大事记"
)
_HEADING = re.compile(
    r"^(?:(?:\d{1,2}[.、．]|[（(]\d{1,2}[)）]|【)(?:[^\n。】]{0,40}(?:[。】]|$))?|[^\n。！；]{4,40}$)", re.MULTILINE
)
_FEWEST = 3  # headings: where there are fewer, they are those of one story's sections


def stories(title: str, text: str) -> Sequence[tuple[str, str]]:
    """Return the stories of an article, each as its heading and its text; the article itself where it is no bulletin.

    What stands before the first heading is a story under the bulletin's own title.
    """
    headings = list(_HEADING.finditer(text)) if _BULLETIN.search(title) else []
    if len(headings) < _FEWEST:
        return [(title, text)]
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    opening = (title, text[: headings[0].start()])
    return [opening, *((it[0], text[it.end() : end]) for it, end in zip(headings, ends, strict=True))]
