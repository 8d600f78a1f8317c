"""What a company agrees to when its values count in comparison values."""

from assessment.web import i18n

_ = i18n.marked

COMPARISON_TEXT = "1"
COMPARISON = (
    _("Ihre Werte gehen ohne Namen in Vergleichswerte ein, zusammen mit Branche, Größe und Region."),
    _(
        "Andere Betriebe sehen davon nur die Mitte und die Viertel von mindestens zehn Betrieben, gerundet. "
        "Ihre Werte sehen sie nie."
    ),
    _(
        "Gerechnet wird am Ende eines Quartals. Widerrufen Sie, dann zählen Ihre Werte ab dem nächsten Mal "
        "nicht mehr. Vergleichswerte von früher bleiben stehen, denn sie nennen niemanden."
    ),
    _("Stimmen Sie nur einmal für Ihren Betrieb zu, damit er nicht doppelt zählt."),
    _("Das gilt zwei Jahre. Den Vergleich sehen Sie auch, wenn Sie nicht zustimmen."),
)
