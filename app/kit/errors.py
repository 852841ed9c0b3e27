"""What can go wrong, as types: raised anywhere, turned into HTTP in one place (`app.http.problems`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID


class ChaperoneError(Exception):
    """Base of every error that the service raises on purpose. Its text tells the person what to do next."""


@dataclass(frozen=True)
class FieldError:
    """One field that was refused: where it stands in the request, and why.

    `unknown` is the id that it names, where there is no such thing or it is another partner's: the caller cannot tell which.
    """

    field: str
    message: str
    unknown: UUID | None = None


class NotAuthenticatedError(ChaperoneError):
    """The request carries no API key that is valid now."""


class NotPermittedError(ChaperoneError):
    """The API key is valid, and this is not for it to do."""


class MissingScopeError(NotPermittedError):
    """The API key is valid and has none of the scopes that allow this operation."""

    def __init__(self, detail: str, *, needs: Sequence[str] = ()) -> None:
        self.needs = tuple(needs)
        super().__init__(detail)


class NotFoundError(ChaperoneError):
    """It does not exist, or it is another partner's: the caller cannot tell which."""


class InvalidFieldsError(ChaperoneError):
    """Fields of the request cannot be accepted."""

    def __init__(self, *errors: FieldError) -> None:
        self.errors = errors
        super().__init__("Correct the fields listed under errors and send the request again.")


class AlreadyExistsError(ChaperoneError):
    """The same thing exists already."""


class PreconditionRequiredError(ChaperoneError):
    """A change was sent without saying which version it changes (RFC 6585, section 3)."""


class PreconditionFailedError(ChaperoneError):
    """Somebody else changed it since the caller read it (RFC 9110, section 13.1.1)."""


class IdempotencyKeyReusedError(ChaperoneError):
    """The Idempotency-Key was used before, for another request."""


class ReplayedProblemError(ChaperoneError):
    """The first request with this Idempotency-Key was refused; this is that refusal again."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        self.problem = dict(problem)
        super().__init__(str(problem.get("detail", "")))


class RequestInFlightError(ChaperoneError):
    """The first request with this Idempotency-Key is still being worked on."""


class WrongStateError(ChaperoneError):
    """The booking is not in a state that allows this."""


class PersonalLinksOnlyError(WrongStateError):
    """The people of the programme come in by personal links, and Zoom's own link is kept back."""


@dataclass(frozen=True)
class Refusal:
    """What the refusal of a session tells.

    `for_user` is one sentence for the person at the screen; `reasons` are what stands in the way, `contacts` how to reach those
    who can do something about it, and `findings` all that the rules found.
    """

    for_user: str
    reasons: Sequence[Mapping[str, Any]] = ()
    contacts: Sequence[Mapping[str, Any]] = ()
    findings: Sequence[Mapping[str, Any]] = ()


class CursorOfAnotherFeedError(ChaperoneError):
    """The place in the feed that the caller reads on from is not known to this database."""


class ClashError(ChaperoneError):
    """Somebody who is needed is booked already at that time."""

    def __init__(self, detail: str, *, parties: Sequence[str], refusal: Refusal) -> None:
        self.parties = tuple(parties)
        self.refusal = refusal
        super().__init__(detail)


class DeniedError(ChaperoneError):
    """The programme's rules do not allow the session."""

    def __init__(self, detail: str, *, refusal: Refusal, decision_id: str | None) -> None:
        self.refusal = refusal
        self.decision_id = decision_id
        super().__init__(detail)


class LooseningNotConfirmedError(ChaperoneError):
    """It would loosen a programme's rules, and the request does not say that it means to."""

    def __init__(self, *, loosening: Mapping[str, Any]) -> None:
        self.loosening = dict(loosening)
        super().__init__(
            "It would loosen what is listed under loosening. Leave that out, or send the same with "
            '"confirm_loosening": true: then it is proposed, and counts once another person has confirmed it.'
        )


class SeriesRefusedError(ChaperoneError):
    """At least one session of a series cannot take place, so none does."""

    def __init__(self, detail: str, *, refusal: Refusal, sessions: Sequence[Mapping[str, Any]]) -> None:
        self.refusal = refusal
        self.sessions = tuple(sessions)
        super().__init__(detail)


class TooManyRequestsError(ChaperoneError):
    """The caller asks for more than its share."""

    def __init__(self, detail: str, *, retry_after: timedelta = timedelta(seconds=1)) -> None:
        self.retry_after = retry_after
        super().__init__(detail)


class ServiceUnavailableError(ChaperoneError):
    """Something that the service needs does not answer now."""

    def __init__(self, detail: str, *, retry_after: timedelta | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(detail)


class RecoveringError(ServiceUnavailableError):
    """The database may be older than what was last done at Zoom: nothing is changed there until that is settled."""


class ConfigurationError(ChaperoneError):
    """The service cannot start as it is configured; the text is one line for the operator."""


class WorkerEndedError(ChaperoneError):
    """The worker cannot go on: the process ends, so that a supervisor starts it again; the text is one line."""


class UnreadableError(ChaperoneError):
    """The body is not what it must be at all."""


class WebhookRefusedError(ChaperoneError):
    """A webhook delivery is not authentic."""
