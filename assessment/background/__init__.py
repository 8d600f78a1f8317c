"""What happens while nobody waits: reports are rendered, mails leave, daily duties are done.

`jobs` is the queue of orders and the worker that takes from it, `huey_queue` where the orders lie, `alive`
whether another worker still lives. `postman` delivers what lies in the outbox; `duties` is the list of what
has to be done once a day. What is to be done stands in `services`: here is only when, and by whom.
"""
