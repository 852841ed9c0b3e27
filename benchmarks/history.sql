-- Years of bookings, as `benchmarks.history` describes them. The temporary table `given` holds what is asked for.

SET LOCAL session_replication_role = replica; -- The rows fit together by how they are made.
SET LOCAL maintenance_work_mem = '256MB';
SET LOCAL work_mem = '64MB';

-- Built when all rows are there, indexes cost a part of what they cost row by row.
CREATE TEMP TABLE put_back ON COMMIT DROP AS
SELECT
    format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS back
FROM pg_constraint
WHERE contype = 'x'
UNION ALL
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE
    indrelid = ANY(ARRAY['booking', 'participant', 'reservation', 'meeting', 'decision', 'audit_entry']::regclass [])
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid);

DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN SELECT away FROM put_back LOOP
        EXECUTE statement;
    END LOOP;
END
$$;

CREATE TEMP TABLE made_partner ON COMMIT DROP AS
SELECT 0 AS number, partner_id AS id FROM given
UNION ALL
SELECT number, uuidv7() FROM given, generate_series(1, partners - 1) AS number;

INSERT INTO partner (id, name, version, created_at, updated_at)
SELECT id, 'A partner', 1, now(), now() FROM made_partner WHERE number > 0;

CREATE TEMP TABLE made_pairing ON COMMIT DROP AS
SELECT
    pairing AS number, made_partner.id AS partner_id, uuidv7() AS id, uuidv7() AS mentor_id, uuidv7() AS mentee_id
FROM given
CROSS JOIN generate_series(0, pairings - 1) AS pairing
JOIN made_partner ON made_partner.number = pairing % partners;

INSERT INTO person (id, partner_id, role, name, birth_date, adult_at_risk, version, created_at, updated_at)
SELECT mentor_id, partner_id, 'mentor', 'A mentor', date '1980-05-17', false, 1, now(), now() FROM made_pairing
UNION ALL
SELECT mentee_id, partner_id, 'mentee', 'A mentee', date '2000-01-01', false, 1, now(), now() FROM made_pairing;

INSERT INTO pairing (id, partner_id, programme_id, mentor_id, mentee_id, active, version, created_at, updated_at)
SELECT id, made_pairing.partner_id, programme_id, mentor_id, mentee_id, true, 1, now(), now()
FROM made_pairing, given;

INSERT INTO evidence (id, kind, partner_id, person_id, valid_from, given_by, created_at)
SELECT
    uuidv7(), kind, made_pairing.partner_id, CASE about WHEN 'mentor' THEN mentor_id ELSE mentee_id END,
    date '2024-01-01', api_key_id, now()
FROM
    made_pairing,
    given,
    (VALUES
        ('mentor', 'virtual_meeting_consent'), ('mentor', 'mentor_induction'), ('mentor', 'code_of_conduct_accepted'),
        ('mentee', 'virtual_meeting_consent'), ('mentee', 'mentee_induction')
    ) AS needed (about, kind);

INSERT INTO evidence (id, kind, partner_id, valid_from, document, given_by, created_at)
SELECT uuidv7(), 'partner_written_consent', id, date '2024-01-01', 'Agreements, letter 1', api_key_id, now()
FROM made_partner, given
WHERE number > 0;

CREATE TEMP TABLE made_host ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY id) - 1 AS number, id FROM host;

-- Sessions that begin together follow on each other, and so do their hosts and pairings: nobody is in two of them.
CREATE TEMP TABLE made ON COMMIT DROP AS
SELECT
    place, starts_at, starts_at + interval '45 minutes' AS ends_at, asked_at, uuidv7(asked_at - now()) AS id,
    uuidv7(asked_at - now()) AS decision_id, made_pairing.id AS pairing_id, made_pairing.partner_id, mentor_id, mentee_id,
    made_host.id AS host_id,
    CASE
        WHEN place % 100 < 7 THEN 'cancelled'
        WHEN starts_at > now() THEN 'confirmed'
        WHEN place % 100 < 15 THEN 'not_held'
        ELSE 'completed'
    END AS state
FROM given
CROSS JOIN generate_series(0, bookings - 1) AS place
CROSS JOIN LATERAL (
    SELECT (place::bigint * (days_before + days_after) * sessions_a_day / bookings)::int AS slot
) AS slots
CROSS JOIN LATERAL (
    SELECT
        (current_date - days_before + slot / sessions_a_day + time '09:00' + slot % sessions_a_day * interval '1 hour')
        AT TIME ZONE 'Europe/London' AS starts_at
) AS starts
CROSS JOIN LATERAL (SELECT least(starts_at, now()) - interval '14 days' AS asked_at) AS asks
JOIN made_pairing ON made_pairing.number = place % pairings
JOIN made_host ON made_host.number = place % hosts
ORDER BY place;

INSERT INTO booking (
    id, reference, partner_id, programme_id, pairing_id, policy_version, modality, starts_at, ends_at, time_zone,
    agreed_by_both, state, host_id, safety, requested_by, requested_by_role, requested_at, decision_id, next_decision_at,
    attempts, version, created_at, updated_at
)
SELECT
    id, 'PAST' || place, made.partner_id, programme_id, pairing_id, 1, 'zoom', starts_at, ends_at, 'Europe/London',
    true, state, host_id, safety, api_key_id, 'coordinator', asked_at, decision_id,
    CASE WHEN state = 'confirmed' THEN now() + interval '2 hours' + place % 1320 * interval '1 minute' END,
    0, 3, asked_at, least(starts_at, now())
FROM made, given
ORDER BY place;

INSERT INTO reservation (id, booking_id, resource, resource_id, period)
SELECT uuidv7(asked_at - now()), made.id, resource, resource_id, tstzrange(starts_at, ends_at + interval '10 minutes')
FROM made
CROSS JOIN LATERAL (VALUES ('mentor', mentor_id), ('mentee', mentee_id), ('host', host_id)) AS taken (resource, resource_id)
WHERE state <> 'cancelled' AND ends_at > now() - (SELECT reservations_kept FROM given)
ORDER BY place;

INSERT INTO meeting (
    id, booking_id, host_id, state, zoom_meeting_id, unanswered_creates, last_create_at, passcode, join_url, proof,
    proven_at, next_check_at, created_at, updated_at
)
SELECT
    uuidv7(asked_at - now()), id, host_id, CASE WHEN state = 'cancelled' THEN 'removed' ELSE 'proven' END,
    90000000000 + place, 0, asked_at, passcode, join_url, proof, asked_at,
    CASE WHEN state = 'confirmed' THEN now() + interval '2 hours' + place % 1320 * interval '1 minute' END,
    asked_at, asked_at
FROM made, given
ORDER BY place;

INSERT INTO participant (
    id, booking_id, role, person_id, code, alias, registration, registrant_id, registered_for, adds, adds_on, created_at, updated_at
)
SELECT
    uuidv7(asked_at - now()), made.id, role, person_id, upper(left(role, 1)) || '7KQ', md5(place || role), 'registered',
    left(md5(role || place), 22), 90000000000 + place, 1, asked_at::date, asked_at, asked_at
FROM made
CROSS JOIN LATERAL (VALUES ('mentor', mentor_id), ('mentee', mentee_id)) AS who (role, person_id)
ORDER BY place, role;

INSERT INTO decision (
    id, booking_id, pairing_id, partner_id, programme_id, policy_version, policy_digest, outcome, findings, facts, digest,
    created_at
)
SELECT
    decision_id, id, pairing_id, made.partner_id, programme_id, 1, policy_digest, 'allow', findings, facts, digest, asked_at
FROM made, given
ORDER BY place;

INSERT INTO audit_entry (
    id, at, database_role, actor_kind, actor, action, subject_type, subject_id, partner_id, booking_id, before, after,
    decision_digest, request_id
)
SELECT
    uuidv7(asked_at - now()), asked_at, database_role, actor_kind, actor, action, subject_type, made.id::text, made.partner_id,
    made.id, line.before, line.after, line.decision_digest, line.request_id
FROM made
CROSS JOIN given
JOIN audit_entry AS line ON line.booking_id = given.booking_id
ORDER BY place, line.id;

DO $$
DECLARE
    statement text;
BEGIN
    FOR statement IN SELECT back FROM put_back LOOP
        EXECUTE statement;
    END LOOP;
END
$$;
