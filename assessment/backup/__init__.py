"""Backups: everything in the database as one file, to be restored on this machine or on another one.

A backup is a ZIP archive: one file of JSON lines for each table, the key that opens what is sealed in them,
and a manifest with numbers and checksums. It is read in one transaction, so it shows one moment, whatever is
written meanwhile. It knows neither SQLite nor PostgreSQL: what was kept in one is restored into the other.

`tables` turns rows into lines and back, `archive` puts them into a file and proves it whole, `sealing`
encrypts it, and `restoring` brings it back. What has been erased since a backup was made stays erased: see
`restoring`.
"""
