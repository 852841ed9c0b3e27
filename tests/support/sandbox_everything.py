"""All that can happen at the sandbox's Zoom, once: every event of Zoom's reference is sent."""

from app.zoom.sandbox.webhooks.examples import example_names
from tests.support.sandbox import BASIC_HOST, HOST, SECOND_HOST, WITHOUT_LICENCE, Zoom, answer
from tests.support.sandbox_room import Room, registered, room

AI_ON = {
    "in_meeting.meeting_summary_with_ai_companion.enable": True,
    "in_meeting.ai_companion_questions.enable": True,
}
REGISTRANT_FIELDS = {
    "address": "1 Sample Street",
    "city": "London",
    "country": "GB",
    "zip": "10000",
    "state": "London",
    "phone": "15550100100",
    "industry": "Education",
    "org": "An organisation",
    "job_title": "Mentee",
    "purchasing_time_frame": "No timeframe",
    "role_in_purchase_process": "Not involved",
    "no_of_employees": "1-20",
    "comments": "None",
    "custom_questions": [{"title": "Why do you come?", "value": "To learn."}],
}


async def everything_happens(zoom: Zoom) -> None:
    await users_change(zoom)
    await meetings_change(zoom)
    people = await room(zoom, settings={"waiting_room": True, "approval_type": 0})
    await people_come_and_go(people)
    await host_works(people)
    await host_calls(people)
    await people.asks("POST", "/end")
    await zoom_is_done(people)
    for event in sorted(example_names()):
        await people.asks("POST", "/events", {"event": event})
    await somebody_waits_for_a_host_who_does_not_come(zoom)
    await zoom.control("PUT", "/app", {"authorised": False})


async def users_change(zoom: Zoom) -> None:
    body = {"action": "create", "user_info": {"email": "new@example.org", "type": 2, "first_name": "New"}}
    answer(await zoom.http.post("/v2/users", json=body), 201)
    await zoom.http.patch(f"/v2/users/{SECOND_HOST}", json={"first_name": "Second"})
    await zoom.control("PATCH", f"/users/{HOST}/settings", AI_ON | {"recording.cloud_recording": True})
    await zoom.control("PATCH", f"/users/{HOST}/settings", {"in_meeting.custom_live_streaming_service": True})
    for status in ("inactive", "active"):
        await zoom.control("PUT", f"/users/{SECOND_HOST}/status", {"status": status})
    await zoom.control("DELETE", f"/users/{WITHOUT_LICENCE}")
    await zoom.control("DELETE", f"/users/{BASIC_HOST}?disassociate=true")


async def meetings_change(zoom: Zoom) -> None:
    webinar = await room(zoom)
    await webinar.asks("POST", "/convert-to-webinar")
    weekly = {"type": 2, "repeat_interval": 1, "end_times": 2}
    series = await zoom.create(
        type=8, start_time="2031-05-06T10:00:00Z", recurrence=weekly, settings={"use_pmi": False}
    )
    await zoom.http.delete(f"/v2/meetings/{series['id']}")
    await zoom.http.put(f"/v2/meetings/{series['id']}/status", json={"action": "recover"})
    by_hand = await zoom.control("POST", f"/users/{HOST}/meetings", {"topic": "By hand", "settings": {"use_pmi": True}})
    await zoom.patch(by_hand["meeting"]["id"], topic="Changed")
    await registration(zoom)


async def registration(zoom: Zoom) -> None:
    meeting = (await zoom.create(settings={"approval_type": 1}))["id"]
    for number, action in enumerate(("approve", "deny", "cancel")):
        email = f"registrant-{number}@example.org"
        body = {"email": email, "first_name": "A", "last_name": "B", "auto_approve": True, **REGISTRANT_FIELDS}
        made = answer(await zoom.http.post(f"/v2/meetings/{meeting}/registrants", json=body), 201)
        status = {"action": action, "registrants": [{"id": made["registrant_id"], "email": email}]}
        await zoom.http.put(f"/v2/meetings/{meeting}/registrants/status", json=status)


async def people_come_and_go(people: Room) -> None:
    zoom = people.zoom
    registrant_id = await registered(zoom, people.meeting)
    link = {"registrant_id": registrant_id, "customer_key": "key-1"}
    early = await people.comes(**link)
    await people.host_comes()
    await people.does(early, "admit")
    telephone = await people.comes(**link, phone_number="15550100100")
    await people.does(telephone, "admit")
    await people.does(early, "bind", {"telephone": telephone["uuid"]})
    await people.does(telephone, "return")
    await people.does(telephone, "leave")
    await people.asks("PUT", f"/participants/{early['uuid']}/role", {"role": "co-host"})
    rejoins = await people.comes(**link, phone_number="15550100100")
    await people.does(rejoins, "admit")
    await people.does(rejoins, "leave")


async def host_works(people: Room) -> None:
    zoom = people.zoom
    host, mentee, *_ = await people.asks("GET", "/participants")
    if host["role"] != "host":
        host, mentee = mentee, host
    for action in ("start", "pause", "resume", "stop"):
        await people.asks("POST", f"/recording/{action}")
    await people.asks("PUT", "/local-recording", {"recording": True})
    await people.asks("POST", "/ai-companion/start")
    await people.asks("POST", "/ai-companion/stop")
    for action in ("start", "stop"):
        await people.asks("POST", f"/live-stream/{action}")
    for action in ("start", "interrupt", "stop"):
        await people.asks("POST", f"/media-stream/{action}")
    await people.does(mentee, "share", {"content": "whiteboard"})
    await people.does(mentee, "stop-sharing")
    await zoom.control("PATCH", f"/users/{HOST}/settings", {"in_meeting.file_transfer": True})
    await people.does(mentee, "send-file", {"to": host["uuid"]})
    await people.does(mentee, "send-message", {"text": "Hello", "to": host["uuid"]})
    await people.asks("POST", "/risk-alert")


async def host_calls(people: Room) -> None:
    for outcome in ("accepted", "missed", "rejected"):
        await people.asks("POST", "/calls/telephone", {"phone_number": "15550100101", "outcome": outcome})
    for outcome in ("accepted", "missed", "rejected", "failed"):
        await people.asks("POST", "/calls/room", {"outcome": outcome})
    for outcome in ("accepted", "rejected", "timeout"):
        await people.asks("POST", "/invitations", {"user": SECOND_HOST, "outcome": outcome})


async def zoom_is_done(people: Room) -> None:
    for action in ("complete", "transcribe"):
        await people.asks("POST", f"/recording/{action}")
    for action in ("complete-summary", "complete-transcript"):
        await people.asks("POST", f"/ai-companion/{action}")


async def somebody_waits_for_a_host_who_does_not_come(zoom: Zoom) -> None:
    empty = await room(zoom, settings={"waiting_room": True, "approval_type": 0})
    link = {"registrant_id": await registered(zoom, empty.meeting), "customer_key": "key-1"}
    waits = await empty.comes(**link)
    await empty.does(waits, "leave")
    before_host = await room(zoom, settings={"join_before_host": True, "jbh_time": 0, "approval_type": 0})
    link = {"registrant_id": await registered(zoom, before_host.meeting), "customer_key": "key-1"}
    await before_host.comes(**link)
