"""What a company has from its check: the result, files, the plan it makes of it, the check of a year later.

`results` makes and keeps the report, `report_files` makes it a file, `whatif` supposes other answers and
keeps nothing. `plans` are steps chosen from a result (`plan_entries`: one of them, pure). `follow_ups` begin
again with the answers of an earlier check, which `earlier_checks` reads. `offer_page` is one offer as this
company meets it. `origins` limits how many checks begin at one place. Taking the check, answer by answer, is
services.runs.
"""
