/* One sentence on what was not done, and what to do about it. */

export function sentence(_, { reason, problem = {} }) {
  switch (reason) {
    case "offline":
      return _("The board can't be reached. Nothing you typed is lost: try again when you are online.");
    case "origin":
      return _("This page may not use the board.");
    case "signed-out":
      return _("Sign in to this site first, and try again.");
    case "identify":
      return _("You could not be signed in. Nothing you typed is lost: try again.");
    case 401:
      return problem.type === "urn:problem-type:heed:private" ? _("This board is private: sign in to read it.") : sentence(_, { reason: "identify" });
    case 404:
      return _("The idea or page may have been deleted, hidden or never been here.");
    case 409:
      return _("This idea takes no more votes: it is answered, locked, or merged into another.");
    case 429:
      return _("That was a lot at once. Wait a little, and try again.");
  }
  if (reason < 500) return _("The board did not take this: {detail}", { detail: problem.errors?.[0].message ?? problem.detail });
  return _("The board can't reach its data right now. Nothing you typed is lost: try again in a few seconds.");
}
