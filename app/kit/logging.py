"""Structured logs: one JSON object a line, with the request id and booking id, and never personal data."""

import logging
import sys

import structlog
from structlog.contextvars import get_contextvars


def configure_logging(level: str = "INFO") -> None:
    """Send all logs, the libraries' too, to standard error as JSON lines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # Tracebacks by frame and type only: the text of an exception may hold what it was given.
                _without_exception_text,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # They tell of every statement and every call, with their parameters.
    for noisy in ("httpx", "httpcore", "sqlalchemy.engine", "uvicorn.access", "alembic", "pgqueuer"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _without_exception_text(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    information = event.pop("exc_info", None)
    if information is True:
        information = sys.exc_info()
    error = information[1] if isinstance(information, tuple) else information
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        trace, frames = error.__traceback__, []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["frames"] = frames[-8:]
    return event


def current_request_id() -> str | None:
    """Return the id of the request that is being answered, if one is."""
    request_id: str | None = get_contextvars().get("request_id")
    return request_id
