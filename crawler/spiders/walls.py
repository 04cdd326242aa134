"""Walls in front of a site: a page that lets browsers in and nobody else, where a list was to be. Pure.

It is only recognised, to be named as what it is, and never bypassed.
"""

from crawler.errors import FetchError
from crawler.model import Reason

#: What the scripts of such pages hold: Chaitin SafeLine, Jiasule and Aliyun's firewall.
_SIGNS = ("window.captcha", "safeline", "__jsl_clearance", "acw_sc__v2")


def seen_through(page: str, otherwise: FetchError) -> FetchError:
    """Return why a page does not hold what was expected: BLOCKED where it is a wall, else `otherwise`."""
    lowered = page.lower()
    sign = next((it for it in _SIGNS if it in lowered), None)
    return FetchError(Reason.BLOCKED, f"the site answers with a wall ({sign})") if sign else otherwise
