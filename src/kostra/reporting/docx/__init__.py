"""A report as a document for word processors (Office Open XML), written part by part: headings, tables with heading rows, links and
language are real ones, so that it can be read aloud, edited and searched.
"""
