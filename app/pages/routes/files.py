"""The files behind pages: assets. Each has a name that changes with it, so a browser asks once."""

from fastapi import APIRouter, Request, Response

from app.errors import NotFound
from app.pages.response import assets
from app.pages.response.caching import accepts

router = APIRouter()
IMMUTABLE = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@router.get("/assets/{name}")
async def get_asset(request: Request, name: str) -> Response:
    known = assets.served().get(f"/assets/{name}")
    if known is None:
        raise NotFound("file")
    asset = assets.read(known)
    coding = next((each for each in asset.bodies if each != "identity" and accepts(request, each)), None)
    headers = {**IMMUTABLE, "Content-Encoding": coding} if coding else IMMUTABLE
    return Response(asset.bodies[coding or "identity"], media_type=asset.media_type, headers=headers)
