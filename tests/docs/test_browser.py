"""The docs page as a coordinator uses it: in a browser, from this service alone, up to a booked session."""

from playwright.async_api import Page, expect

from tests.support.zoom import System


async def test_a_coordinator_books_a_session_from_the_docs_page(demo: System, page: Page) -> None:
    coordinator = await demo.caller()
    key = coordinator.headers["Authorization"].removeprefix("Bearer ")
    requested: list[str] = []
    refused: list[str] = []
    meetings_before = len(await demo.zoom.meetings())
    page.on("request", lambda request: requested.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    await page.goto(f"{demo.base_url}/docs")
    await page.get_by_role("button", name="Authorize").first.click()
    dialogue = page.locator(".dialog-ux")
    await dialogue.locator("input").fill(key)
    await dialogue.get_by_role("button", name="Apply credentials").click()
    await dialogue.get_by_role("button", name="Close").click()
    await page.locator("#operations-tag-Bookings").click()
    operation = page.locator("#operations-Bookings-create_booking")
    await operation.locator(".opblock-summary-control").click()
    await operation.get_by_role("button", name="Try it out").click()
    await operation.get_by_role("button", name="Execute").click()

    await expect(operation.locator(".live-responses-table .response-col_status").last).to_have_text("201")
    assert len(await demo.zoom.meetings()) == meetings_before + 1
    assert f"{demo.base_url}/v1/bookings" in requested
    # Its own content security policy stands in the way of nothing that it does.
    assert [text for text in refused if "Content Security Policy" in text] == []
    # Pictures written into the page itself come from nowhere.
    assert [url for url in requested if not url.startswith((f"{demo.base_url}/", "data:"))] == []
