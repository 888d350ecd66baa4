"""What a text says: councils, trusts, funding figures, judgements and events tagged; passages matched to policies.

A text goes through `text`, `names`, `money` and `grades` (the tagger's rooms, called in order by `analysis`), then through
`evidence`. The filters behind `pledgewatch tag` and `pledgewatch match` stand on top. May import the warehouse's records
and reference tables.
"""
