"""The table, of one row, by which a database that was put back to an earlier time is noticed."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from app.kit.database import Instant


class Installation(SQLModel, table=True):
    """The database as it was when it was last known to agree with Zoom. All times are by the database's clock."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    # Another cluster, another database of it, tables that were made anew: the data came from a dump.
    system_identifier: str = Field(max_length=40)
    database_oid: int = Field(sa_type=BigInteger)
    table_oid: int = Field(sa_type=BigInteger)
    # Another start of the server: its files may be those of an earlier time, or of a standby that was behind.
    server_started_at: datetime = Field(sa_type=Instant)
    # When a worker last ran.
    seen_at: datetime = Field(sa_type=Instant)
    # When meetings that nobody knows were last looked for at Zoom.
    compared_at: datetime | None = Field(default=None, sa_type=Instant)
    # When what is not kept any more was last deleted.
    forgotten_at: datetime | None = Field(default=None, sa_type=Instant)
    # While it is set nothing is changed at Zoom, and no link is shown.
    recovering_since: datetime | None = Field(default=None, sa_type=Instant)
    recovering_because: str | None = Field(default=None, max_length=500)
