"""Has this text been seen? One article and what is known of it, into a verdict with its reason. A pure decider.

It asks about texts alone; whether a *fact* is new is the ledger's question.
"""

from crawler.model import Article, Known, Novelty, Verdict


def judge(article: Article, known: Known) -> Novelty:
    """Decide whether an article is NEW, REVISED (another text at a known address) or a DUPLICATE (a known text)."""
    if known.at_address == article.content_hash:
        return Novelty(Verdict.DUPLICATE, f"unchanged at {article.url}")
    if known.same_text is not None:
        return Novelty(Verdict.DUPLICATE, f"the same text as in {known.same_text}")
    if known.at_address is not None:
        return Novelty(Verdict.REVISED, f"another text than before at {article.url}")
    return Novelty(Verdict.NEW, "no text like it is known")
