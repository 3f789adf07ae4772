"""The settings of mail, and which of them go together."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, SecretStr

from app.settings.mail_url import checked_mail_url, checked_sender


class MailSettings(BaseModel):
    """A part of Settings (config.py)."""

    mail_url: Annotated[SecretStr, AfterValidator(checked_mail_url)] = SecretStr("")
    mail_from: Annotated[str, AfterValidator(checked_sender)] = ""
    require_verified_email: bool = False

    @property
    def sends_mail(self) -> bool:
        return bool(self.mail_url.get_secret_value())

    def check_mail(self, *, public_url: str) -> None:
        """Raises ValueError for a part without its whole."""
        if self.sends_mail and not self.mail_from:
            raise ValueError("MAIL_FROM: is missing; MAIL_URL sends in its name, as Heed <feedback@example.com>")
        if self.sends_mail and not public_url:
            raise ValueError("PUBLIC_URL: is missing; the links in mails, which MAIL_URL sends, lead there")
        if self.require_verified_email and not self.sends_mail:
            raise ValueError("REQUIRE_VERIFIED_EMAIL: needs MAIL_URL, as an address is verified with a mailed code")
