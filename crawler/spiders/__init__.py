"""The spiders, one file for each kind of source: a pure `entries` function, and a thin spider around it."""
