"""Serves the application with gunicorn: one master that has read everything, workers forked from it."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from assessment.config import Settings


class Server(BaseApplication):
    """Gunicorn with our settings instead of a configuration file. `ready` is called once it listens."""

    def __init__(self, app: Flask, settings: Settings, ready: Callable[[], None]) -> None:
        self.app, self.settings, self.ready = app, settings, ready
        super().__init__()

    def load_config(self) -> None:
        chosen: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": self.settings.log_level,
            "proc_name": "wandelkompass",
            "when_ready": lambda _arbiter: self.ready(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.app
