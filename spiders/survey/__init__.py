"""Looking at a site for a person: one page, a live check of the outlets, a first file for a new one.

Sits on top of the other rooms of spiders.
"""
