"""The life of a meeting through pyzoom. Run by a Python that finds pyzoom; what was seen comes out as JSON.

pyzoom knows no server-to-server apps and wants a token; its users fetch one as this script does.
"""

import json
import os
import sys

import requests  # type: ignore[import-untyped,unused-ignore]  # comes with pyzoom
from pyzoom import ZoomClient, err  # type: ignore[import-not-found]  # installed for this script alone
from pyzoom.schemas import ZoomMeetingSettings  # type: ignore[import-not-found]  # the same

base_url = os.environ["SANDBOX_URL"]
token = requests.post(
    f"{base_url}/oauth/token",
    data={"grant_type": "account_credentials", "account_id": os.environ["SANDBOX_ACCOUNT_ID"]},
    auth=(os.environ["SANDBOX_CLIENT_ID"], os.environ["SANDBOX_CLIENT_SECRET"]),
    timeout=10,
).json()["access_token"]
zoom = ZoomClient(token, base_url=f"{base_url}/v2")
settings = ZoomMeetingSettings.default_settings()
when = {"start_time": "2035-01-01T10:00:00Z", "duration_min": 30}
meeting = zoom.meetings.create_meeting("By pyzoom", settings=settings, **when)
read = zoom.meetings.get_meeting(meeting.id)
zoom.meetings.update_meeting("Changed by pyzoom", settings=settings, meeting_id=meeting.id, **when)
listed = zoom.meetings.list_meetings()
ended = zoom.raw.put(f"/meetings/{meeting.id}/status", body={"action": "end"})
deleted = zoom.meetings.delete_meeting(meeting.id)
try:
    zoom.meetings.get_meeting(meeting.id)
except err.NotFound:
    gone = True
else:
    gone = False
seen = {
    "users": [user.email for user in zoom.users.get_users("active").users],
    "read": read.topic,
    "topics": [each.topic for each in listed.meetings],
    "ended": ended.status_code,
    "deleted": deleted,
    "gone": gone,
}
json.dump(seen, sys.stdout)
