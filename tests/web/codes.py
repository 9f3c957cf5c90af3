"""What the app on somebody's phone shows."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD = 30


def code_of(secret: str, *, later: int = 0) -> str:
    """The code of six digits, now or some codes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + later)))


def secret_on(page: str) -> str:
    """The key that the page of the set-up shows to those who cannot scan."""
    found = re.search(r'<code class="app-key">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


def spare_codes_on(page: str) -> list[str]:
    """The spare codes that a page shows."""
    return re.findall(r"<li><code>(\d{8})</code></li>", page)


def set_up(client) -> tuple[str, list[str]]:
    """Connect an app as whoever is logged in; its secret and the spare codes."""
    secret = secret_on(client.get("/own-log-in/app/").content.decode())
    response = client.post("/own-log-in/app/", {"code": code_of(secret)}, follow=True)
    return secret, spare_codes_on(response.content.decode())
