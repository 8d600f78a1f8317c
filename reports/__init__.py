"""What people take home: one frozen report value, and its forms for browser and paper.

A report is composed once from questionnaire, answers, scores and matches, and holds everything that is
shown: content texts in both languages, all else as codes with arguments. The forms below it (charts,
browser fragment, PDF) only read it, so page, PDF and JSON can never disagree. This package imports
neither Flask nor SQLAlchemy, asks no clock and no environment; only `reports.pdf` knows WeasyPrint, and
only while it renders.

    >>> from reports import html, pdf, report
    >>> value = report.compose(questionnaire=..., path=..., card=..., matches=..., ...)
    >>> html.render(value, "de"), pdf.render(value, "de"), value.model_dump_json()
"""
