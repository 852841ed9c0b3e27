"""The page of a session that was moved: from when to when, by the programme's clock and by somebody's own."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.pages import pages_of
from tests.support.scenario import LONDON, session_time
from tests.support.service import Service

KOLKATA = ZoneInfo("Asia/Kolkata")


async def test_a_moved_session_says_its_former_and_its_new_time_by_the_programmes_clock_and_by_ones_own(
    service: Service,
) -> None:
    pages = await pages_of(service)
    zone = {"time_zone": "Asia/Kolkata"}
    changed = await pages.reader.patch(f"/v1/people/{pages.scenario.mentor}", json=zone, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text
    assert "has changed" not in await pages.get("mentor")

    for hour in (14, 15):
        starts_at, ends_at = session_time(hour)
        to: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at, "agreed_by_both": True}
        headers = {"If-Match": "*", "Prefer": "respond-async"}
        moved = await pages.reader.patch(f"/v1/bookings/{pages.booking['id']}", json=to, headers=headers)
        assert moved.is_success, moved.text

    def period(zone: ZoneInfo, hour: int) -> str:
        start = datetime.fromisoformat(session_time(hour)[0]).astimezone(zone)
        day = f"{start:%A}, {start.day} {start:%B %Y}"
        return f"{day}, {start:%H:%M} to {start + timedelta(hours=1):%H:%M}."

    mentor, mentee = await pages.get("mentor"), await pages.get("mentee")
    for shown in (mentor, mentee):
        assert f"Before, it was {period(LONDON, 14)} Now it is {period(LONDON, 15)}" in shown
    assert f"In your time zone: before, {period(KOLKATA, 14)} Now, {period(KOLKATA, 15)}" in mentor
    assert "In your time zone" not in mentee
    await pages.change(state="cancelled")
    assert "Before, it was" not in await pages.get("mentor")
