"""The least that this stack can be: what Heed's cold start is compared with."""
