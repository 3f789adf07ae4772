"""The courier's settings: it has no database and no key of the board's, so the board's settings are not its."""

from typing import Annotated, Self

from pydantic import AfterValidator, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from app.settings.config import SettingsError, fault, parameter_store
from app.settings.mail_url import MailServer, checked_mail_url, parse_mail_url
from app.settings.rules import present
from app.settings.ssm import ParameterStoreError


class CourierSettings(BaseSettings):
    """From the environment, as the stack's template sets it, and MAIL_URL from Systems Manager too."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

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

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        store = parameter_store()
        assert isinstance(env_settings, EnvSettingsSource)
        env_settings.env_vars = present(env_settings.env_vars)
        stored = present(store.read() if store else {})
        return init_settings, env_settings, InitSettingsSource(settings_cls, stored)


def load_courier_settings() -> CourierSettings:
    """Raises SettingsError, one line that names each bad setting and never its value."""
    try:
        return CourierSettings()  # type: ignore[call-arg]  # The environment has them.
    except ValidationError as error:
        faults = "; ".join(fault(e["loc"], e["msg"]) for e in error.errors(include_input=False, include_url=False))
        raise SettingsError(f"heed: {faults}") from None
    except ParameterStoreError as error:
        raise SettingsError(f"heed: SSM_PATH: {error}") from None
