"""The welcome pack on paper: from pages to plain data (`contents`), from data to a PDF (`press`), kept as a file
(`shelf`).
"""
