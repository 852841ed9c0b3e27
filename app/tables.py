"""Every table of the service, so that migrations and tests see them all."""

from sqlmodel import SQLModel

import app.access.models
import app.audit.models
import app.bookings.models
import app.heartbeat
import app.http.models
import app.incidents.models
import app.installation.models
import app.monitoring.models
import app.provisioning.models
import app.recovery.models
import app.registry.models
import app.registry.proposals.models
import app.zoom.limits.models  # noqa: F401  # imported for the tables that they declare

metadata = SQLModel.metadata
