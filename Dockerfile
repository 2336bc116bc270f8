# Two stages: the first builds the environment, the second holds it and nothing that built it.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/newsdesk
COPY requirements.txt ./
RUN /opt/newsdesk/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --requirement requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY storage storage
RUN /opt/newsdesk/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
    && find /opt/newsdesk -name __pycache__ -prune -exec rm -rf {} +

FROM python:3.13-slim
RUN useradd --system --create-home --uid 10001 newsdesk && install -d -o newsdesk /data
COPY --from=build /opt/newsdesk /opt/newsdesk
ENV PATH=/opt/newsdesk/bin:$PATH DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER newsdesk
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s CMD ["newsdesk", "check", "--alive", "--quiet"]
ENTRYPOINT ["newsdesk"]
CMD ["run"]
