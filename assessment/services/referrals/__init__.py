"""Referrals of a company to an offer: proposed, released by the company, sent, answered, closed.

`states` and `handover` are pure: which step leads where, and what of a company goes along. The company
decides everything in `releasing`, a chamber or an advisor proposes in `proposing`, the provider acts in
`answering`, by link or signed in. `timelines` is what each of them reads, `boards` what a house has proposed;
`addresses` says where referrals go, `responsible` to whom by the district; `moving` is how each step is
written down. `due` reminds and ends, once a day; `absence` and `away` say when a provider takes on nothing,
and `next_best` where a company goes on then. A provider never sees more than the company has released, and
nothing any more once it has taken that back.
"""
