"""The application: companies take a check, see their result and take a report home.

`store` keeps runs and results, `services` holds the use cases (one transaction each), `web` turns them
into screens. What is asked, scored, matched and printed comes from the packages below this one, which
know nothing of it. Views never query, services never render, and nobody asks the time but `clock`.
"""
