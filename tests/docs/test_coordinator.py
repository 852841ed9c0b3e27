"""A new coordinator's first week, in the docs page and in a browser: from a wrong key to why a session was suspended.

With `SCREENSHOTS=docs/screenshots` it writes the pictures of docs/coordinators.md.
"""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, expect

from app.registry.examples import ONE_MILLION_MENTORS_PROGRAMME, RIVERSIDE_PARTNER
from tests.support.scenario import session_time
from tests.support.zoom import System, eventually

Json = dict[str, Any]
# Answers are shown whole.
FOR_PICTURES = ".live-responses-table .highlight-code > .microlight { max-height: 1000px !important; }"
PATIENCE = 60_000
"""Milliseconds: a loaded machine takes its time to draw the page."""

MENTOR, MENTEE = "Amara Johnson", "Zoë Williams"


class DocsPage:
    """The docs page, as somebody uses it who has never seen an API."""

    def __init__(self, page: Page, base_url: str, pictures: Path) -> None:
        self.page, self.base_url, self.pictures = page, base_url, pictures
        page.set_default_timeout(PATIENCE)

    async def open(self) -> None:
        await self.page.set_viewport_size({"width": 1100, "height": 1300})
        await self.page.goto(f"{self.base_url}/docs")
        await self.page.add_style_tag(content=FOR_PICTURES)
        await self.page.locator("#operations-tag-Today").wait_for()

    async def authorize(self, key: str) -> None:
        await self.page.get_by_role("button", name="Authorize").first.click()
        dialogue = self.page.locator(".dialog-ux")
        logout = dialogue.get_by_role("button", name="Remove authorization")
        if await logout.count():
            await logout.click()
        await dialogue.locator("input").fill(key)
        await dialogue.get_by_role("button", name="Apply credentials").click()
        await dialogue.get_by_role("button", name="Close").click()

    async def run(
        self,
        group: str,
        name: str,
        *,
        values: Mapping[str, str] | None = None,
        body: Json | None = None,
        picture: str = "",
    ) -> tuple[int, Json]:
        """Open an operation by what the page calls it, fill it in, execute it, and return what came of it."""
        tag = self.page.locator(f"#operations-tag-{group.replace(' ', '_')}")
        section = self.page.locator(".opblock-tag-section", has=tag)
        if "is-open" not in (await section.get_attribute("class") or ""):
            await tag.click()
        operation = section.locator(".opblock", has=self.page.get_by_text(name, exact=True))
        await self._try_out(operation)
        for parameter, value in (values or {}).items():
            await operation.locator(f"tr[data-param-name='{parameter}'] input[type=text]").first.fill(value)
        if body is not None:
            await operation.locator("textarea.body-param__text").fill(json.dumps(body, ensure_ascii=False, indent=2))
        async with self.page.expect_response(lambda answer: "/v1/" in answer.url) as answered:
            await operation.get_by_role("button", name="Execute").click()
        answer = await answered.value
        status = operation.locator(".live-responses-table .response-col_status").last
        await expect(status).to_contain_text(str(answer.status), timeout=PATIENCE)
        if picture:
            await operation.locator(".live-responses-table").screenshot(path=self.pictures / f"{picture}.png")
        content: Json = await answer.json()
        await operation.locator(".opblock-summary-control").click()
        return answer.status, content

    async def _try_out(self, operation: Locator) -> None:
        await operation.locator(".opblock-summary-control").click()
        # It says Cancel where the operation has been tried before.
        start = operation.locator("button.try-out__btn")
        await start.wait_for()
        if await start.inner_text() == "Try it out":
            await start.click()


CONSENT: Json = {"kind": "virtual_meeting_consent", "document": "Consent folder 2026, sheet 31"}


def enrolment() -> Json:
    return {
        "programme_id": str(ONE_MILLION_MENTORS_PROGRAMME),
        "partner_id": str(RIVERSIDE_PARTNER),
        "mentor": {"name": MENTOR},
        "mentee": {"name": MENTEE, "birth_date": "2004-05-06"},
        "evidence": [{"about": "mentor", **CONSENT}, {"about": "mentor", "kind": "code_of_conduct_accepted"}],
    }


@pytest.mark.timeout(300)
async def test_a_new_coordinator_enrols_books_approves_withdraws_and_sees_why(
    demo: System, page: Page, tmp_path: Path
) -> None:
    pictures = Path(os.environ["SCREENSHOTS"]) if "SCREENSHOTS" in os.environ else tmp_path
    coordinator = await demo.caller(person="demo-1")
    docs = DocsPage(page, demo.base_url, pictures)
    await docs.open()
    await page.screenshot(path=pictures / "1-groups.png")

    # A wrong key is named as wrong by the first answer.
    await docs.authorize("chaperone_not_a_key")
    status, refused = await docs.run("Today", "See what needs somebody today", picture="2-wrong-key")
    assert (status, refused["detail"].partition(":")[0]) == (401, "This API key is not valid")
    await docs.authorize(coordinator.headers["Authorization"].removeprefix("Bearer "))

    # A pair is enrolled, and what is missing is said.
    people = "People and pairings"
    status, made = await docs.run(people, "Enrol a pair", body=enrolment(), picture="3-enrol")
    assert status == 201, made
    assert [each["code"] for each in made["readiness"]["missing"] if each["outcome"] == "deny"] == ["consent.virtual"]
    agreed = {**CONSENT, "person_id": made["mentee"]["id"]}
    # What needs no picture is done as a program does it: each step in the browser takes seconds.
    consent = (await coordinator.post("/v1/evidence", json=agreed)).json()
    pairing = made["pairing"]["id"]
    ready = (await coordinator.get(f"/v1/pairings/{pairing}/readiness")).json()
    assert ready["ready"], ready

    # An evening session waits for approval, and is approved.
    starts_at, ends_at = session_time(18, 30, minutes=45)
    session = {"pairing_id": pairing, "starts_at": starts_at, "ends_at": ends_at, "agreed_by_both": True}
    status, booked = await docs.run("Bookings", "Book a session", body=session)
    assert (status, booked["state"]) == (202, "awaiting_approval"), booked
    day = datetime.fromisoformat(starts_at).astimezone(ZoneInfo("Europe/London")).date()
    status, seen = await docs.run(
        "Today", "See what needs somebody today", values={"on": str(day)}, picture="4-this-week"
    )
    (line,) = [each for each in seen["today"] if each["booking_id"] == booked["id"]]
    assert (line["names"], line["time"]) == ({"mentor": MENTOR, "mentee": MENTEE}, "18:30 to 19:15")
    assert booked["id"] in [each["id"] for each in seen["needs"] if each["kind"] == "approval"]
    because = {"reason": "The mentee works during the day, and the mentor agreed to the evening."}
    booking = {"booking_id": booked["id"]}
    status, approved = await docs.run(
        "Approvals", "Approve a session", values=booking, body=because, picture="5-approve"
    )
    assert status in {200, 202}, approved

    # The mentee's consent is withdrawn: the session is suspended, and the story says why.
    why = {"reason": "The mentee would rather meet in person."}
    status, _ = await docs.run(
        "Evidence", "Withdraw a consent or training", values={"evidence_id": consent["id"]}, body=why
    )
    assert status == 200

    async def is_suspended() -> bool:
        return bool((await coordinator.get(f"/v1/bookings/{booked['id']}")).json()["state"] == "suspended")

    await eventually(is_suspended, within=60)
    status, story = await docs.run("Bookings", "Read the story of a booking", values=booking, picture="6-story")
    (suspended,) = [each for each in story["actions"] if each["action"] == "booking.suspended"]
    assert [(each["path"], each["reason"]) for each in suspended["because"]] == [
        (f"/v1/evidence/{consent['id']}", why["reason"])
    ]
