"""Mails: plain text in German and English, and the two ways they leave the house, a folder or a mail server.

Knows neither Flask nor the database: services put mails into the outbox, and `postman` hands them over.
"""
