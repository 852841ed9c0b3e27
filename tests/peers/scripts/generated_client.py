"""A booking website's errand through the client that openapi-python-client generates from the service's document."""

import json
import os
import sys

from chaperone_client import AuthenticatedClient
from chaperone_client.api.bookings import create_booking, list_bookings
from chaperone_client.models import BookingCreate, BookingPage, BookingRead, ProblemDetails

client = AuthenticatedClient(base_url=os.environ["SERVICE_URL"], token=os.environ["SERVICE_KEY"])
wanted = BookingCreate.from_dict(json.loads(os.environ["SESSION"]))
refused = create_booking.sync(client=client, body=BookingCreate.from_dict(json.loads(os.environ["TOO_SOON"])))
assert isinstance(refused, ProblemDetails)
booked = create_booking.sync(client=client, body=wanted, prefer="respond-async", idempotency_key="mine")
assert isinstance(booked, BookingRead)
page = list_bookings.sync(client=client, pairing_id=wanted.pairing_id)
assert isinstance(page, BookingPage)

seen = {
    "problem": refused.type_.value,
    "denied_by": [reason.code for reason in refused.reasons],
    "state": booked.state.value,
    "listed": [item.id == booked.id for item in page.items],
}
sys.stdout.write(json.dumps(seen))
