from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.disabled_because import DisabledBecause
from ..models.event_type import EventType
from ..models.webhook_state import WebhookState
from typing import cast
from uuid import UUID
import datetime


T = TypeVar("T", bound="WebhookSecretRead")


@_attrs_define
class WebhookSecretRead:
    """A subscription with its secret, which is shown this once.

    Attributes:
        id (UUID):
        partner_id (None | UUID): The only partner whose events it is told of; null for all.
        url (str): Where events are sent.
        description (str): Whose it is, or what for.
        event_types (list[EventType]): Which events it is told of.
        state (WebhookState): Whether a subscription is told of events.
        disabled_because (DisabledBecause | None): by_person: somebody disabled it; gone: its receiver answered 410;
            failing: nothing could be delivered for days.
        public_key (str): To verify `v1a` signatures with. It is no secret.
        failing_since (datetime.datetime | None): Since when nothing has been delivered; null while all is well.
        delivered_at (datetime.datetime | None): When something was delivered last, to the minute.
        created_at (datetime.datetime):
        version (int):
        secret (str): To verify `v1` signatures with. Keep it: it is not shown again.
    """

    id: UUID
    partner_id: None | UUID
    url: str
    description: str
    event_types: list[EventType]
    state: WebhookState
    disabled_because: DisabledBecause | None
    public_key: str
    failing_since: datetime.datetime | None
    delivered_at: datetime.datetime | None
    created_at: datetime.datetime
    version: int
    secret: str

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        partner_id: None | str
        if isinstance(self.partner_id, UUID):
            partner_id = str(self.partner_id)
        else:
            partner_id = self.partner_id

        url = self.url

        description = self.description

        event_types = []
        for event_types_item_data in self.event_types:
            event_types_item = event_types_item_data.value
            event_types.append(event_types_item)

        state = self.state.value

        disabled_because: None | str
        if isinstance(self.disabled_because, DisabledBecause):
            disabled_because = self.disabled_because.value
        else:
            disabled_because = self.disabled_because

        public_key = self.public_key

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        delivered_at: None | str
        if isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        created_at = self.created_at.isoformat()

        version = self.version

        secret = self.secret

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "partner_id": partner_id,
                "url": url,
                "description": description,
                "event_types": event_types,
                "state": state,
                "disabled_because": disabled_because,
                "public_key": public_key,
                "failing_since": failing_since,
                "delivered_at": delivered_at,
                "created_at": created_at,
                "version": version,
                "secret": secret,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        def _parse_partner_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                partner_id_type_0 = UUID(data)

                return partner_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        partner_id = _parse_partner_id(d.pop("partner_id"))

        url = d.pop("url")

        description = d.pop("description")

        event_types = []
        _event_types = d.pop("event_types")
        for event_types_item_data in _event_types:
            event_types_item = EventType(event_types_item_data)

            event_types.append(event_types_item)

        state = WebhookState(d.pop("state"))

        def _parse_disabled_because(data: object) -> DisabledBecause | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_because_type_0 = DisabledBecause(data)

                return disabled_because_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DisabledBecause | None, data)

        disabled_because = _parse_disabled_because(d.pop("disabled_because"))

        public_key = d.pop("public_key")

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)

                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))

        def _parse_delivered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        version = d.pop("version")

        secret = d.pop("secret")

        webhook_secret_read = cls(
            id=id,
            partner_id=partner_id,
            url=url,
            description=description,
            event_types=event_types,
            state=state,
            disabled_because=disabled_because,
            public_key=public_key,
            failing_since=failing_since,
            delivered_at=delivered_at,
            created_at=created_at,
            version=version,
            secret=secret,
        )

        return webhook_secret_read
