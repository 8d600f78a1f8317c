"""How often properties are tried: a little on every run, a lot with `--hypothesis-profile=thorough`.

No deadline for a single try, since tests also run on machines that have other work to do. Mutants are
tried with `mutants`: always the same examples, and none is made simpler once it has failed.
"""

from hypothesis import HealthCheck, Phase, settings

busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", busy, max_examples=25)
settings.register_profile("thorough", busy, max_examples=3000)
settings.register_profile(
    "mutants", busy, max_examples=30, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate]
)
if settings.get_current_profile_name() == "default":
    settings.load_profile("quick")
