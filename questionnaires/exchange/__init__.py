"""Questionnaires in other formats: Excel workbooks (XLSForm) and LimeSurvey come in, YAML and Excel go out.

What comes in is a `Questionnaire` or refused with the place of everything that is wrong in it. This package
knows the models and the library; it asks nothing and scores nothing. openpyxl and XlsxWriter are imported
only when a workbook is read or written, since nothing that runs the web needs them.
"""
