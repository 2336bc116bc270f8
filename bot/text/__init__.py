"""Pure text: sentences, terms, languages, similarity. Values in, values out."""
