"""The courier's settings: it has no database and no key of the board's, so the board's settings are not its."""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, model_validator

from app.settings.config import load, parameter_store
from app.settings.mail_url import MailServer, checked_mail_url, parse_mail_url


class CourierSettings(BaseModel):
    """From the environment, as the stack's template sets it, and MAIL_URL from Systems Manager too."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    mail_url: Annotated[SecretStr, AfterValidator(checked_mail_url)] = SecretStr("")
    outbox_function: str
    courier_arn: str
    schedule_name: str
    schedule_group: str = "default"
    schedule_role_arn: str
    ses_configuration_set: str = ""
    ses_topic_arn: str = ""

    @model_validator(mode="after")
    def what_is_stored_is_there(self) -> Self:
        if parameter_store() and not self.mail_url.get_secret_value():
            raise ValueError("MAIL_URL: is missing; it is what the board's mail is sent by")
        return self

    @property
    def mail_server(self) -> MailServer | None:
        """None where the board sends no mail."""
        if not self.mail_url.get_secret_value():
            return None
        return parse_mail_url(self.mail_url.get_secret_value())


def load_courier_settings() -> CourierSettings:
    """Raises SettingsError, one line that names each bad setting and never its value."""
    return load(CourierSettings)
