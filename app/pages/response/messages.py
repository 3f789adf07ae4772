"""What people are told of a refusal, by its code or status, and of a field, by what is wrong with it."""

from typing import Any

from app.languages import N_
from app.languages.language import Language

# What a person is told, by the code of a refusal or, where it has none of these, by its status.
SAID = {
    "votes-closed": N_("This idea takes no more votes: it is answered, locked, or merged into another."),
    "comments-closed": N_("This idea takes no more comments: it is locked, or merged into another."),
    "notes-are-for-staff": N_("Only the team writes notes. Take it along, and write a comment."),
    "own-vote": N_("This vote is the person's own. Only they take it back."),
    "account-disabled": N_("The account of this address is disabled."),
    "email-unverified": N_("Verify your e-mail address first, in your settings."),
    "cross-site": N_("This was sent from another site, so it was not done. Do it again on this page."),
    "too-many": N_("That was a lot at once. Wait a little, and try again."),
    "wrong-credentials": N_("The e-mail address or the password is wrong."),
    "email-code": N_("This code is wrong, or no longer good. Ask for a new one."),
    "email-taken": N_("This e-mail address has an account already."),
    "email-changed": N_("The address was changed meanwhile. Load the page again."),
    "current-password": N_("Enter your current password, or sign in again with a mailed code."),
    "sso": N_("This link to sign in is not good, or not any more. Go back to where you found it, and follow it again."),
    "no-password": N_("You sign in through another site, so this account has no password."),
    "mail-off": N_("This board sends no mail. Sign in with a password."),
    "no-roadmap": N_("The roadmap has what is planned, started or completed."),
    "last-admin": N_("You are the last admin. Make somebody else admin first."),
    "has-duplicates": N_("Other ideas were merged into this one. Undo that first."),
    "merged": N_("One of the two was merged meanwhile. Undo that first, or merge into its original."),
    "not-public": N_("Only ideas that everybody sees can be merged. Approve or show both first."),
    "setup-token": N_("This setup token is wrong, or was used already."),
    "sign-up-closed": N_("This board takes no new members."),
    "sign-up-by-code": N_("On this board, a mailed code makes your account: sign in with your e-mail address."),
    "oidc-cancelled": N_("You were not signed in there, or did not agree. Try again, or sign in another way."),
    "oidc-over": N_("This sign-in has ended, or was begun in another browser. Begin again here."),
    "oidc-unreachable": N_("Signing in that way did not work just now. Try again in a minute, or sign in another way."),
    "oidc-untrusted": N_("What came back from there could not be trusted. Try again; if it stays, tell the team."),
    "oidc-no-address": N_("We got no e-mail address that is verified there. Sign in another way."),
    "oidc-address-taken": N_(
        "Your e-mail address has an account here. Sign in to it another way, and link the two in its settings."
    ),
    "oidc-not-yours": N_("That account is linked to another one here. Sign out, and sign in with it."),
    "logo-too-large": N_("A logo may have up to 100 KB."),
    "tag-exists": N_("There is a tag of this short name already."),
    "webhooks-full": N_("There are as many webhooks as there may be. Delete one first."),
    "webhook-paused": N_("This webhook is paused. Resume it first."),
    "too-many-keys": N_("There are as many keys as a board may have. Revoke one that is not used."),
    "cursor": N_("This page of the list is no longer there. Start from the first."),
}
# Refused with 403, and yet no matter of what somebody may do.
MISTYPED = ("wrong-credentials", "email-code", "current-password", "setup-token")
TITLES = {
    400: N_("That address is not right"),
    403: N_("You may not do this"),
    404: N_("There is nothing here"),
    405: N_("This can't be done here"),
    409: N_("This doesn't work any more"),
    410: N_("This is gone"),
    412: N_("Somebody was faster"),
    413: N_("That is too much"),
    422: N_("Something is not right yet"),
    429: N_("Not so fast"),
    500: N_("Something went wrong on our side"),
    503: N_("Back in a moment"),
}
EXPLANATIONS = {
    400: N_("The address has something in it that can't be. Start again from the board."),
    403: N_("Only its author or the team may do that."),
    404: N_("The idea or page may have been deleted, hidden or never been here."),
    409: N_("It has changed since you opened the page. Load it again."),
    410: N_("It was deleted."),
    412: N_("It has changed since you opened it. Your text is below, beside what is there now."),
    413: N_("Shorten the text, and send it again."),
    422: N_("Look at what is marked below."),
    500: N_("It has been noted. Try again, and tell the team this number if it stays:"),
    503: N_("The board can't reach its data right now. Nothing you typed is lost: try again in a few seconds."),
}


FAULTS = {
    "missing": N_("Write something here."),
    "string_too_short": N_("Write something here."),  # One character is enough, everywhere.
    "string_too_long": N_("Shorten this: {max_length} characters fit."),
    "too_short": N_("Write a little more."),
    "too_long": N_("Shorten this: {max_length} characters fit."),
}
# Of rules that no schema can express, by the name of the field.
REFUSED_VALUES = {
    "password": N_("Many people have this password. Choose another."),
    "new_password": N_("Many people have this password. Choose another."),
    "email": N_("This is no e-mail address."),
    "url": N_("This must be an https address on the public internet."),
    "events": N_("Use the names of events below, with spaces between."),
    "slug": N_("Use small letters and digits, and single hyphens between them."),
    "logo": N_("Choose a PNG, JPEG, WebP or SVG of up to 2,048 pixels a side, which doesn't move."),
    "default_language": N_("Choose one of those that you offer."),
    "scopes": N_("Choose at least one."),
    "expires_at": N_("Choose a day to come."),
    "confirmation": N_("This is not your e-mail address."),
}
CANT_BE = N_("This can't be used here.")


def failure_of(language: Language, status: int, code: str) -> dict[str, str]:
    """`title` and `explanation`. `code`: the last part of a refusal's type."""
    said = SAID.get(code) or EXPLANATIONS.get(status)
    title = TITLES[422] if code in MISTYPED else TITLES.get(status, TITLES[400])
    return {"title": language.gettext(title), "explanation": language.gettext(said) if said else ""}


def fault_of(language: Language, field: str, kind: str = "", context: dict[str, Any] | None = None) -> str:
    """`kind` and `context`: pydantic's, where it is a matter of the schema."""
    if kind in FAULTS and (field, kind) != ("scopes", "too_short"):
        return language.gettext(FAULTS[kind], **(context or {}))
    return language.gettext(REFUSED_VALUES.get(field, CANT_BE))
