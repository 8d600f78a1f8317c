"""What the operator does by hand, at the command line: to accounts by their address, to checks by key or id.

Nobody is signed in there: whoever can read that line may do it, and has made sure by other means who asks.
The audit log notes it without a person.
"""
