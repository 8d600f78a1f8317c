"""Use cases: plain functions, keyword arguments, one transaction each. They load, call pure code, store."""
