"""What people have a right to: to see what they agreed to, to take their data along, to be forgotten in time.

`consents` shows all of them in one place and takes each back; `own_data` packs what is stored; `retention`
erases what is older than its limit; `receipts` prove what was erased, also against a backup. The erasing
itself is services.erasure, which taking a check needs as well.
"""
