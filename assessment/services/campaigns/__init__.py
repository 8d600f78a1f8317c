"""What a chamber does before any referral: it sends its members a link, and sees what they choose to show.

`desk` is the chamber's side of campaigns, `invitations` what becomes of a link; `sharing` is the company's
side of what a chamber learns, item by item, and `members` the chamber's. Without a consent a chamber sees
counters, and none that stands for fewer than five.
"""
