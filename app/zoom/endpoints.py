"""What each call costs of the account's limits, and whether it may be sent again.

Source: the labels in Zoom's API reference. Where its editions disagree (create), the heavier one; Zoom's answers name the
label that counts, and `app.zoom.limits` follows them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.zoom.errors import Operation
from app.zoom.limits.plans import Label


@dataclass(frozen=True)
class Endpoint:
    """`is_repeatable`: sending the call again, after it was perhaps carried out, leads to the same and costs nothing else."""

    label: Label
    is_repeatable: bool


ENDPOINTS: Final[Mapping[Operation, Endpoint]] = {
    Operation.LIST_USERS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.GET_USER: Endpoint(Label.LIGHT, is_repeatable=True),
    Operation.GET_USER_SETTINGS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.UPDATE_USER_SETTINGS: Endpoint(Label.MEDIUM, is_repeatable=True),
    # A second meeting.
    Operation.CREATE_MEETING: Endpoint(Label.MEDIUM, is_repeatable=False),
    Operation.GET_MEETING: Endpoint(Label.LIGHT, is_repeatable=True),
    # The same meeting, but one more of the host's 100 changes a day: reading it first is cheaper.
    Operation.UPDATE_MEETING: Endpoint(Label.LIGHT, is_repeatable=False),
    Operation.DELETE_MEETING: Endpoint(Label.LIGHT, is_repeatable=True),
    Operation.END_MEETING: Endpoint(Label.LIGHT, is_repeatable=True),
    # To stop what has stopped changes nothing.
    Operation.CONTROL_MEETING: Endpoint(Label.MEDIUM, is_repeatable=True),
    # The same registrant, but one more of the three a day that Zoom allows for an address.
    Operation.ADD_REGISTRANT: Endpoint(Label.LIGHT, is_repeatable=False),
    Operation.LIST_REGISTRANTS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.GET_REGISTRANT: Endpoint(Label.LIGHT, is_repeatable=True),
    # The second time there is nothing to remove.
    Operation.REMOVE_REGISTRANT: Endpoint(Label.LIGHT, is_repeatable=False),
    # A link that nobody got opens nothing to anybody.
    Operation.CREATE_INVITE_LINK: Endpoint(Label.LIGHT, is_repeatable=True),
    Operation.LIST_MEETINGS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.GET_PAST_MEETING: Endpoint(Label.LIGHT, is_repeatable=True),
    Operation.LIST_PAST_INSTANCES: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.LIST_PAST_PARTICIPANTS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.LIST_WEBHOOK_LOGS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.GET_ACCOUNT_SETTINGS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.GET_ACCOUNT_LOCKS: Endpoint(Label.MEDIUM, is_repeatable=True),
    Operation.GET_GROUP_LOCKS: Endpoint(Label.MEDIUM, is_repeatable=True),
}
"""Every operation but `TOKEN`, which has no label."""
