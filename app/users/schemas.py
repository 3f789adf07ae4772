"""Accounts on the wire."""

from typing import Literal

from pydantic import Field, SecretStr

from app.http.bodies import RequestBody
from app.http.fields import Email, Name, Password
from app.http.pagination import Page
from app.http.schemas import UserRead
from app.models.enums import Language, Role

AccountStatus = Literal["active", "disabled"]


class UserCreate(RequestBody):
    email: Email = Field(examples=["ada@example.com"])
    name: Name = Field(examples=["Ada"])
    password: Password = Field(examples=["correct horse battery"])
    setup_token: SecretStr | None = Field(None, max_length=256, description="Makes the board's first admin, where set")


class UserUpdate(RequestBody):
    name: Name | None = Field(None, examples=["Ada Lovelace"])
    language: Language | None = Field(
        None,
        description="Of pages and mails. Null: pages go by the browser, mails by the board",
        examples=["de"],
    )


class PasswordChange(RequestBody):
    current_password: Password | None = Field(
        None, description="Not needed within ten minutes after signing in with a mailed code"
    )
    new_password: Password


class EmailChange(RequestBody):
    """The address is the one that the code was mailed to: the own one, to verify it, or another to replace it."""

    code_id: str = Field(max_length=100)
    code: str = Field(max_length=100, examples=["123456"])
    current_password: Password | None = Field(
        None,
        description="For another address; not needed within ten minutes after signing in with a mailed code",
    )


class UserAdminUpdate(RequestBody):
    """`role` and `status` are for admins; moderators may rename members."""

    name: Name | None = None
    role: Role | None = None
    status: AccountStatus | None = None


class AccountRead(UserRead):
    """What a member sees of the own account, and an admin of anybody's."""

    email: str | None = Field(description="Null for an integration")
    email_verified: bool
    status: AccountStatus | Literal["integration"]
    language: Language | None = Field(description="What the member chose for pages and mails")


class AccountPage(Page[AccountRead]):
    pass
