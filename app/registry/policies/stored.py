"""The policy that a stored version holds, read once in each process."""

from typing import Final
from uuid import UUID

from app.policy import Policy, PolicyDocument
from app.registry.policies.models import PolicyVersion

_POLICIES_KEPT: Final = 256
_policies: dict[tuple[UUID, int], Policy] = {}


def policy_of(row: PolicyVersion) -> Policy:
    """Return the policy that a stored version holds."""
    key = (row.programme_id, row.version)
    if key not in _policies:
        while len(_policies) >= _POLICIES_KEPT:
            del _policies[next(iter(_policies))]
        _policies[key] = Policy(document=PolicyDocument.model_validate(row.document), version=row.version)
    return _policies[key]
