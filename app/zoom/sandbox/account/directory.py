"""The account: its users and meetings, found by whatever a path may name them with."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from app.zoom.sandbox.account.beliefs import Beliefs
from app.zoom.sandbox.account.limit_tables import Plan
from app.zoom.sandbox.account.profile import Profile
from app.zoom.sandbox.account.user_settings import canonical
from app.zoom.sandbox.api.answers import Refusal, hosting_not_allowed, is_webinar, meeting_unknown, user_unknown
from app.zoom.sandbox.api.scopes import SCOPES
from app.zoom.sandbox.clock import SandboxClock
from app.zoom.sandbox.configuration import SandboxConfiguration, UserSeed
from app.zoom.sandbox.identifiers import Identifiers, personal_meeting_number, user_id
from app.zoom.sandbox.meetings.meeting_state import Meeting
from app.zoom.sandbox.state import State, User
from app.zoom.sandbox.webhooks.delivery import Delivery


class Announce(Protocol):
    """Takes the name and the payload of an event, and what stands beside the payload."""

    def __call__(self, event: str, payload: dict[str, Any], /, **beside: str) -> None:
        """Send it, or not."""


class Account:
    """One Zoom account.

    `announce` is told of events, and `changed` of every change to `state`, which may be replaced only by `adopt`.
    `deliveries` returns what became of the events.
    """

    def __init__(
        self,
        configuration: SandboxConfiguration,
        clock: SandboxClock,
        *,
        state: State | None,
        announce: Announce,
        changed: Callable[[], None],
        deliveries: Callable[[], Iterable[Delivery]],
    ) -> None:
        self.configuration = configuration
        self.clock = clock
        self.identifiers = Identifiers(configuration.seed)
        self.announce = announce
        self.changed = changed
        self.deliveries = deliveries
        self._by_host: dict[str, dict[int, Meeting]] = {}
        self._by_uuid: dict[str, int] = {}
        self._by_email: dict[str, str] = {}
        self.running: dict[int, Meeting] = {}
        """The meetings that are being held."""
        self._user_settings = canonical(self.profile.user_settings)
        fresh = self.fresh_state()
        if state is not None:
            # What a kind of account believes is chosen at each start.
            state.beliefs = fresh.beliefs
        self.adopt(state or fresh)

    @property
    def profile(self) -> Profile:
        """The kind of account."""
        return self.configuration.profile

    @property
    def plan(self) -> Plan:
        """The account's plan."""
        return self.configuration.plan or self.profile.plan

    @property
    def beliefs(self) -> Beliefs:
        """How the account behaves where accounts differ."""
        return self.state.beliefs

    def fresh_state(self) -> State:
        """Return the state of an account in which nothing has happened.

        Raises:
            UnknownSettingError: The profile names a setting that is not Zoom's.
        """
        scopes = self.configuration.scopes
        return State(
            scopes=SCOPES if scopes is None else scopes,
            beliefs=self.profile.beliefs,
            account_settings=canonical(self.profile.account_settings),
            account_locks=canonical(self.profile.account_locks),
        )

    def adopt(self, state: State) -> None:
        """Go on from a state, with the configured users added where they are missing."""
        self.state = state
        self.clock.run_from(state.offset)
        self._by_host, self._by_uuid, self.running = {}, {}, {}
        for meeting in state.meetings.values():
            self.index(meeting)
        self._by_email = {user.email.lower(): user.id for user in state.users.values()}
        for seed in self.configuration.users:
            if seed.email.lower() not in self._by_email:
                self.put_user(seed)
        self.changed()

    def put_user(self, seed: UserSeed) -> User:
        """Add a user, or replace the one with this id or address; their meetings stay.

        Raises:
            UnknownSettingError: A setting or lock is not Zoom's.
        """
        known = self.find_user(seed.id or seed.email) or self.find_user(seed.email)
        identity = seed.id or (known.id if known else user_id(seed.email))
        user = User(
            **seed.model_dump(include={"email", "first_name", "last_name", "status", "timezone"}),
            id=identity,
            type=seed.type or self.profile.licence,
            pmi=personal_meeting_number(seed.email),
            created_at=known.created_at if known else self.clock.now(),
            group_ids=list(seed.group_ids),
            settings=self._user_settings | canonical(seed.settings),
            locks=canonical(seed.locks),
        )
        if known:
            self._by_email.pop(known.email.lower(), None)
            if known.id != identity:
                del self.state.users[known.id]
        self.state.users[identity] = user
        self._by_email[user.email.lower()] = identity
        self.changed()
        return user

    def remove_user(self, user: User) -> None:
        """Take a user out of the account."""
        del self.state.users[user.id]
        self._by_email.pop(user.email.lower(), None)
        self.changed()

    def groups(self) -> list[str]:
        """Return the ids of all groups: those that were made, and those that users, settings and locks name."""
        state = self.state
        named = (group for user in state.users.values() for group in user.group_ids)
        return list(dict.fromkeys((*state.groups, *named, *state.group_settings, *state.group_locks)))

    def members_of(self, group: str) -> list[User]:
        """Return the users of a group."""
        return [user for user in self.state.users.values() if group in user.group_ids]

    def remove_group(self, group: str) -> None:
        """Take a group out of the account, with its settings and locks."""
        for user in self.members_of(group):
            user.group_ids.remove(group)
        for kept in (self.state.groups, self.state.group_settings, self.state.group_locks):
            kept.pop(group, None)
        self.changed()

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Announce nothing while the block runs."""
        announce = self.announce
        self.announce = _nothing
        try:
            yield
        finally:
            self.announce = announce

    @property
    def owner(self) -> User | None:
        """The user for whom server-to-server apps act."""
        return next(iter(self.state.users.values()), None)

    def find_user(self, name: str) -> User | None:
        """Return the user with this id or address, `me` being the owner."""
        if name == "me":
            return self.owner
        if (user := self.state.users.get(name)) is not None:
            return user
        identity = self._by_email.get(name.lower())
        return None if identity is None else self.state.users[identity]

    def user(self, name: str) -> User:
        """Return the user with this id or address.

        Raises:
            Refusal: There is none.
        """
        if (user := self.find_user(name)) is None:
            raise user_unknown(name)
        return user

    def host(self, name: str) -> User:
        """Return a user who may hold meetings.

        Raises:
            Refusal: There is none, or the licence does not allow it.
        """
        user = self.user(name)
        if not user.may_host:
            raise hosting_not_allowed()
        return user

    def find_meeting(self, name: str) -> Meeting | None:
        """Return the meeting with this number, or with this uuid of any of its instances, deleted ones included."""
        number = int(name) if name.isascii() and name.isdecimal() and len(name) <= 19 else self._by_uuid.get(name)
        return None if number is None else self.state.meetings.get(number)

    def meeting(self, name: str) -> Meeting:
        """Return a meeting that is neither deleted nor expired.

        Raises:
            Refusal: There is none, or it is a webinar now.
        """
        meeting = self.find_meeting(name)
        if meeting is not None and meeting.converted_at is not None:
            raise is_webinar()
        if meeting is None or not self.is_alive(meeting):
            raise self.unknown(name)
        return meeting

    def unknown(self, name: str) -> Refusal:
        """Return the refusal of a meeting that is not there, not there any more, or expired."""
        return meeting_unknown(name, self.beliefs.unknown_meeting_code)

    def is_alive(self, meeting: Meeting) -> bool:
        """Tell whether Zoom still knows a meeting."""
        if meeting.deleted_at is not None or meeting.converted_at is not None:
            return False
        return meeting.is_started or self.clock.now() < meeting.expires_at()

    def meetings_of(self, user: User) -> Iterable[Meeting]:
        """Return a host's meetings, deleted and expired ones included."""
        return self._by_host.get(user.id, {}).values()

    def index(self, meeting: Meeting) -> None:
        """Make a new meeting findable, or a new uuid or state of one."""
        self._by_host.setdefault(meeting.host_id, {})[meeting.id] = meeting
        for uuid in (*meeting.past_uuids, meeting.uuid):
            self._by_uuid[uuid] = meeting.id
        if meeting.is_started:
            self.running[meeting.id] = meeting
        else:
            self.running.pop(meeting.id, None)

    def change_host(self, meeting: Meeting, host: User) -> None:
        """Hand a meeting over to another host."""
        self._by_host.get(meeting.host_id, {}).pop(meeting.id, None)
        meeting.host_id = host.id
        self.index(meeting)


def _nothing(_: str, __: dict[str, Any], /, **___: str) -> None:
    """Stand in for telling of an event."""
