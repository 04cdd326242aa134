"""Groups of commands."""

import re
from itertools import pairwise
from typing import Any

import typer

from crawler.errors import ConfigurationError

_BELOW_ZERO = re.compile(r"-[0-9]+")


class ListsByDefault(typer.core.TyperGroup):
    """A group of commands of which `list` needs not be named: `articles 小巨人` lists, `articles diff 7` does not."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # typer keeps the context's class to itself
        """Name the command where the first word names none; refuse a number below zero, which is none of anything.

        It would be taken for an option.
        """
        for before, it in pairwise(["", *args]):
            if _BELOW_ZERO.fullmatch(it) and not before.startswith("-"):
                raise ConfigurationError(
                    f"{it} is no number here: `smewatch {ctx.info_name} list` shows those that are"
                )
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["list", *args]
        return super().parse_args(ctx, args)
