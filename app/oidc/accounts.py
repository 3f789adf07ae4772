"""The account of an identity: by issuer and subject first, and by a verified address only where the board allows it.

Never by its address an account of the team: whoever runs the provider would be whoever they like. A member of the team
links the identity from the settings, signed in (link).
"""

from sqlalchemy import Connection, delete, select, text

from app.auth.code_changes import create_verified_user
from app.auth.codes import NEWCOMERS_NAME
from app.auth.newcomers import require_open_sign_up, role_of_newcomer
from app.log import log_security
from app.models.sso_identities import sso_identities
from app.models.users import User, users
from app.oidc.errors import OIDCRefused
from app.oidc.people import Person
from app.settings.config import Settings

# As with a mailed code: who proves an address that nobody has proven gets the account as if it were new, without the
# password and the sessions of whoever signed up with it. One in waiting (models/users.py) has no owner yet.
LINK_BY_ADDRESS = text("""
    WITH account AS (
        SELECT id, email_verified FROM users
        WHERE email = :email AND status = 'active' AND role = 'member'
          AND (CAST(:match_email AS boolean) OR (password_hash IS NULL AND NOT email_verified))
        FOR NO KEY UPDATE
    ),
    linked AS (
        INSERT INTO sso_identities (issuer, subject, user_id) SELECT :issuer, :subject, id FROM account
        ON CONFLICT DO NOTHING RETURNING user_id
    ),
    verified AS (
        UPDATE users SET email_verified = true, password_hash = NULL, updated_at = now(),
            name = CASE WHEN password_hash IS NULL THEN coalesce(CAST(:name AS text), name) ELSE name END
        FROM account JOIN linked ON linked.user_id = account.id
        WHERE users.id = account.id AND NOT account.email_verified
    ),
    taken_over AS (
        DELETE FROM sessions USING account JOIN linked ON linked.user_id = account.id
        WHERE sessions.user_id = account.id AND NOT account.email_verified
    )
    SELECT user_id FROM linked
""")
LINK = text("""
    INSERT INTO sso_identities (issuer, subject, user_id) VALUES (:issuer, :subject, :user_id)
    ON CONFLICT (issuer, subject) DO UPDATE SET user_id = excluded.user_id
    WHERE sso_identities.user_id = excluded.user_id RETURNING user_id
""")


def account_of(db: Connection, settings: Settings, person: Person) -> User:
    """Makes one where the person has none and may have one. Raises OIDCRefused or SignUpRefused."""
    user = find(db, person)
    if user is None:
        if person.email is None:
            raise OIDCRefused("oidc-no-address")
        user = find_by_address(db, settings, person) or create(db, settings, person)
    if user.status != "active":
        raise OIDCRefused("account-disabled")
    return user


def find(db: Connection, person: Person) -> User | None:
    identity = (sso_identities.c.issuer == person.issuer, sso_identities.c.subject == person.subject)
    linked = select(*User.columns(users)).join(sso_identities, sso_identities.c.user_id == users.c.id)
    return User.one_or_none(db.execute(linked.where(*identity)))


def find_by_address(db: Connection, settings: Settings, person: Person) -> User | None:
    """None where nobody has the address. Raises OIDCRefused for an account that it doesn't open."""
    values = {"issuer": person.issuer, "subject": person.subject, "email": person.email, "name": person.name}
    linked = db.execute(LINK_BY_ADDRESS, {**values, "match_email": settings.oidc_match_email}).scalar_one_or_none()
    if linked is not None:
        return get_user(db, linked)
    if (user := find(db, person)) is not None:
        return user  # Linked by a sign-in at the same moment.
    status = db.scalar(select(users.c.status).where(users.c.email == person.email))
    if status is not None:
        raise OIDCRefused("oidc-address-taken" if status == "active" else "account-disabled")
    return None


def get_user(db: Connection, user_id: int) -> User:
    return User.one(db.execute(select(*User.columns(users)).where(users.c.id == user_id)))


def create(db: Connection, settings: Settings, person: Person) -> User:
    """As a right code does: its address is proven, so a board that wants codes takes it too."""
    assert person.email is not None, "asked before"
    require_open_sign_up(db, by_code=True)
    role = role_of_newcomer(db, settings, setup_token=None)
    name = person.name or NEWCOMERS_NAME
    if not create_verified_user(db, person.email, name=name, password_hash=None, role=role):
        raise OIDCRefused("oidc-over")  # Somebody made it a moment ago.
    user = User.one(db.execute(select(*User.columns(users)).where(users.c.email == person.email)))
    link(db, person, user.id)
    return user


def link(db: Connection, person: Person, user_id: int) -> None:
    """Raises OIDCRefused where the identity is somebody else's."""
    values = {"issuer": person.issuer, "subject": person.subject, "user_id": user_id}
    if db.execute(LINK, values).one_or_none() is None:
        raise OIDCRefused("oidc-not-yours")


def unlink(db: Connection, *, issuer: str, subject: str, user_id: int) -> None:
    """The member's other ways to sign in stay. Of somebody else's, nothing happens."""
    identity = (
        sso_identities.c.issuer == issuer,
        sso_identities.c.subject == subject,
        sso_identities.c.user_id == user_id,
    )
    if db.scalar(delete(sso_identities).where(*identity).returning(sso_identities.c.user_id)) is not None:
        log_security("oidc_unlinked", user_id=user_id)
