"""`safety.wishes`: a session may ask for a safer meeting than the programme's, and never for a less safe one."""

from app.policy.facts import Facts
from app.policy.rule import Met, Seen, Unmet, Verdict, safety_rule
from app.policy.safety import SafetyProfile
from app.policy.sources import Document, Source
from app.policy.wording import spoken_list


@safety_rule(
    code="safety.wishes",
    title="The session asks for nothing less safe",
    description=(
        "Whoever books may ask for stricter meeting settings than the programme, the partner and the measures for the pairing "
        "already have. Asking for something looser, or for a Zoom setting of a phone session, is refused; it is never ignored."
    ),
    sources=(Source(Document.PRODUCT, "Safety can only be tightened"),),
)
def safety_wishes(facts: Facts, required: SafetyProfile) -> Verdict:
    """Compare each wish with what programme, partner and pairing require together."""
    wishes = facts.session.safety
    if wishes and facts.session.modality == "phone":
        return Unmet(
            "The session is held by phone, and asks for settings that only a Zoom meeting has.",
            "Ask for the session without these wishes, or hold it on Zoom.",
            {"asked": dict(wishes), "required": {}},
        )
    loosened = required.loosened_by(wishes) if wishes else ()
    if not loosened:
        return Met("The session asks for nothing less safe than it must be.", {"asked": dict(wishes), "required": {}})
    levels = required.levels()
    seen: Seen = {"asked": dict(wishes), "required": {each.code: levels[each.code] for each in loosened}}
    settings = spoken_list([f"“{each.title}”" for each in loosened])
    return Unmet(
        f"The session asks for a looser setting of {settings} than its programme, partner or pairing allows.",
        f"Ask for the session without {'this wish' if len(loosened) == 1 else 'these wishes'}, "
        "or for the setting that the programme needs.",
        seen,
    )
