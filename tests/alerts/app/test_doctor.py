"""What the doctor finds in the settings of a service."""

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from alerts.app import doctor
from alerts.app.bootstrap import App
from crawler import clock


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"base_url": "https://policy.example"}, [False]),
        ({"base_url": "https://policy.example", "trusted_proxies": (ip_network("10.0.0.1"),)}, []),
        ({"base_url": "http://127.0.0.1:8000"}, []),
    ],
)
def test_a_service_behind_a_proxy_has_to_trust_it(
    installation: App, settings: dict[str, Any], found: list[bool]
) -> None:
    app = replace(installation, settings=installation.settings.model_copy(update=settings))
    said = [it for it in doctor.examine(app, clock.now()) if it.part == "proxy"]
    assert [it.fine for it in said] == found
    assert all("SMEWATCH_TRUSTED_PROXIES" in it.words for it in said)
