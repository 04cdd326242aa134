"""`password`: what stands in the settings in the place of the administrator's password."""

import sys

import typer

from alerts.app.cli.printing import say


def password() -> None:
    """Ask for a password and print its Argon2 hash: set it as SMEWATCH_ADMIN_PASSWORD."""
    from alerts import passwords

    typed = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    sys.stdout.write(f"{passwords.hashed(typed)}\n")
    say("set it as SMEWATCH_ADMIN_PASSWORD (in single quotes, because of its dollar signs) and start `serve` anew")
