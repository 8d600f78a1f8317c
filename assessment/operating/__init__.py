"""How this installation is doing, told to whoever runs it.

`state` reads what machine, database and queue say of themselves at a moment. `doctor` judges it, and knows
the mend; `words` says both in plain sentences, for the command and for the page. `figures` are the same
numbers for a monitoring system. None of it knows a company, an answer or an address.
"""
