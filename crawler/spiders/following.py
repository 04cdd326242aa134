"""From the first answer of a source to those that hold its entries, for lists that are spread over several answers.

An index of sitemaps names its parts, and miit.gov.cn's pages only say where their list is. How deep and how far that
leads is limited, whatever the answers say; the answers come from `ask`, nothing is fetched here.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from scrapy.utils.asyncio import run_in_thread

from crawler.address import canonical
from crawler.errors import FetchError
from crawler.spiders.reading import Further

DEPTH = 3  # answers that only lead on, one after the other
PARTS = 20  # further answers of one poll: an index names what changed last first


#: An address that gave no answer, or none that can be read, and the error.
Fault = tuple[str, Exception]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as readers take it: where it came from, its body unpacked, and its headers."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Followed:
    """The answers that hold entries, and what failed on the way."""

    answers: tuple[Answer, ...]
    faults: tuple[Fault, ...] = ()


async def follow(
    first: Answer,
    leads_to: Callable[[Answer], tuple[Further, ...]],
    ask: Callable[[Further], Awaitable[Answer]],
    *,
    max_bytes: int,
) -> Followed:
    """Ask on from the first answer until all that is left holds entries, or one of the limits is reached.

    The most important lead is followed to its end before the next one; no address is asked twice. `max_bytes` limits
    all the answers together.
    """
    answers: list[Answer] = []
    faults: list[Fault] = []
    seen = {canonical(first.url)}
    size = len(first.body)
    pending: list[tuple[Answer | Further, int]] = [(first, 0)]
    while pending:
        it, depth = pending.pop()
        if isinstance(it, Further):
            if canonical(it.url) in seen or len(seen) > PARTS or size > max_bytes:
                continue
            seen.add(canonical(it.url))
            try:
                it = await ask(it)
            except Exception as error:  # whatever it is: one part is missing, no more
                faults.append((it.url, error))
                continue
            size += len(it.body)
        leads = await run_in_thread(_leads, it, leads_to)
        if not leads:
            answers.append(it)
        elif depth < DEPTH:
            pending += [(lead, depth + 1) for lead in reversed(leads)]
    return Followed(tuple(answers), tuple(faults))


def _leads(answer: Answer, leads_to: Callable[[Answer], tuple[Further, ...]]) -> tuple[Further, ...]:
    try:
        return leads_to(answer)
    except FetchError:  # its entries cannot be read either: that will say why
        return ()
