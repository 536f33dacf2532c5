"""Footage and its records, kept and searched.

`base` is the protocol and its values, `brute` the exact archive in memory that every other is tested against,
`local` the one that lives in a desk's folder. Importing this package loads no database.
"""
