"""The application, put together. `create_app` is the only way to get one."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from whitenoise import WhiteNoise

from assessment import config
from assessment.background.jobs import ReportQueue
from assessment.config import Settings
from assessment.store.database import Database
from assessment.web import access, counting, errors, headers, i18n, numbering, public_links, staff_cookie
from assessment.web.api.views import api
from assessment.web.application import Application
from assessment.web.context import DATABASE, QUEUE, SETTINGS
from assessment.web.views.absence import absence
from assessment.web.views.account import account
from assessment.web.views.benchmarks import benchmarks
from assessment.web.views.campaigns import campaigns
from assessment.web.views.confirming import confirmation
from assessment.web.views.downloads import downloads
from assessment.web.views.entrance import entrance
from assessment.web.views.entry import entry
from assessment.web.views.factors import factors
from assessment.web.views.figures import figures
from assessment.web.views.follow_up import follow_up
from assessment.web.views.funder import funder
from assessment.web.views.handovers import handovers, received
from assessment.web.views.interfaces import interfaces
from assessment.web.views.invited import invited
from assessment.web.views.kept_checks import kept_checks
from assessment.web.views.mailboxes import mailboxes
from assessment.web.views.mandates import mandates
from assessment.web.views.members import members
from assessment.web.views.notes import notes
from assessment.web.views.offers import offers
from assessment.web.views.operator_insight import insight
from assessment.web.views.operator_learning import learning
from assessment.web.views.operator_offers import upkeep
from assessment.web.views.operator_operation import operation
from assessment.web.views.operator_places import rounds
from assessment.web.views.pages import pages
from assessment.web.views.partners import partners
from assessment.web.views.plan import plan
from assessment.web.views.privacy import privacy
from assessment.web.views.protocols import protocols
from assessment.web.views.referral_boards import referral_boards
from assessment.web.views.referrals import referrals
from assessment.web.views.responses import responses
from assessment.web.views.results import results
from assessment.web.views.runs import runs
from assessment.web.views.sharing import sharing
from assessment.web.views.staff import staff
from assessment.web.views.starting import starting
from assessment.web.views.topics import topics
from assessment.web.views.voices import voices
from assessment.web.views.whatif import whatif
from assessment.web.views.workshops import workshops
from questionnaires.text import LANGUAGES
from reports import pdf

STATIC = Path(__file__).parent / "static"
REPORT_STATIC = Path(__file__).parents[2] / "reports" / "static"
LARGEST_FORM = 1_000_000
"""Bytes. A form far too long is still read, so that it can be shown again with what was typed."""


class LanguageConverter(BaseConverter):
    """The first part of an address: one of the languages spoken here."""

    regex = "|".join(LANGUAGES)
    part_isolating = True


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """A new application. Without arguments it takes its settings from the environment."""
    settings = settings or config.load()
    app = Application(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=config.signing_key(settings),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        PERMANENT_SESSION_LIFETIME=timedelta(days=31),
        SESSION_COOKIE_SECURE=settings.cookies_secure,
        SESSION_COOKIE_NAME="__Host-session" if settings.cookies_secure else "session",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session: nobody answers in an hour
    )
    app.extensions[SETTINGS] = app.jinja_env.globals["settings"] = settings
    app.jinja_env.globals["reachable"] = public_links.reachable
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions[DATABASE] = database or Database(settings.database_url)
    app.extensions[QUEUE] = ReportQueue(settings)
    pdf.edition()  # of the code that runs from now on, even if files change under it
    app.url_map.converters["language"] = LanguageConverter
    for part in (numbering, counting, i18n, headers, errors, access, staff_cookie):
        part.init_app(app)
    for blueprint in (pages, runs, results, offers, partners, entry, downloads, whatif, plan, follow_up):
        app.register_blueprint(blueprint)
    for blueprint in (account, entrance, confirmation, factors, kept_checks):
        app.register_blueprint(blueprint)
    for blueprint in (staff, mandates, voices, workshops, topics, privacy):
        app.register_blueprint(blueprint)
    for blueprint in (protocols, notes, referrals, handovers, received, mailboxes):
        app.register_blueprint(blueprint)
    for blueprint in (api, interfaces, starting):
        app.register_blueprint(blueprint)
    for blueprint in (responses, upkeep, learning, rounds, insight, operation, figures):
        app.register_blueprint(blueprint)
    for blueprint in (campaigns, invited, sharing, members):
        app.register_blueprint(blueprint)
    for blueprint in (funder, benchmarks, absence, referral_boards):
        app.register_blueprint(blueprint)
    _serve_assets(app)
    _trust_proxies(app, settings.proxies)
    return app


def _trust_proxies(app: Flask, number: int) -> None:
    """The visitor's address as the proxies in front tell it; nobody else is believed."""
    if number:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=0, x_host=0)  # type: ignore[method-assign]


def _serve_assets(app: Flask) -> None:
    """Styles, scripts and fonts of ours; the browser calls nobody else."""
    secure = app.config["SESSION_COOKIE_SECURE"]
    assets = WhiteNoise(
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        max_age=3600,
        allow_all_origins=False,
        add_headers_function=headers.on_files(secure=secure),
    )
    assets.add_files(REPORT_STATIC, prefix="static/report/")
    app.wsgi_app = assets  # type: ignore[method-assign]
    app.add_url_rule("/static/<path:filename>", endpoint="static", build_only=True)
