"""AI Companion in a meeting: it sums up, answers questions, and keeps what was said."""

from collections.abc import Iterable
from typing import Final

from app.zoom.sandbox.account.directory import Account
from app.zoom.sandbox.account.user_settings import AI_COMPANION_SWITCHES, in_force
from app.zoom.sandbox.meetings.meeting_state import AiFeature, Instance, Meeting, NotPossibleError
from app.zoom.sandbox.webhooks import ai_companion_events as events

_SWITCHES: Final = dict(zip((AiFeature.SUMMARY, AiFeature.QUESTIONS), AI_COMPANION_SWITCHES, strict=True))


def allowed(account: Account, meeting: Meeting) -> tuple[AiFeature, ...]:
    """Return the features that the host's settings have."""
    host = account.user(meeting.host_id)
    return tuple(feature for feature, switch in _SWITCHES.items() if in_force(account.state, host, switch))


def start(account: Account, meeting: Meeting, instance: Instance, features: Iterable[AiFeature]) -> None:
    """Start features, of those that the host's settings have. What runs already goes on.

    Raises:
        NotPossibleError: The host's settings have none of them.
    """
    wanted = [feature for feature in features if feature in allowed(account, meeting)]
    if not wanted:
        message = "The host's settings have AI Companion switched off."
        raise NotPossibleError(message)
    new = [feature for feature in wanted if feature not in instance.ai_features]
    instance.ai_features += new
    if AiFeature.SUMMARY in new and instance.summary_started_at is None:
        instance.summary_started_at = account.clock.now()
    events.announce_ai_companion(account, meeting, new, "started")
    account.changed()


def stop(
    account: Account, meeting: Meeting, instance: Instance, features: Iterable[AiFeature] = tuple(AiFeature)
) -> None:
    """Stop features, as far as they run."""
    over = [feature for feature in features if feature in instance.ai_features]
    instance.ai_features = [feature for feature in instance.ai_features if feature not in over]
    events.announce_ai_companion(account, meeting, over, "stopped")
    account.changed()


def complete_summary(account: Account, meeting: Meeting) -> None:
    """Let Zoom be done with the summary of the latest holding that was summed up.

    Raises:
        NotPossibleError: None was.
    """
    events.announce_summary_completed(account, meeting, _summed_up(meeting))


def complete_transcript(account: Account, meeting: Meeting) -> None:
    """Let Zoom be done with the transcript of the latest holding that was summed up.

    Raises:
        NotPossibleError: None was.
    """
    events.announce_transcript_completed(account, meeting, _summed_up(meeting))


def _summed_up(meeting: Meeting) -> Instance:
    found = [each for each in meeting.instances if each.summary_started_at is not None]
    if not found:
        message = "AI Companion has summed up nothing of this meeting."
        raise NotPossibleError(message)
    return found[-1]
