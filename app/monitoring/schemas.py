"""API schemas for webhooks."""

from pydantic import Field

from app.http.fields import Schema


class UrlValidation(Schema):
    """Proof to Zoom that this address knows the app's secret token."""

    plain_token: str = Field(alias="plainToken")
    encrypted_token: str = Field(alias="encryptedToken")
