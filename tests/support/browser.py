"""A browser that has never been used, and asks nothing of its maker: every request is a page's own."""

import shutil
from collections.abc import AsyncIterator
from typing import Final

import pytest
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM: Final = shutil.which("chromium")
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """The browser; each of its contexts is somebody's own device."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium: pages are not tried in a browser. `apt-get install chromium` brings it.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(chromium: Browser) -> Page:
    """A page of it."""
    return await chromium.new_page()
