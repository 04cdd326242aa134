"""`python -m alerts.app.cli` is `smewatch`."""

from alerts.app.cli import main

main()
