"""The demo data: two partners, a programme for each, mentors, mentees, pairings, evidence, three hosts, a webhook."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app.access.models import Role, Scope
from app.access.service import create_key
from app.audit import service as audit
from app.audit.origin import OPERATOR
from app.hosts.examples import HOST, HOST_SYNC, SECOND_HOST, THIRD_HOST
from app.hosts.models import Host, HostSyncRun, HostSyncState, Licence
from app.kit.clock import utc_now
from app.kit.database import Database
from app.kit.encryption import KeyRing, context_of
from app.notifications.events import EventType
from app.notifications.webhooks.examples import DEMO_URL, WEBHOOK
from app.notifications.webhooks.models import DisabledBecause, Webhook, WebhookState
from app.notifications.webhooks.signing import SigningKeys
from app.policy import DoorRules, Policy, pack
from app.policy.evidence import EvidenceKind
from app.registry.evidence.models import Evidence
from app.registry.examples import (
    ARCHIVED_MENTOR,
    ARCHIVED_PAIRING,
    ARCHIVED_PARTNER,
    BROKERAGE_PROGRAMME,
    HARBOUR_MENTEE,
    HARBOUR_MENTEE_CONSENT,
    HARBOUR_MENTOR,
    HARBOUR_MENTOR_CONSENT,
    HARBOUR_PAIRING,
    HARBOUR_PARTNER,
    HARBOUR_PARTNER_CONSENT,
    HARBOUR_SECOND_MENTEE,
    HARBOUR_SECOND_MENTEE_CONSENT,
    HARBOUR_SECOND_MENTOR,
    HARBOUR_SECOND_MENTOR_CONSENT,
    HARBOUR_SECOND_PAIRING,
    MISTAKEN_MENTOR,
    MISTAKEN_PAIRING,
    MISTAKEN_PARTNER,
    ONE_MILLION_MENTORS_PROGRAMME,
    RIVERSIDE_MENTEE,
    RIVERSIDE_MENTEE_CONSENT,
    RIVERSIDE_MENTOR,
    RIVERSIDE_MENTOR_CONSENT,
    RIVERSIDE_PAIRING,
    RIVERSIDE_PARTNER,
    RIVERSIDE_PARTNER_CONSENT,
    RIVERSIDE_SECOND_MENTEE,
    RIVERSIDE_SECOND_MENTEE_CONSENT,
    RIVERSIDE_SECOND_MENTOR,
    RIVERSIDE_SECOND_MENTOR_CONSENT,
    RIVERSIDE_SECOND_MENTOR_TECHNOLOGY,
    RIVERSIDE_SECOND_PAIRING,
)
from app.registry.pairings.models import Pairing
from app.registry.partners.models import Partner
from app.registry.people.models import Person, PersonRole
from app.registry.policies.models import PolicyVersion
from app.registry.programmes.models import Programme

# Id of the host's row, Zoom's id of the user at the sandbox, and address.
HOSTS: Final = (
    (HOST, "demo-host-1", "host1@example.org"),
    (SECOND_HOST, "demo-host-2", "host2@example.org"),
    (THIRD_HOST, "demo-host-3", "host3@example.org"),
)
_CONSENTED: Final = date(2026, 1, 5)
_COORDINATOR: Final = {"name": "Mentor coordinator", "phone": "+44 20 7946 0001", "email": "mentoring@example.org"}
_SIGNED: Final = "Partner agreements 2026, signed letter on virtual mentoring"
_CONTACT: Final = {
    "name": "Safeguarding desk",
    "role": "Designated safeguarding lead",
    "phone": "+44 20 7946 0000",
    "email": "safeguarding@example.org",
}


async def load_demo_data(database: Database, key_ring: KeyRing) -> None:
    """Write the demo data into a database that does not have them yet."""
    async with database.transaction() as session:
        if await session.get(Partner, RIVERSIDE_PARTNER) is not None:
            return
        giver, _ = await create_key(
            session,
            name="demo: who gave the evidence",
            role=Role.COORDINATOR,
            scopes=[Scope.REGISTRY_WRITE],
            partner_id=None,
            valid_for=timedelta(seconds=1),
            origin=OPERATOR,
        )
        # In the order in which they refer to each other.
        for rows in (
            _organisations(),
            _policies(),
            _people(),
            _pairings(),
            _mistaken_people(),
            _mistaken_pairings(),
            _evidence(giver.id),
            _hosts(),
        ):
            session.add_all(rows)
            await session.flush()
        session.add(HostSyncRun(id=HOST_SYNC, requested_by=giver.id, state=HostSyncState.DONE, finished_at=utc_now()))
        session.add(_webhook(giver.id, key_ring))
        await _audit(session)


# The Brokerage's tells Zoom's own link, so that the example that reads it has one to read.
_PROGRAMMES: Final = (
    (ONE_MILLION_MENTORS_PROGRAMME, "One Million Mentors: virtual mentoring", "one-million-mentors", DoorRules()),
    (BROKERAGE_PROGRAMME, "The Brokerage: online mentoring", "the-brokerage", DoorRules(personal_links_only=False)),
)


def _organisations() -> list[SQLModel]:
    return [
        Partner(id=RIVERSIDE_PARTNER, name="Riverside Youth Trust", coordinators=[_COORDINATOR]),
        Partner(id=HARBOUR_PARTNER, name="Harbour Futures"),
        *(
            Programme(
                id=key, name=name, time_zone="Europe/London", host_pool="default", safeguarding_contacts=[_CONTACT]
            )
            for key, name, *_ in _PROGRAMMES
        ),
    ]


def _policies() -> list[SQLModel]:
    policies = {
        key: Policy(document=pack(pack_name).model_copy(update={"doors": doors}), version=1)
        for key, _, pack_name, doors in _PROGRAMMES
    }
    return [
        PolicyVersion(
            programme_id=key, version=1, document=policy.document.model_dump(mode="json"), digest=policy.digest
        )
        for key, policy in policies.items()
    ]


def _people() -> list[SQLModel]:
    mentors = (
        (RIVERSIDE_MENTOR, RIVERSIDE_PARTNER, "Demo Mentor One"),
        (RIVERSIDE_SECOND_MENTOR, RIVERSIDE_PARTNER, "Demo Mentor Two"),
        (HARBOUR_MENTOR, HARBOUR_PARTNER, "Demo Mentor Three"),
        (HARBOUR_SECOND_MENTOR, HARBOUR_PARTNER, "Demo Mentor Four"),
    )
    mentees = (
        (RIVERSIDE_MENTEE, RIVERSIDE_PARTNER, "Demo Mentee One", date(2004, 2, 29)),
        (RIVERSIDE_SECOND_MENTEE, RIVERSIDE_PARTNER, "Demo Mentee Two", date(2003, 6, 14)),
        (HARBOUR_MENTEE, HARBOUR_PARTNER, "Demo Mentee Three", date(2005, 9, 1)),
        # Under 18 for a while yet: only a coordinator books for this one.
        (HARBOUR_SECOND_MENTEE, HARBOUR_PARTNER, "Demo Mentee Four", date(2010, 11, 30)),
    )
    return [
        *(Person(id=key, partner_id=partner, role=PersonRole.MENTOR, name=name) for key, partner, name in mentors),
        *(
            Person(id=key, partner_id=partner, role=PersonRole.MENTEE, name=name, birth_date=born)
            for key, partner, name, born in mentees
        ),
    ]


def _pairings() -> list[SQLModel]:
    riverside, harbour = ONE_MILLION_MENTORS_PROGRAMME, BROKERAGE_PROGRAMME
    return [
        Pairing(id=key, partner_id=partner, programme_id=programme, mentor_id=mentor, mentee_id=mentee)
        for key, partner, programme, mentor, mentee in (
            (RIVERSIDE_PAIRING, RIVERSIDE_PARTNER, riverside, RIVERSIDE_MENTOR, RIVERSIDE_MENTEE),
            (
                RIVERSIDE_SECOND_PAIRING,
                RIVERSIDE_PARTNER,
                riverside,
                RIVERSIDE_SECOND_MENTOR,
                RIVERSIDE_SECOND_MENTEE,
            ),
            (HARBOUR_PAIRING, HARBOUR_PARTNER, harbour, HARBOUR_MENTOR, HARBOUR_MENTEE),
            (
                HARBOUR_SECOND_PAIRING,
                HARBOUR_PARTNER,
                harbour,
                HARBOUR_SECOND_MENTOR,
                HARBOUR_SECOND_MENTEE,
            ),
        )
    ]


# What was recorded twice: one of each kind that can be archived, and one that is.
def _archived() -> dict[str, Any]:
    return {"archived_at": utc_now(), "archive_reason": "Entered twice by mistake."}


def _mistaken_people() -> list[SQLModel]:
    riverside, mentor = RIVERSIDE_PARTNER, PersonRole.MENTOR
    return [
        Partner(id=MISTAKEN_PARTNER, name="Riverside Youth, entered twice"),
        Partner(id=ARCHIVED_PARTNER, name="Harbour, entered twice", **_archived()),
        Person(id=MISTAKEN_MENTOR, partner_id=riverside, role=mentor, name="Demo Mentor, entered twice"),
        Person(id=ARCHIVED_MENTOR, partner_id=riverside, role=mentor, name="Demo Mentor, archived", **_archived()),
    ]


def _mistaken_pairings() -> list[SQLModel]:
    return [
        Pairing(
            id=MISTAKEN_PAIRING,
            partner_id=RIVERSIDE_PARTNER,
            programme_id=ONE_MILLION_MENTORS_PROGRAMME,
            mentor_id=RIVERSIDE_SECOND_MENTOR,
            mentee_id=RIVERSIDE_MENTEE,
            active=False,
        ),
        Pairing(
            id=ARCHIVED_PAIRING,
            partner_id=HARBOUR_PARTNER,
            programme_id=BROKERAGE_PROGRAMME,
            mentor_id=HARBOUR_MENTOR,
            mentee_id=HARBOUR_SECOND_MENTEE,
            active=False,
            **_archived(),
        ),
    ]


def _evidence(given_by: UUID) -> list[Evidence]:
    partner, virtual = EvidenceKind.PARTNER_WRITTEN_CONSENT, EvidenceKind.VIRTUAL_MEETING_CONSENT
    conduct, technology = EvidenceKind.CODE_OF_CONDUCT_ACCEPTED, EvidenceKind.TECHNOLOGY_CONFIRMED
    riverside, harbour = RIVERSIDE_PARTNER, HARBOUR_PARTNER
    return [
        Evidence(
            id=key,
            kind=kind,
            partner_id=owner,
            person_id=person,
            valid_from=_CONSENTED,
            document=_SIGNED if kind is partner else None,
            given_by=given_by,
        )
        for key, kind, owner, person in (
            (RIVERSIDE_PARTNER_CONSENT, partner, riverside, None),
            (RIVERSIDE_MENTOR_CONSENT, virtual, riverside, RIVERSIDE_MENTOR),
            (RIVERSIDE_MENTEE_CONSENT, virtual, riverside, RIVERSIDE_MENTEE),
            (RIVERSIDE_SECOND_MENTOR_CONSENT, virtual, riverside, RIVERSIDE_SECOND_MENTOR),
            (RIVERSIDE_SECOND_MENTEE_CONSENT, virtual, riverside, RIVERSIDE_SECOND_MENTEE),
            (HARBOUR_PARTNER_CONSENT, partner, harbour, None),
            (HARBOUR_MENTOR_CONSENT, virtual, harbour, HARBOUR_MENTOR),
            (HARBOUR_MENTEE_CONSENT, virtual, harbour, HARBOUR_MENTEE),
            (HARBOUR_SECOND_MENTOR_CONSENT, virtual, harbour, HARBOUR_SECOND_MENTOR),
            (HARBOUR_SECOND_MENTEE_CONSENT, virtual, harbour, HARBOUR_SECOND_MENTEE),
            (
                RIVERSIDE_SECOND_MENTOR_TECHNOLOGY,
                EvidenceKind.TECHNOLOGY_CONFIRMED,
                riverside,
                RIVERSIDE_SECOND_MENTOR,
            ),
        )
    ] + [
        Evidence(kind=kind, partner_id=owner, person_id=person, valid_from=_CONSENTED, given_by=given_by)
        for kind, owner, people in (
            (conduct, riverside, (RIVERSIDE_MENTOR, RIVERSIDE_SECOND_MENTOR)),
            (technology, riverside, (RIVERSIDE_MENTOR, RIVERSIDE_MENTEE, RIVERSIDE_SECOND_MENTEE)),
            (conduct, harbour, (HARBOUR_MENTOR, HARBOUR_SECOND_MENTOR)),
            (EvidenceKind.MENTOR_INDUCTION, harbour, (HARBOUR_MENTOR, HARBOUR_SECOND_MENTOR)),
            (EvidenceKind.MENTEE_INDUCTION, harbour, (HARBOUR_MENTEE, HARBOUR_SECOND_MENTEE)),
            # For a mentee under 17.
            (EvidenceKind.CHILD_PROTECTION_TRAINING, harbour, (HARBOUR_SECOND_MENTOR,)),
        )
        for person in people
    ]


def _hosts() -> list[SQLModel]:
    # What they may do, and whether they are proven, is for the synchronisation with Zoom to say.
    return [
        Host(id=key, zoom_user_id=zoom_user_id, email=email, licence=Licence.NONE, active=False)
        for key, zoom_user_id, email in HOSTS
    ]


def _webhook(made_by: UUID, key_ring: KeyRing) -> Webhook:
    # Disabled: nothing is sent to anybody from here, except a test that somebody asks for.
    keys = SigningKeys.new()
    webhook = Webhook(
        id=WEBHOOK,
        url="",
        description="The booking website",
        event_types=[EventType.BOOKING_CONFIRMED],
        state=WebhookState.DISABLED,
        disabled_because=DisabledBecause.BY_PERSON,
        secret="",
        public_key=keys.public_key,
        created_by=made_by,
    )
    webhook.url = key_ring.encrypt(DEMO_URL, context=context_of(webhook, "url"))
    webhook.secret = key_ring.encrypt(keys.stored, context=context_of(webhook, "secret"))
    return webhook


async def _audit(session: AsyncSession) -> None:
    await audit.append(session, origin=OPERATOR, action="demo_data.loaded", subject=("organisation", "demo"))
