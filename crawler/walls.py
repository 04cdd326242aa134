"""Walls in front of sites: pages that let browsers in and nobody else, told from what they stand in front of. Pure.

Such a page comes with the status of success, so it would pass for an article or an empty list. It is recognised to be
named as what it is, and never bypassed.
"""

import re

_LARGEST = 30_000  # bytes: a wall is a script and a few words
_FEW_WORDS = 300  # characters that such a page shows at most

#: What the scripts of walls hold, by the maker that they are known by.
_SIGNS = {
    b"window.captcha": "Chaitin SafeLine",
    b"safeline": "Chaitin SafeLine",
    b"__jsl_clearance": "Jiasule",
    b"acw_sc__v2": "Aliyun WAF",
    b"_cf_chl_opt": "Cloudflare",
}
_FEED = re.compile(rb"<(?:\?xml|rss|feed|rdf:rdf|urlset|sitemapindex)\b")
_UNSEEN = re.compile(rb"<(script|style|noscript|head)\b.*?(?:</\1\s*>|\Z)|<!--.*?-->|<[^>]*>", re.DOTALL)
_SETS_COOKIE = re.compile(rb"document\s*\.\s*cookie\s*=|document\s*\[\s*['\"]cookie['\"]\s*\]\s*=")
_LOADS_AGAIN = re.compile(rb"location\s*\.\s*(?:reload|replace|assign|href)|(?:window|document)\s*\.\s*location\s*=")


def sign(body: bytes) -> str:
    """Return what an answer's body betrays itself by as a wall, "" where it is none."""
    if len(body) > _LARGEST:
        return ""
    page = body.lower()
    if b"<script" not in page or _FEED.search(page, 0, 500):
        return ""
    if len(b" ".join(_UNSEEN.sub(b" ", page).split())) > _FEW_WORDS:
        return ""
    if maker := next((maker for mark, maker in _SIGNS.items() if mark in page), ""):
        return maker
    tests_browser = _SETS_COOKIE.search(page) and _LOADS_AGAIN.search(page)
    return "a script that sets a cookie and loads again" if tests_browser else ""
