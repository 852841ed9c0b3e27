"""The packs that ship with the product, and reading a pack from anywhere else."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from app.policy.document import PolicyDocument
from app.policy.errors import PolicyError, Problem
from app.policy.sections import SECTIONS
from app.policy.strict_yaml import parse

_SUFFIX = ".yaml"


def read_pack(content: bytes, file: str) -> PolicyDocument:
    """The pack that a YAML file says.

    Args:
        content: The file's bytes.
        file: What to call it in errors.

    Raises:
        PolicyError: It is broken; the text names the file, the lines, the rules or settings and why.
    """
    parsed = parse(content, file)
    try:
        document = PolicyDocument.model_validate(parsed.data)
        document.check_may_be_new()
    except PolicyError as error:
        # An error that names a file already is one of the packaged floor, not of this pack.
        raise error if error.file else error.in_file(file, parsed.lines) from None
    return document


@cache
def load_packs() -> Mapping[str, PolicyDocument]:
    """Every pack that ships with the product by its name; read once.

    Raises:
        PolicyError: One of them is broken, or has another name than its file.
    """
    packs: dict[str, PolicyDocument] = {}
    for resource in sorted(files(__name__).iterdir(), key=lambda each: each.name):
        if not resource.name.endswith(_SUFFIX):
            continue
        document = read_pack(resource.read_bytes(), resource.name)
        if f"{document.pack}{_SUFFIX}" != resource.name:
            raise PolicyError([Problem(("pack",), "a pack must have the name of its file")], resource.name)
        packs[document.pack] = document
    return MappingProxyType(packs)


def on_pack(given: Mapping[str, Any]) -> dict[str, Any]:
    """The whole of a policy that names a pack: what it leaves out is as the pack has it.

    Args:
        given: A policy as JSON. Of a rule that it names, what it leaves out is the pack's, too.

    Raises:
        PolicyError: The pack does not exist.
    """
    base = pack(given["pack"]).model_dump(mode="json")
    rules = dict(base["rules"])
    for code, setting in given.get("rules", {}).items():
        had = base["rules"].get(code, {})
        parameters = {**had.get("parameters", {}), **setting.get("parameters", {})}
        rules[code] = {**had, **setting, "parameters": parameters}
    parts = {part: {**base[part], **given.get(part, {})} for part in ("safety", *SECTIONS, "incidents")}
    return {**given, "rules": rules, **parts}


def pack(name: str) -> PolicyDocument:
    """The pack of this name.

    Raises:
        PolicyError: There is none.
    """
    try:
        return load_packs()[name]
    except KeyError:
        raise PolicyError([Problem(("pack",), f"must be one of {', '.join(load_packs())}")]) from None
