"""Fictional companies, staff, sessions, chambers and numbers: a first look shows something everywhere.

`companies` come first; `people` work in every role; `plan`, `partners`, `workshop`, `referrals` and
`benchmarks` are what companies do, `operator` and `chambers` what others see of many; `proposals` and `desks`
are what staff have done. All keys are public, and mails go to nobody. Bringing in twice changes nothing.
"""
