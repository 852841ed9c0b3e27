# syntax=docker/dockerfile:1
# To build on an image that cannot change under its name, give its digest: docs/docker.md.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
# The compiled code is trusted as it is: nothing in the image changes, and times of files get lost between layers.
ENV UV_PROJECT_ENVIRONMENT=/srv/chaperone/.venv UV_COMPILE_BYTECODE=1 PYC_INVALIDATION_MODE=UNCHECKED_HASH \
    UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir 'uv>=0.13,<0.14'
WORKDIR /srv/chaperone
# The libraries first: they change less often than the code and the README, which is a part of the package.
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev --no-install-project
COPY alembic.ini README.md ./
COPY migrations ./migrations
COPY app ./app
RUN uv sync --locked --no-dev && python -m compileall -q --invalidation-mode unchecked-hash app migrations

FROM ${PYTHON_IMAGE}
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
