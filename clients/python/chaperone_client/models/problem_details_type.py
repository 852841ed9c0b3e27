from enum import StrEnum


class ProblemDetailsType(StrEnum):
    VALUE_0 = "/problems/not-authenticated"
    VALUE_1 = "/problems/not-permitted"
    VALUE_10 = "/problems/wrong-state"
    VALUE_11 = "/problems/cursor-unknown"
    VALUE_12 = "/problems/clash"
    VALUE_13 = "/problems/denied"
    VALUE_14 = "/problems/loosening-not-confirmed"
    VALUE_15 = "/problems/series-refused"
    VALUE_16 = "/problems/recovering"
    VALUE_17 = "/problems/too-many-requests"
    VALUE_18 = "/problems/unavailable"
    VALUE_19 = "/problems/bad-request"
    VALUE_2 = "/problems/not-found"
    VALUE_20 = "/problems/webhook-refused"
    VALUE_21 = "/problems/method-not-allowed"
    VALUE_22 = "/problems/too-slow"
    VALUE_23 = "/problems/too-large"
    VALUE_24 = "/problems/internal"
    VALUE_25 = "/problems/http"
    VALUE_3 = "/problems/invalid-fields"
    VALUE_4 = "/problems/already-exists"
    VALUE_5 = "/problems/if-match-required"
    VALUE_6 = "/problems/changed-meanwhile"
    VALUE_7 = "/problems/idempotency-key-reused"
    VALUE_8 = "/problems/request-in-flight"
    VALUE_9 = "/problems/personal-links-only"

    def __str__(self) -> str:
        return str(self.value)
