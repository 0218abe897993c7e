"""Reading files of people: their kind, their letters, where they are cut, and what is in them.

Nothing here knows the database.
"""
