"""Training of the attribution tagger: from annotated articles to weights."""
