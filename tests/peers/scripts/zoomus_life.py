"""The life of a meeting through zoomus. Run by a Python that finds zoomus; what was seen comes out as JSON."""

import json
import os
import sys

from zoomus import ZoomClient  # type: ignore[import-not-found]  # installed for this script alone

base_url, host = os.environ["SANDBOX_URL"], os.environ["SANDBOX_HOST"]
zoom = ZoomClient(
    os.environ["SANDBOX_CLIENT_ID"],
    os.environ["SANDBOX_CLIENT_SECRET"],
    os.environ["SANDBOX_ACCOUNT_ID"],
    base_uri=f"{base_url}/v2",
    oauth_uri=f"{base_url}/oauth/token",
)
users = zoom.user.list().json()["users"]
created = zoom.meeting.create(user_id=host, topic="By zoomus", type=2, duration=30, settings={"waiting_room": True})
meeting = created.json()
read = zoom.meeting.get(id=meeting["id"]).json()
changed = zoom.meeting.update(id=meeting["id"], topic="Changed by zoomus")
listed = zoom.meeting.list(user_id=host).json()["meetings"]
ended = zoom.meeting.update_status(id=meeting["id"], action="end")
deleted = zoom.meeting.delete(id=meeting["id"])
gone = zoom.meeting.get(id=meeting["id"])
seen = {
    "users": [user["email"] for user in users],
    "created": created.status_code,
    "waiting_room": read["settings"]["waiting_room"],
    "changed": changed.status_code,
    "topics": [each["topic"] for each in listed],
    "ended": ended.status_code,
    "deleted": deleted.status_code,
    "gone": [gone.status_code, gone.json()["code"]],
}
json.dump(seen, sys.stdout)
