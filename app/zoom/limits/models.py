"""The table of budgets, one row for each label of an account, shared by all replicas."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from app.kit.database import Instant, text_enum
from app.zoom.limits.plans import Label


class ZoomBudget(SQLModel, table=True):
    """How far a label's budget is used up, by the database's clock.

    `next_slot` is the first instant that no call has reserved; a refusal of Zoom's moves it to when Zoom lets us go on.
    `used` counts the calls of the UTC day `day`. `pace` is the part of the plan's calls per second that we tried at
    `paced_at`, when Zoom last refused us for being too fast; it grows back to 1 from there.
    """

    __tablename__ = "zoom_budget"

    account_id: str = Field(primary_key=True, max_length=100)
    label: Label = Field(primary_key=True, sa_type=text_enum(Label))
    next_slot: datetime = Field(sa_type=Instant)
    day: date
    used: int
    pace: float
    paced_at: datetime = Field(sa_type=Instant)
