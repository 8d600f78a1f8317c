FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

COPY .ci/system-packages .ci/
RUN .ci/system-packages run && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN pip install --no-cache-dir --requirement requirements.txt

COPY . .
RUN useradd --system --no-create-home wandelkompass \
    && install --directory --owner wandelkompass --mode 700 /data

ENV WANDELKOMPASS_HOST=0.0.0.0 WANDELKOMPASS_INSTANCE_FOLDER=/data XDG_CACHE_HOME=/tmp
USER wandelkompass
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "assessment", "serve"]
