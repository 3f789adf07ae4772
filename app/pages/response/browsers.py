"""What a browser calls itself, in the few words that a person needs to tell one sign-in from another."""

import re

# The first that matches: Edge and Opera also say that they are Chrome, and Chrome that it is Safari.
PROGRAMS = {"Edg": "Edge", "OPR": "Opera", "Firefox|FxiOS": "Firefox", "Chrome|CriOS": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}
LONGEST = 40


def browser_name(user_agent: str | None) -> str:
    """`Firefox, Windows`; of a program that is none of these, how its own name begins."""
    agent = user_agent or ""
    program = first(PROGRAMS, agent)
    if program is None:
        return agent.partition(" ")[0][:LONGEST]
    return ", ".join(filter(None, (program, first(SYSTEMS, agent))))


def first(names: dict[str, str], agent: str) -> str | None:
    return next((name for pattern, name in names.items() if re.search(pattern, agent)), None)
