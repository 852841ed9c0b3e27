"""Every table of the service, so that migrations and tests see them all."""

from sqlmodel import SQLModel

import app.access.models
import app.audit.models
import app.bookings.answers.models
import app.bookings.models
import app.bookings.opening.models
import app.bookings.participants.models
import app.hosts.models
import app.http.models
import app.incidents.models
import app.installation.models
import app.joining.calendars.models
import app.joining.links.models
import app.joining.pages.models
import app.kit.heartbeat
import app.monitoring.models
import app.notifications.webhooks.models
import app.recovery.models
import app.registry.evidence.models
import app.registry.pairings.models
import app.registry.partners.models
import app.registry.people.models
import app.registry.policies.models
import app.registry.programmes.models
import app.registry.proposals.models
import app.zoom.limits.models  # noqa: F401  # imported for the tables that they declare

metadata = SQLModel.metadata
