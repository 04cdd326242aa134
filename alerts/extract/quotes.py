"""Where a reading's text stands in quotation marks: the outermost pairs, and what to do where one of a pair is missing.

Writers open a quotation anew in each of its paragraphs and close it once, at the end; and portals lose marks. An
opening mark without its partner reaches to the end of its paragraph if nothing else was opened after it, and counts
for nothing otherwise; a closing mark without its partner counts for nothing.
"""

import re

from alerts.extract.reading import Reading, Span

_MARK = re.compile("[“”]")


def spans(reading: Reading) -> tuple[Span, ...]:
    """Return the quotations in order, without their marks."""
    quoting = (it for it in reading.paragraphs if reading.text.find("“", it.start, it.end) >= 0)
    return tuple(span for paragraph in quoting for span in _paragraph(reading.text, paragraph))


def _paragraph(text: str, paragraph: Span) -> list[Span]:
    closed: list[Span] = []
    opened: list[int] = []
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if mark[0] == "“":
            opened.append(mark.end())
        elif opened:
            start = opened.pop()
            while closed and closed[-1].start > start:
                closed.pop()
            closed.append(Span(start, mark.start()))
    if opened and (not closed or closed[-1].end < opened[-1]):
        closed.append(Span(opened[-1], paragraph.end - text.endswith("\n", paragraph.start, paragraph.end)))
    return closed
