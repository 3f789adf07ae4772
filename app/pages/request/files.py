"""A form with one file, as browsers send it: multipart, bounded, in UTF-8, and its text as in any other form."""

import re
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.pages.request.forms import Form
from app.pages.request.same_origin import require_same_origin
from app.request_state import request_state

# RFC 2046 §5.1.1's characters of a boundary that browsers use, and no `charset`: some take seconds to decode.
MULTIPART = re.compile(r"multipart/form-data *; *boundary=[A-Za-z0-9'()+_,./:=?-]{1,70}", re.IGNORECASE)
MAX_FIELDS = 5
MAX_TEXT = 1_000  # Bytes of a field: none that goes along with a file is long.


class FileForm(Form):
    """`file`: empty where none was chosen."""

    file: bytes = b""


async def read_file_form(request: Request) -> FileForm:
    """Raises CrossSite before anything is read, and HTTPException for what no form of the board sends."""
    require_same_origin(request)
    given = request.headers.getlist("content-type")
    if len(given) != 1 or not MULTIPART.fullmatch(given[0].strip()):
        raise HTTPException(400, "Send a form with `Content-Type: multipart/form-data`.")
    form = FileForm({})
    async with request.form(max_files=1, max_fields=MAX_FIELDS, max_part_size=MAX_TEXT) as fields:
        for name, value in fields.multi_items():
            if isinstance(value, UploadFile):
                form.file = await value.read()
            else:
                form.typed[name] = value
    request_state(request)["form"] = form
    return form


TypedFileForm = Annotated[FileForm, Depends(read_file_form)]
