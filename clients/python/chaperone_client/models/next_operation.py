from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, BinaryIO, TextIO, TYPE_CHECKING, Generator

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

from ..models.next_operation_method import NextOperationMethod


T = TypeVar("T", bound="NextOperation")


@_attrs_define
class NextOperation:
    """Something that can be done next.

    Attributes:
        operation (str): The operation's id, as in the OpenAPI document.
        name (str): What the docs page calls it.
        method (NextOperationMethod): The HTTP method.
        path (str): Where, with the ids filled in.
    """

    operation: str
    name: str
    method: NextOperationMethod
    path: str

    def to_dict(self) -> dict[str, Any]:
        operation = self.operation

        name = self.name

        method = self.method.value

        path = self.path

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "operation": operation,
                "name": name,
                "method": method,
                "path": path,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        operation = d.pop("operation")

        name = d.pop("name")

        method = NextOperationMethod(d.pop("method"))

        path = d.pop("path")

        next_operation = cls(
            operation=operation,
            name=name,
            method=method,
            path=path,
        )

        return next_operation
