"""The words for values that the database holds: a page or a mail passes the value itself to `_`."""

from app.languages import N_

STATUSES = (N_("open"), N_("planned"), N_("started"), N_("completed"), N_("declined"))
