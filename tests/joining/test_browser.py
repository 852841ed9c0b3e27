"""Two people hold a session by their pages: in browsers, on a phone, by keyboard, without scripts, and with axe looking on."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Page, expect

from app.kit.clock import utc_now
from app.registry.pairings.models import Pairing
from app.registry.people.models import Person
from app.registry.programmes.models import Programme
from tests.support.pages import Pages, pages_of, tokens_of
from tests.support.rooms import MINUTE, booked
from tests.support.scenario import Scenario, make_scenario
from tests.support.service import Service
from tests.support.zoom import System

PHONE: Final = {"width": 360, "height": 740}
DESK: Final = {"width": 1100, "height": 800}
SHOTS: Final = os.environ.get("SCREENSHOTS")
"""A folder for the pictures that the documentation shows; they are taken where it is named."""
RULES: Final = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


async def device(chromium: Browser, *, scripts: bool = True, size: Any = DESK) -> BrowserContext:
    return await chromium.new_context(java_script_enabled=scripts, viewport=size, locale="en-GB")


async def shoot(page: Page, name: str) -> None:
    if SHOTS:
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=False)


async def is_accessible(page: Page) -> None:
    """Check that axe finds nothing, with everything unfolded, and that nothing is cut off at the side."""
    await page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = await Axe().run(page, options=RULES)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


async def named(service: Service, scenario: Scenario) -> None:
    async with service.database.transaction() as session:
        (await session.get_one(Person, scenario.mentor)).name = "Sam Taylor"
        (await session.get_one(Person, scenario.mentee)).name = "Amara Okafor"
        (await session.get_one(Pairing, scenario.pairing)).agenda = "How to write a first CV"
        programme = await session.get_one(Programme, scenario.programme)
        programme.coordinators = [{"name": "Coordination desk", "phone": "020 7946 0000", "email": "desk@example.org"}]
        programme.safeguarding_contacts = [{"name": "Safeguarding lead", "phone": "020 7946 0001"}]


async def test_two_people_hold_a_session_by_their_pages(system: System, chromium: Browser) -> None:
    scenario = await make_scenario(system.database)
    await named(system, scenario)
    booking = await booked(system, scenario, starts_in=5 * MINUTE)
    tokens = await tokens_of(await system.caller(), booking["id"])
    mentors, mentees = await device(chromium), await device(chromium, scripts=False, size=PHONE)
    mentor, mentee = await mentors.new_page(), await mentees.new_page()
    requested: list[str] = []
    refused: list[str] = []
    mentor.on("request", lambda request: requested.append(request.url))
    mentor.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    await mentor.goto(f"{system.base_url}/j/{tokens['mentor']}")
    await expect(mentor.get_by_role("heading", level=1)).to_have_text("Your session with Amara")
    await shoot(mentor, "page-mentor")
    # By keyboard alone: to the button, and press it.
    button = mentor.get_by_role("button", name="Open the room")
    for _ in range(20):
        await mentor.keyboard.press("Tab")
        if await button.evaluate("each => each === document.activeElement"):
            break
    async with mentors.expect_page() as opened:
        await mentor.keyboard.press("Enter")
    room = await opened.value
    await room.get_by_role("button", name="Start meeting").click()
    await expect(room.get_by_text("Nobody waits.")).to_be_visible()

    for _ in range(2):
        await mentee.goto(f"{system.base_url}/j/{tokens['mentee']}")
        await expect(mentee.get_by_role("heading", level=1)).to_have_text("Your session with Sam")
        await shoot(mentee, "page-mentee-phone")
        await mentee.get_by_role("button", name="Join the session").click()
        await mentee.get_by_role("button", name="Join from your browser").click()
        await expect(mentee.get_by_role("button", name="Leave")).to_be_visible()
        await room.reload()
        await room.get_by_role("button", name="Admit").click()
        await expect(mentee.get_by_text("Participants")).to_be_visible()
        await mentee.get_by_role("button", name="Leave").click()

    assert [each for each in refused if "Content Security Policy" in each] == []
    assert [each for each in requested if not each.startswith((f"{system.base_url}/j/", "data:"))] == []
    pressed = [each for each in await system.audit(booking["id"]) if each["actor_kind"] == "participant"]
    assert [each["action"] for each in pressed] == ["session.way_in_given"] * 3


async def looks(pages: Pages, context: BrowserContext, role: str) -> Page:
    page = await context.new_page()
    await page.goto(f"{pages.service.base_url}{pages.path(role)}")
    return page


async def test_axe_finds_nothing_on_any_page_however_small_the_screen(service: Service, chromium: Browser) -> None:
    pages = await pages_of(service, pack_name="the-brokerage")
    await named(service, pages.scenario)
    phone, desk = await device(chromium, size=PHONE), await device(chromium)
    path = f"/v1/programmes/{pages.scenario.programme}/page"
    said = {"code_of_conduct": "Be kind.", "feedback": {"mid_point": {"after_session": 1}}}
    assert (await pages.reader.put(path, json=said, headers={"If-Match": "*"})).status_code == 200

    who = {"role": "coordinator", "name": "Sam", "reason": "Opens the room."}
    invited = await pages.reader.post(f"/v1/bookings/{pages.booking['id']}/participants", json=who)
    assert invited.status_code == 201, invited.text
    pages.tokens |= await tokens_of(pages.reader, pages.booking["id"], participants=["coordinator"])

    for role in ("mentor", "coordinator"):
        ahead = await looks(pages, phone, role)
        await is_accessible(ahead)
    await pages.change(
        state="confirmed", starts_at=utc_now() - timedelta(hours=2), ends_at=utc_now() - timedelta(hours=1)
    )
    over = await looks(pages, desk, "mentee")
    await is_accessible(over)
    unknown = await desk.new_page()
    await unknown.goto(f"{service.base_url}/j/{'a' * 43}")
    await is_accessible(unknown)


async def test_the_second_fact_is_given_on_a_telephone_and_remembered(service: Service, chromium: Browser) -> None:
    pages = await pages_of(service, doors={"second_fact": "birthday"})
    page = await looks(pages, await device(chromium, size=PHONE), "mentee")
    await shoot(page, "page-second-fact")
    await is_accessible(page)
    await page.get_by_label("Day").fill("2")
    await page.get_by_label("Month").fill("1")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("alert")).to_contain_text("4 more times")
    await is_accessible(page)
    await page.get_by_label("Day").fill("1")
    await page.get_by_label("Month").fill("1")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Your session with")
    await page.goto(f"{service.base_url}{pages.path('mentee')}")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Your session with")
