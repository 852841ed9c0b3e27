# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
ENV UV_PROJECT_ENVIRONMENT=/srv/chaperone/.venv UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir 'uv>=0.13,<0.14'
WORKDIR /srv/chaperone
# The libraries first: they change less often than the code.
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --locked --no-dev --no-install-project
COPY alembic.ini ./
COPY app ./app
COPY migrations ./migrations
RUN uv sync --locked --no-dev

FROM python:3.13-slim
# The service writes nothing to disk: run it with a read-only file system.
ENV PATH=/srv/chaperone/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin chaperone
WORKDIR /srv/chaperone
COPY --from=build /srv/chaperone /srv/chaperone
USER 10001
EXPOSE 8000
# Whichever of the two this container runs: the API answers that it can serve requests, or the worker is alive.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=2 \
    CMD ["sh", "-c", "python -c 'import urllib.request as r; r.urlopen(\"http://127.0.0.1:8000/readyz?exclude=worker\", timeout=4)' 2>/dev/null || chaperone worker --check"]
CMD ["chaperone", "serve", "--host", "0.0.0.0", "--port", "8000"]
