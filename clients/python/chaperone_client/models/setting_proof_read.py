from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.enforcement import Enforcement
from ..types import UNSET, Unset
from typing import cast


T = TypeVar("T", bound="SettingProofRead")


@_attrs_define
class SettingProofRead:
    """How one safety setting of the meeting stands.

    Attributes:
        code (str):
        enforced_by (str): meeting, host, or person where Zoom cannot be told.
        state (str): proven; asked where Zoom does not show that it applies and nothing depends on it; not_standing_in
            where the meeting itself had to prove it; by_person: then `instruction` says what the host does.
        required (str):
        found (None | str | Unset):
        instruction (None | str | Unset):
        enforcement (Enforcement | None | Unset): locked: a lock of the Zoom account or of a group is known to hold it,
            so the host cannot change it during the meeting; set: it is set, and no lock is known, so the host may be able
            to change it in the meeting's toolbar, which Zoom's API would not tell; asked_of_host: Zoom's API does not offer
            it, and the host is asked in writing.
    """

    code: str
    enforced_by: str
    state: str
    required: str
    found: None | str | Unset = UNSET
    instruction: None | str | Unset = UNSET
    enforcement: Enforcement | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        enforced_by = self.enforced_by

        state = self.state

        required = self.required

        found: None | str | Unset
        if isinstance(self.found, Unset):
            found = UNSET
        else:
            found = self.found

        instruction: None | str | Unset
        if isinstance(self.instruction, Unset):
            instruction = UNSET
        else:
            instruction = self.instruction

        enforcement: None | str | Unset
        if isinstance(self.enforcement, Unset):
            enforcement = UNSET
        elif isinstance(self.enforcement, Enforcement):
            enforcement = self.enforcement.value
        else:
            enforcement = self.enforcement

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "enforced_by": enforced_by,
                "state": state,
                "required": required,
            }
        )
        if found is not UNSET:
            field_dict["found"] = found
        if instruction is not UNSET:
            field_dict["instruction"] = instruction
        if enforcement is not UNSET:
            field_dict["enforcement"] = enforcement

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        enforced_by = d.pop("enforced_by")

        state = d.pop("state")

        required = d.pop("required")

        def _parse_found(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        found = _parse_found(d.pop("found", UNSET))

        def _parse_instruction(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        instruction = _parse_instruction(d.pop("instruction", UNSET))

        def _parse_enforcement(data: object) -> Enforcement | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                enforcement_type_0 = Enforcement(data)

                return enforcement_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Enforcement | None | Unset, data)

        enforcement = _parse_enforcement(d.pop("enforcement", UNSET))

        setting_proof_read = cls(
            code=code,
            enforced_by=enforced_by,
            state=state,
            required=required,
            found=found,
            instruction=instruction,
            enforcement=enforcement,
        )

        return setting_proof_read
