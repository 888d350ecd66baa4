"""Stories: articles that are copies, rewrites of one release or independent reports of one event; and the sums of one commitment.

An article comes in as `StoryArticle`; its `ArticleSigns` read it once, `pairs` weighs two of them, `clustering` groups what belongs
together, `relations` says what each is in its story. The ledger does the same with the sums. May import nlp.text,
nlp.names, nlp.money and nlp.evidence (its encoder).
"""
