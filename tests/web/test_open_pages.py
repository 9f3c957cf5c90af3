"""The public pages: everyone can read them, they tell what runs, and they know nothing of who reads."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client

from lighed.elements import REGISTER
from lighed.web.models import LegalBasisEntry
from tests.web.factories import HERE
from tests.web.open_site import *  # noqa: F403 - fixtures
from tests.web.open_site import FILES, PAGES
from tests.web.readability import lix, main_text

pytestmark = pytest.mark.django_db


def page(client: Client, part: str = "", *, code: str = HERE, status: int = 200) -> str:
    answer = client.get(f"/open/{code}/{part}")
    assert answer.status_code == status, part
    return answer.content.decode()


@pytest.mark.parametrize("part", [*PAGES, *FILES])
def test_every_page_opens_for_everyone(released, everyone, part):
    page(everyone, part)
    page(everyone, f"{part}?language=en")
