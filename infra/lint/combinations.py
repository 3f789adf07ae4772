"""The parameters that decide what the stack is made of, and every combination of their values."""

import itertools
import random
from collections.abc import Iterable, Iterator

Parameters = dict[str, str]

NO_DOMAIN = {"DomainName": "", "HostedZoneId": "", "CertificateArn": ""}
ZONE = NO_DOMAIN | {"DomainName": "board.example.com", "HostedZoneId": "Z0000000000000000000"}
CERTIFICATE = NO_DOMAIN | {
    "DomainName": "board.example.com",
    "CertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
}
MAIL = {"MailFrom": "Heed <feedback@example.com>", "MailBy": "ses"}
POLICY = "arn:aws:iam::123456789012:policy/database"

# Each line is one choice: what can be chosen, the default first.
CHOICES: dict[str, list[list[Parameters]]] = {
    "template.yaml": [
        [{"Database": "url"}, {"Database": "aurora"}],
        [NO_DOMAIN, ZONE, CERTIFICATE],
        [{"SnapStart": "None"}, {"SnapStart": "PublishedVersions"}],
        [
            {"Rollout": "Canary10Percent5Minutes"},
            {"Rollout": "Canary10Percent30Minutes"},
            {"Rollout": "Linear10PercentEvery1Minute"},
            {"Rollout": "AllAtOnce"},
        ],
        [{"AlarmEmail": ""}, {"AlarmEmail": "operator@example.com"}],
        [{"MaxConcurrency": "0"}, {"MaxConcurrency": "20"}],
        [{"Tracing": "PassThrough"}, {"Tracing": "Active"}],
        [{"MailFrom": "", "MailBy": "ses"}, MAIL],
    ],
    "infra/network.yaml": [[{"Zones": ""}, {"Zones": "eu-central-1a,eu-central-1b"}]],
    "infra/database.yaml": [
        [{"RestoreFrom": ""}, {"RestoreFrom": "heed-2026-11-26"}],
        [{"DeletionProtection": "false"}, {"DeletionProtection": "true"}],
    ],
    "infra/domain.yaml": [[ZONE, CERTIFICATE], [{"Edge": "false"}, {"Edge": "true"}]],
    "infra/watching.yaml": [
        [{"Cluster": ""}, {"Cluster": "heed"}],
        [{"Topic": ""}, {"Topic": "arn:aws:sns:eu-central-1:123456789012:alarm"}],
        [{"Dashboard": "true"}, {"Dashboard": "false"}],
    ],
    "infra/courier.yaml": [
        [{"MailBy": "nothing"}, {"MailBy": "ses"}],
        [{"MailIdentity": "existing"}, {"MailIdentity": "new"}],
        [{"ZoneId": ""}, {"ZoneId": "Z0000000000000000000"}],
    ],
    "infra/edge.yaml": [[{"HostedZoneId": ""}, {"HostedZoneId": "Z0000000000000000000"}]],
}
# These meet every value of the first choice, and of the others the default.
ALONE: dict[str, list[Parameters]] = {
    "template.yaml": [
        {"CorsOrigins": "https://example.com"},
        {"DatabasePolicy": POLICY},
        {"Release": "0123456789abcdef"},
        {"Dashboard": "false"},
        {"DeletionProtection": "true"},
        {"RestoreFrom": "heed-2026-11-26"},
        ZONE | {"DisableApiAddress": "true"},
        ZONE | {"Edge": "true"},
        {"Architecture": "x86_64"},
        {"Zones": "eu-central-1a,eu-central-1b"},
        {"SettingsPath": "/another/path"},
        MAIL | {"MailBy": "smtp"},
        MAIL | {"MailFrom": "feedback@example.com", "MailIdentity": "existing"},
        MAIL | {"MailZoneId": "Z0000000000000000000"},
    ]
}
TEMPLATES = tuple(CHOICES)
# What SAM reads itself; for all others its translation is the same, with a reference in it.
READ_BY_SAM = ("Rollout", "Tracing", "SnapStart", "Release")


def combinations(name: str) -> Iterator[Parameters]:
    """Mixed, so that neighbours differ in much: what is new then turns up in few of them, and early."""
    choices = CHOICES[name]
    chosen = [merged(each) for each in itertools.product(*choices)]
    random.Random(0).shuffle(chosen)  # noqa: S311  (the same order each time is what is wanted)
    yield from chosen
    for first, alone in itertools.product(choices[0], ALONE.get(name, [])):
        yield merged([first, *(values[0] for values in choices[1:]), alone])


def merged(chosen: Iterable[Parameters]) -> Parameters:
    return {parameter: value for values in chosen for parameter, value in values.items()}
