"""Named entities: mention detection, entity linking and coreference of councils, and the trusts that run their services.

A gazetteer and an automaton propose, forms and a trained disambiguator decide. Imports `nlp.text`.
"""
