"""Groups of commands."""

from typing import Any

import typer


class ListsByDefault(typer.core.TyperGroup):
    """A group of commands of which `list` needs not be named: `articles 小巨人` lists, `articles diff 7` does not."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # typer keeps the context's class to itself
        """Name the command where the first word names none."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["list", *args]
        return super().parse_args(ctx, args)
