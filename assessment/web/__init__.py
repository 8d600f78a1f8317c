"""The screens. A view takes a form in, calls a service and hands a value to a template; nothing else."""
