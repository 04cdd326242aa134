"""`schedules list`, `set`, `enable` and `disable`: what `smewatch serve` runs by itself, and when."""

from typing import Annotated

import typer

from alerts.app import bootstrap
from alerts.app.cli.printing import say
from crawler import clock

group = typer.Typer(help="What `smewatch serve` runs by itself, and when.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A schedule, as `schedules list` names it.")]


@group.command("list")
def list_schedules() -> None:
    """List what runs by itself, when, and how it went last."""
    from alerts.app import schedule_lists, scheduler
    from alerts.store import leaders, schedules

    settings = bootstrap.configure()
    with bootstrap.open_database(settings).read() as connection:
        known = schedules.everything(connection)
        holder = leaders.leader(connection, scheduler.TASK, clock.now())
    schedule_lists.print_schedules(known, settings.timezone)
    say(f"run by {holder}" if holder else "nobody runs them: start `smewatch serve`")


@group.command("set")
def set_times(
    name: Name,
    times: Annotated[str, typer.Argument(metavar="TIMES", help="Seconds (300s), or a crontab's five fields.")],
) -> None:
    """Have a schedule run at other times: `300s`, or `30 3 * * mon` in the service's time zone."""
    from alerts.app import timetable

    timetable.set_times(bootstrap.open_app(bootstrap.configure()), name, times, clock.now())
    say(f"{name} runs at {times}")


@group.command()
def enable(name: Name) -> None:
    """Have a schedule run again, at the times that are set."""
    from alerts.app import timetable

    timetable.switch(bootstrap.open_app(bootstrap.configure()), name, on=True)
    say(f"{name} is on")


@group.command()
def disable(name: Name) -> None:
    """Have a schedule run no more until it is enabled."""
    from alerts.app import timetable

    timetable.switch(bootstrap.open_app(bootstrap.configure()), name, on=False)
    say(f"{name} is off")
