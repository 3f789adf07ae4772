"""Heed's API: one package per feature, assembled in main.py."""

from pydantic import BaseModel

# Models are built when they are first needed. Those of the OpenAPI document, which FastAPI imports along with itself,
# take 7 % of a cold start, and only that document needs them: so this stands before FastAPI is imported anywhere.
BaseModel.model_config["defer_build"] = True
