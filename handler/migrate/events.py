"""What the function takes: CloudFormation's custom resource, or a command. All else touches no database."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict

from migrations.events import Command, Event, parse_command, refusals

RESPONSE_URL = r"https://[a-z0-9.-]+\.amazonaws\.com(\.cn)?/.+"


def from_aws(url: str) -> str:
    if not re.fullmatch(RESPONSE_URL, url):
        raise ValueError("is not an address of AWS")
    return url


ResponseURL = Annotated[str, AfterValidator(from_aws)]


class ReleaseEvent(Event):
    """A field that AWS adds one day must not leave a release without its answer, so these may have more."""

    model_config = ConfigDict(extra="ignore")


class Properties(ReleaseEvent):
    """What the template gives the resource. `Version` is the function's: its ARN, a colon, a number that only grows."""

    Version: str = ""


class CustomResource(ReleaseEvent):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html"""

    RequestType: Literal["Create", "Update", "Delete"]
    ResponseURL: ResponseURL
    StackId: str
    RequestId: str
    LogicalResourceId: str
    PhysicalResourceId: str = "heed-schema"
    ResourceProperties: Properties = Properties()
    OldResourceProperties: Properties = Properties()

    def goes_back(self) -> bool:
        """Whether the stack rolls back: a release has a higher version than the one before, even with older code."""
        before, _, from_number = self.OldResourceProperties.Version.rpartition(":")
        after, _, to_number = self.ResourceProperties.Version.rpartition(":")
        numbered = from_number.isdecimal() and to_number.isdecimal()
        return self.RequestType == "Update" and numbered and before == after and int(to_number) < int(from_number)


def parse(event: Any) -> Command | CustomResource:
    """Raises MigrationError, which names the fields and never repeats a value."""
    if isinstance(event, dict) and "command" not in event and "ResponseURL" in event:
        with refusals():
            return CustomResource.model_validate(event)
    return parse_command({"command": "upgrade"} if event == {} else event)
