"""What several commands take: words to look for, how many rows, a number, and the form of the output."""

from typing import Annotated

import typer

LARGEST = 2**31 - 1
"""What the databases' numbers reach."""

Words = Annotated[str, typer.Argument(metavar="[WORDS]", help="Only what is named by these words.", show_default=False)]
AllWords = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORDS", help="Only what all of these words are found in.", show_default=False),
]
Limit = Annotated[int, typer.Option(help="How many rows, newest first.", min=1, max=LARGEST)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a row.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV with a heading.")]
TextNumber = Annotated[
    int,
    typer.Argument(metavar="ID", help="The number of a text, as `smewatch articles` lists it.", min=1, max=LARGEST),
]
RunNumber = Annotated[
    int, typer.Argument(metavar="RUN", help="The number of a run, as `smewatch runs list` has it.", min=1, max=LARGEST)
]
