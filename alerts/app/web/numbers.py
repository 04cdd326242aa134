"""The numbers of rows in addresses: none that a column could not hold is looked up."""

from typing import Annotated

from fastapi import Path, Query

#: The highest number that a row may have.
HIGHEST = 2**31 - 1

#: A row's own number, as a part of a path.
Number = Annotated[int, Path(ge=1, le=HIGHEST, description="Its number, as lists have it.")]

#: The number of a row after which a list goes on, as a parameter.
After = Annotated[int | None, Query(ge=1, le=HIGHEST)]
