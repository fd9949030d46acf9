# sam-migrate with nothing but what it needs to run. Build it in a clone of this repository, and mount a project:
#
#   docker build --tag sam-migrate .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/project" sam-migrate to-http

FROM python:3.13-slim AS build
WORKDIR /source
COPY requirements-action.txt ./
# Everything is pinned by its hash. The environment has no pip of its own.
RUN python -m venv --without-pip /opt/sam-migrate \
    && pip --python /opt/sam-migrate/bin/python install --no-cache-dir --require-hashes --requirement requirements-action.txt
COPY pyproject.toml README.md LICENSE ./
COPY migrator migrator
COPY transforms transforms
RUN pip --python /opt/sam-migrate/bin/python install --no-cache-dir --no-deps --no-build-isolation . \
    && /opt/sam-migrate/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/sam-migrate/lib

FROM python:3.13-slim
# --write asks git for uncommitted changes before it writes. Debian removes the versions that it replaces, so none is named.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/sam-migrate /opt/sam-migrate
ENV PATH=/opt/sam-migrate/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1
# Nobody in particular: a project is read and written as whoever --user names.
USER 65532:65532
WORKDIR /project
ENTRYPOINT ["sam-migrate"]
CMD ["--help"]
