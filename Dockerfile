# The application: every room, one image. `flir-iqa` is the entry point; without a command it serves the control plane.
# BASE: any Debian-like image with Python 3.11 or 3.12 and its venv module.
ARG BASE=python:3.12-slim-bookworm

FROM ${BASE} AS build
WORKDIR /app
RUN python3 -m venv /opt/venv
COPY requirements/app.lock requirements/app.lock
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/app.lock
COPY pyproject.toml README.md LICENSE ./
COPY flir_iqa flir_iqa
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --editable .

FROM ${BASE}
LABEL org.opencontainers.image.title="flir-iqa" \
      org.opencontainers.image.description="Image quality of thermal cameras, on Kafka" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY pyproject.toml README.md LICENSE ./
COPY flir_iqa flir_iqa
COPY plumbing plumbing
COPY producers producers
COPY recording recording
COPY reconcile reconcile
COPY operate operate
COPY dataflow dataflow
COPY control control
COPY sandbox sandbox
COPY samples samples
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp
# A volume for the control plane's state takes these bits over: whoever runs it makes a folder of its own in there.
RUN install -d -m 1777 /var/lib/flir-iqa
# Numeric, so that an orchestrator can see that it is not root; the root file system may be read-only.
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["flir-iqa"]
CMD ["serve"]
