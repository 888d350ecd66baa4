"""What the disambiguator is trained on: sentences written for it, with slots for the names. No text of any outlet."""
