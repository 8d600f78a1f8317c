"""What is stored, in the words of those whom it is about: by table, for receipts and for the own data."""

from collections.abc import Iterator, Mapping

from assessment.services.privacy.own_data import OwnData
from assessment.web import i18n

_ = i18n.marked

KINDS: Mapping[str, str] = {
    "run": _("Ihr Check selbst"),
    "answer": _("Antworten mit Notizen"),
    "result": _("Ergebnisse, wie sie gezeigt wurden"),
    "report_file": _("Fertige Berichte"),
    "report_order": _("Bestellte Berichte"),
    "plan_entry": _("Einträge im Plan"),
    "follow_up": _("Verweis auf den früheren Check"),
    "looking_back": _("Wie Sie den früheren Stand heute sehen"),
    "shown_list": _("Welche Angebote gezeigt wurden"),
    "offer_outcome": _("Was aus Angeboten wurde"),
    "place_application": _("Bewerbungen um Plätze"),
    "consent": _("Einwilligungen"),
    "shared_item": _("Was Sie einer Kammer zeigen"),
    "arrival": _("Über welchen Link Ihr Check begonnen hat"),
    "partner_entry": _("Angaben für den Austausch"),
    "partner_contact": _("Kontakt für den Austausch"),
    "partner_pair": _("Was mit anderen Betrieben lief"),
    "workshop": _("Gespräche mit der Beratung"),
    "workshop_role": _("Wer im Gespräch erwartet wurde"),
    "workshop_date": _("Termine aus Gesprächen"),
    "workshop_note": _("Eigene Notizen der Beratung"),
    "agreement": _("Was im Gespräch vereinbart wurde"),
    "workshop_protocol": _("Protokolle von Gesprächen"),
    "voice": _("Stimmen im Gespräch"),
    "voice_answer": _("Antworten einzelner Stimmen"),
    "referral": _("Anfragen an Angebote"),
    "referral_event": _("Was bei Anfragen geschah"),
    "referral_link": _("Links, mit denen Anbieter antworten"),
    "referral_reminder": _("Erinnerungen an Anbieter"),
    "webhook_delivery": _("Meldungen an Systeme von Kammern und Anbietern"),
    "mail": _("Mails"),
    "audit_entry": _("Wer wann was getan hat"),
    "person": _("Ihr Konto selbst"),
    "membership": _("Aufgaben in Organisationen"),
    "staff_session": _("Anmeldungen"),
    "link": _("Links zum Anmelden"),
    "password": _("Passwort"),
    "one_time_code": _("App für Einmalcodes"),
    "recovery_code": _("Notfallcodes"),
    "passkey": _("Passkeys"),
    "kept_check": _("In Konten aufbewahrte Checks"),
    "check_to_keep": _("Angeforderte Links zum Aufbewahren"),
    "passkey_challenge": _("Begonnene Anmeldungen mit Passkey"),
    "other_account": _("Verknüpfte Konten anderer Anbieter"),
    "offer_statement": _("Was Sie zu Angeboten festgestellt haben"),
    "learning_turn": _("Wann Sie das Lernen ein- oder ausgeschaltet haben"),
}
"""A test holds it to all tables that name a check or a person."""
WITHHELD: Mapping[str, str] = {
    "voices": _(
        "Was einzelne Personen in einem Gespräch geantwortet haben: Das wurde ihnen zugesagt. "
        "Was gezeigt und vereinbart wurde, ist enthalten."
    ),
    "notes": _("Was sich eine Beratung für sich selbst notiert hat. Fragen Sie sie danach."),
}
"""What belongs to others, and why it is left out."""


def named(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    """Words and number for each table, in a sensible order; a table without words is named as it is."""
    order = [*(kind for kind in KINDS if kind in counted), *(kind for kind in counted if kind not in KINDS)]
    return [(i18n.gettext(KINDS.get(kind, kind)), counted[kind]) for kind in order]


def readme(data: OwnData, files: Mapping[str, str], operator: str, contact: str | None) -> str:
    """What is in the archive, and what is not. `files`: by name, what each is."""
    return "\n".join(_lines(data, files, operator, contact)) + "\n"


def _lines(data: OwnData, files: Mapping[str, str], operator: str, contact: str | None) -> Iterator[str]:
    gettext = i18n.gettext
    yield gettext("Ihre Daten im Wandelkompass, ein Angebot von %(operator)s") % {"operator": operator}
    yield ""
    yield gettext("In diesem Archiv:")
    for name, what in files.items():
        yield f"- {name}: {gettext(what)}"
    yield ""
    yield gettext("Die Datei mit den Angaben enthält:")
    for words, number in named(data.counted):
        yield f"- {words}: {number}"
    yield ""
    yield gettext("Zeiten sind in Weltzeit (UTC) angegeben.")
    if data.withheld:
        yield gettext("Nicht enthalten ist, was anderen gehört:")
        for kind, number in data.withheld.items():
            yield f"- {gettext(WITHHELD[kind])} ({number})"
    yield gettext(
        "Von Codes und Links sind nur Prüfwerte gespeichert. Sie sagen nichts über Sie und fehlen hier."
    )
    yield ""
    yield gettext(
        "Sie dürfen Ihre Daten berichtigen und löschen: auf den Seiten Ihres Checks oder Ihres Kontos."
    )
    if contact:
        yield gettext("Fragen: %(contact)s") % {"contact": contact}


def receipt(number: str, moment: str, counted: Mapping[str, int], operator: str) -> str:
    """The receipt as a text to keep. It names nobody."""
    gettext = i18n.gettext
    head = [
        gettext("Quittung über gelöschte Daten"),
        gettext("Wandelkompass, ein Angebot von %(operator)s") % {"operator": operator},
        "",
        gettext("Nummer: %(number)s") % {"number": number},
        gettext("Gelöscht am: %(moment)s") % {"moment": moment},
        "",
    ]
    rows = [f"- {words}: {many}" for words, many in named(counted)]
    foot = [
        "",
        gettext("Sicherungskopien werden überschrieben. Käme eine zurück, löschen wir dort noch einmal."),
    ]
    return "\n".join([*head, *rows, *foot]) + "\n"
