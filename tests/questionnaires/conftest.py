"""How often properties are tried: a little on every run, a lot with `--hypothesis-profile=thorough`.

No deadline for a single try, since tests also run on machines that have other work to do.
"""

from hypothesis import HealthCheck, settings

busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", busy, max_examples=50)
settings.register_profile("thorough", busy, max_examples=3000)
if settings.get_current_profile_name() == "default":
    settings.load_profile("quick")
