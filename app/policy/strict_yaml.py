"""A small, strict part of YAML for policy packs, which knows in which line everything stands.

It takes mappings, lists and scalars and nothing else: no anchors or aliases (so no document grows
when it is read), no tags (so no object is built), no key twice, no deep nesting, one document, at
most 64 KiB. Only `true`, `false`, `null` and whole numbers in digits are not text: `on`, `off` and
`12:30` are what they look like, as in the core schema of YAML 1.2.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml
from pydantic import JsonValue

from app.policy.errors import Path, PolicyError, Problem

MAXIMUM_BYTES: Final = 64 * 1024
_MAXIMUM_DEPTH: Final = 12
_WORDS: Final[Mapping[str, JsonValue]] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE_NUMBER: Final = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})")


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a document says, and the line, from 1, in which each part of it starts."""

    data: dict[str, JsonValue]
    lines: Mapping[Path, int]


def parse(content: bytes, file: str) -> ParsedDocument:
    """Read a document whose outermost part is a mapping.

    Args:
        content: The document in UTF-8.
        file: What to call it in errors.

    Raises:
        PolicyError: It is too large or not such a document; the text says the file, the line and why.
    """
    if len(content) > MAXIMUM_BYTES:
        raise PolicyError([Problem((), "a policy may have at most 64 KiB")], file)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PolicyError([Problem((), "this is not UTF-8", line)], file) from None
    lines: dict[Path, int] = {(): 1}
    try:
        node = _Composer(text).get_single_node()
        data = _value_of(node, (), lines) if node is not None else None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PolicyError([Problem((), "this character is not allowed", line)], file) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or error.context or "this is not YAML"
        raise PolicyError([Problem((), reason, mark.line + 1 if mark else None)], file) from None
    if not isinstance(data, dict):
        raise PolicyError([Problem((), "a policy must be a mapping", 1)], file)
    return ParsedDocument(data, lines)


class _Composer(yaml.SafeLoader):
    """PyYAML's reader up to the tree of nodes, which refuses what a pack has no need of."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]  # untyped in the stubs
        if getattr(event, "anchor", None) is not None:
            raise _refusal("anchors and aliases are not allowed", event)
        if getattr(event, "tag", None) is not None:
            raise _refusal("tags are not allowed", event)
        if self._depth == _MAXIMUM_DEPTH:
            raise _refusal("this is nested too deeply", event)
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


def _value_of(node: yaml.Node, path: Path, lines: dict[Path, int]) -> JsonValue:
    if isinstance(node, yaml.MappingNode):
        return _mapping_of(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        items: list[JsonValue] = []
        for position, item in enumerate(node.value):
            lines[*path, position] = item.start_mark.line + 1
            items.append(_value_of(item, (*path, position), lines))
        return items
    text = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def _mapping_of(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, JsonValue]:
    mapping: dict[str, JsonValue] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _refusal("a key must be a word", key)
        name = str(key.value)
        if name in mapping:
            raise _refusal(f"the key {name[:80]!r} stands here twice", key)
        lines[*path, name] = key.start_mark.line + 1
        mapping[name] = _value_of(value, (*path, name), lines)
    return mapping


def _refusal(reason: str, at: yaml.Event | yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=reason, problem_mark=at.start_mark)  # type: ignore[arg-type]  # the same mark
