"""Findings as columns hold them, and back."""

from collections.abc import Callable
from dataclasses import replace

from alerts.model import Target
from alerts.store.values import dump_finding, load_finding


def test_a_target_comes_back_with_the_number_that_it_starts_from(target: Callable[..., Target]) -> None:
    raised = replace(target(80), base=50.0)
    assert load_finding(dump_finding(raised)) == raised


def test_a_row_from_before_bases_were_kept_is_still_a_target(target: Callable[..., Target]) -> None:
    row = dump_finding(target(80))
    del row["base"]
    assert load_finding(row) == target(80)
