"""The form of a capture: what one real account was asked, and what it answered, with nothing of a person in it.

A capture is a JSON file. Whoever makes one replaces every id, name, address, link, passcode and token by a stand-in of the
same type, and the same thing by the same stand-in everywhere: a meeting that was created is recognised in a list by its id.
What stands for a value's presence matters, so no key is added or taken away.
"""

from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from app.zoom.sandbox.account.limit_tables import Plan

FORMAT: Final = "zoom-capture-1"


class Exchange(BaseModel):
    """One call and its answer.

    Attributes:
        at: When the answer came.
        operation: The call's name in docs/sandbox.md, such as `create_meeting`.
        names: What the places of the path held, such as `{"user": "user-1"}` or `{"meeting": "90000000001"}`.
        query: The parameters of the URL.
        request: The body that was sent.
        status: The answer's HTTP status.
        headers: The answer's headers, in small letters.
        answer: The answer's body: JSON as it came, text where it was something else, null where it was empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    operation: str = Field(pattern=r"^[a-z_]+$")
    names: dict[str, str] = Field(default_factory=dict)
    query: dict[str, str] = Field(default_factory=dict)
    request: dict[str, Any] | None = None
    status: int = Field(ge=100, le=599)
    headers: dict[str, str] = Field(default_factory=dict)
    answer: Any = None

    @property
    def succeeded(self) -> bool:
        """Whether Zoom did what was asked."""
        return self.status < 300

    @property
    def body(self) -> dict[str, Any]:
        """The answer's JSON object; empty where it was anything else."""
        return self.answer if isinstance(self.answer, dict) else {}

    @property
    def code(self) -> int | None:
        """Zoom's own number of a refusal."""
        code = self.body.get("code")
        return code if isinstance(code, int) else None

    @property
    def message(self) -> str:
        """Zoom's words of a refusal."""
        return str(self.body.get("message", ""))


class Capture(BaseModel):
    """What one account was asked and answered, in the order of time.

    Attributes:
        format: What tells this file from a profile.
        plan: The account's plan as its administrator names it; no call of Zoom's tells it.
        start_link_asks_to_sign_in: What a person saw who opened a start link in a browser that nobody was signed in with.
        exchanges: The calls.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["zoom-capture-1"] = FORMAT
    plan: Plan | None = None
    start_link_asks_to_sign_in: bool | None = None
    exchanges: tuple[Exchange, ...]

    def of(self, *operations: str) -> tuple[Exchange, ...]:
        """Return the calls with one of these names, the earliest first."""
        return tuple(each for each in self.exchanges if each.operation in operations)
