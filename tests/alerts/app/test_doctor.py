"""What the doctor finds in the settings of a service."""

from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest
from pydantic import SecretStr

from alerts import passwords
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


FAULTS = [
    ("smtp_url", "http://x", "smtp://"),
    ("smtp_url", "smtp://h:99999", "smtp://"),
    ("smtp_url", "smtp://h?tls=1", "starttls"),
    ("mail_from", "nobody", "name@example.org"),
    ("mail_from", "", "name@example.org"),
    ("operator", "abc", "e-mail address"),
    ("bounces_url", "ftp://x", "imaps://"),
    ("admin_password", "$argon2id$broken", "single quotes"),
    ("admin_password", passwords.hashed("three horses")[:60], "single quotes"),
]


@pytest.mark.parametrize(("name", "value", "way_out"), FAULTS)
def test_a_setting_that_cannot_work_is_named_with_what_would(
    installation: App, name: str, value: str, way_out: str
) -> None:
    secret = isinstance(getattr(installation.settings, name), SecretStr)
    given = {name: SecretStr(value) if secret else value}
    app = replace(installation, settings=installation.settings.model_copy(update=given))
    (said,) = [it for it in doctor.examine(app, clock.now()) if it.part == "settings"]
    assert not said.fine
    assert f"SMEWATCH_{name.upper()}" in said.words
    assert way_out in said.words
    assert not secret or value not in said.words


def test_of_settings_that_can_work_nothing_is_said(installation: App) -> None:
    given = {
        "smtp_url": SecretStr("smtps://user:password@mail.example.org"),
        "operator": "operator@example.org",
        "bounces_url": SecretStr("maildir:///var/mail/returned"),
        "admin_password": SecretStr(passwords.hashed("three horses")),
    }
    app = replace(installation, settings=installation.settings.model_copy(update=given))
    assert [it for it in doctor.examine(app, clock.now()) if it.part in {"settings", "mail"} and not it.fine] == []
