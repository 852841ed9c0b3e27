"""The catalogue of rules and the packs, as the API shows them."""

from app.kit.errors import NotFoundError
from app.policy import (
    INCIDENTS,
    SECTIONS,
    SESSION_INCIDENTS,
    Policy,
    PolicyDocument,
    describe_evidence,
    describe_rules,
    describe_settings,
    load_packs,
)
from app.registry.rules.schemas import PackList, PackRead, PackSummary, RuleCatalogue


def catalogue() -> RuleCatalogue:
    """Return every rule, safety setting and kind of evidence, in the catalogue's order."""
    return RuleCatalogue.model_validate(
        {
            "rules": describe_rules(),
            "safety": describe_settings(),
            "evidence": describe_evidence(),
            **{name: section.model_json_schema() for name, section in SECTIONS.items()},
            "incidents": [
                {"kind": kind, "title": INCIDENTS[kind].title, "severity": INCIDENTS[kind].severity}
                for kind in SESSION_INCIDENTS
            ],
        }
    )


def packs() -> PackList:
    """Return the packs that ship with the product."""
    return PackList(items=[PackSummary(name=name, title=document.title) for name, document in load_packs().items()])


def pack_named(name: str) -> PackRead:
    """Return a pack with all that it sets.

    Raises:
        NotFoundError: There is none of this name.
    """
    document: PolicyDocument | None = load_packs().get(name)
    if document is None:
        message = "There is no pack of this name; /v1/policy/packs lists them."
        raise NotFoundError(message)
    return PackRead.model_validate(
        {
            "name": name,
            "title": document.title,
            "rules": document.rules,
            "safety": document.safety,
            **{name: getattr(document, name).model_dump(mode="json") for name in SECTIONS},
            "incidents": document.incidents,
            "digest": Policy(document=document, version=1).digest,
        }
    )
