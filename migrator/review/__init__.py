"""A review of a migration, API by API: questions and answers in a terminal, then one write.

Questions, and not a screen of its own: they work in every terminal, over a slow line, without colours, at any width and
with a screen reader; what was asked and answered stays readable above, and another program can answer as well.
"""
