"""HTTP for every feature: middleware, route class, error handlers, fields, pagination, ETag, OpenAPI, docs."""
