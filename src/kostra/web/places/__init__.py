"""Pages about places, for anybody: a municipality, several beside each other, a map, and pictures of what is released.

A picture of any selection of a table is `pictures.picture(table, language, parameters)`: its addresses, its text for those who do not see
it, and how large it is; None where the selection makes no picture that anybody could read. `parameters` are those of the table bank, as
`valuecodes[Region]`; the template `places/picture.html` shows it.
"""
