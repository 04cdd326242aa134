"""A body that says only of which tier it is → its full name: 省财政厅 is that of the article's province.

The place counts that `scopes` takes 全省 and 全市 for. It never judges whether a body is one.
"""

import re

from alerts.extract import places
from alerts.extract.organisations import full
from alerts.extract.reading import Reading
from alerts.extract.scopes import level

# 市场监管局 is not a city's 场监管局, and 省级 bodies are of any province.
_TIER = re.compile("(?:自治区|省|市)(?![级内外直场])")


def lacks_place(body: str) -> bool:
    """Whether the name of a body says only of which tier it is."""
    return bool(_TIER.match(body))


def completed(body: str, reading: Reading, offset: int) -> str:
    """Complete the name of a body that speaks at an offset, as far as a place of its tier is known."""
    tier = _TIER.match(body)
    if not tier:
        return body
    named = (*reversed(places.find(reading.text, 0, offset)), *places.find(reading.title))
    owners = (*(level(place, city=tier[0] == "市") for place in named), reading.region)
    owner = next((it for it in owners if it.endswith(tier[0])), tier[0])
    return full(owner + body.removeprefix(tier[0]))
