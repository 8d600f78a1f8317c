"""What a network tells its funder: indicators chosen in content, figures that name nobody, Excel and PDF.

Which figures a funder wants is content (`reports/content/indicator_sets`); how each is counted is code
(`rules`), and the sentence that says so stands beside the figure everywhere. Numbers come from the frozen
statistics (`reports.cohorts.statistics`), and where these have none from one record for each company. They
are published once for a day, kept and only ever read, so that two reports a week apart are the same or differ
by at least five. Pure: no clock, no database.

    >>> from reports.funder import counting, figures, library
    >>> kept = counting.publish(records, statistics, library.size_classes(), as_of=day, before=None)
    >>> figures.figures(library.of("federal_networks"), history, entered, period, ...)
"""
