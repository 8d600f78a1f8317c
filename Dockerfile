# syntax=docker/dockerfile:1
# What builds stays behind in the first stage. Both begin at the Python and the Debian that the tests run on; each
# build takes their newest corrections.
FROM python:3.11-slim-bookworm AS build
RUN python -m venv --without-pip /opt/wandelkompass
WORKDIR /build

COPY requirements.txt .
RUN pip --python /opt/wandelkompass/bin/python install --no-cache-dir --require-hashes --requirement requirements.txt

COPY pyproject.toml README.md LICENSE ./
COPY questionnaires questionnaires
COPY matching matching
COPY reports reports
COPY assessment assessment
RUN pip wheel --no-cache-dir --no-deps --wheel-dir dist . \
    && pip --python /opt/wandelkompass/bin/python install --no-cache-dir --no-deps --no-index dist/*.whl


FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Wandelkompass" \
      org.opencontainers.image.description="Transformation check for suppliers of the vehicle industry" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="EUPL-1.2"

WORKDIR /opt/wandelkompass
COPY .ci/system-packages .ci/
RUN .ci/system-packages run \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home wandelkompass \
    && install --directory --owner 10001 --mode 700 /data
COPY --from=build /opt/wandelkompass .

ENV PATH="/opt/wandelkompass/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 XDG_CACHE_HOME=/tmp \
    WANDELKOMPASS_HOST=0.0.0.0 WANDELKOMPASS_INSTANCE_FOLDER=/data
USER 10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "from os import getenv; from urllib.request import urlopen; \
     urlopen('http://127.0.0.1:' + getenv('WANDELKOMPASS_PORT', '8000') + '/readyz', timeout=4)"]
ENTRYPOINT ["wandelkompass"]
CMD ["serve"]
