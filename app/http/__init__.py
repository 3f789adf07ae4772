"""HTTP for every feature: middleware, route class, error handlers, fields, pagination, ETags, OpenAPI, docs."""
