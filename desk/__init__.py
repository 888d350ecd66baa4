"""The editors' web application: FastAPI, Jinja2, one stylesheet, one small script.

May import `nlp` and `warehouse`.
"""
