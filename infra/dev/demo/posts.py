"""The people and posts of `make demo`: feedback on Lumen, an imaginary app for taking notes together."""

# The votes of a post come from the people behind its author in this list, as many as the post says.
PEOPLE = (
    "Amara Okafor",
    "Ben Lindqvist",
    "Chiara Rossi",
    "Diego Fuentes",
    "Elif Yılmaz",
    "Farah Haddad",
    "Grzegorz Nowak",
    "Hana Sato",
    "Iain MacLeod",
    "Jonas Weber",
    "Kavya Iyer",
    "Léa Fournier",
)

# Title, content, and the votes beside its author's own.
POSTS: tuple[tuple[str, str, int], ...] = (
    (
        "Dark mode",
        "I take notes in bed while my partner sleeps. A dark theme that follows the system setting would be enough.",
        11,
    ),
    ("A night theme", "Everything is so bright after sunset.", 4),
    (
        "Offline editing on the phone",
        "On the train the app shows yesterday's version and refuses to save. Please keep my edits and sync them later.",
        10,
    ),
    (
        "Export a notebook as Markdown",
        "Our docs live in Git. One ZIP with a file per note and the images beside them would save us hours.",
        9,
    ),
    (
        "Search inside attached PDFs",
        "Half of what I look for is in contracts that I attached, and search only knows their file names.",
        8,
    ),
    (
        "Keyboard shortcut to move a line up or down",
        "Alt+Arrow, as in every code editor. I reorder lists all day.",
        7,
    ),
    (
        "Two-factor sign-in",
        "Our security team asks for it before we may put customer notes here. TOTP is fine, passkeys would be better.",
        9,
    ),
    (
        "Comments on a paragraph",
        "We discuss wording in chat and paste quotes back and forth. Let us comment where the sentence stands.",
        8,
    ),
    (
        "Pasting from Excel loses the table",
        "Copy three columns from Excel, paste into a note: one long line separated by tabs. It used to become a table.",
        6,
    ),
    (
        "Reminders for a note",
        "Show me this note again on Monday at nine. I keep a second app open only for that.",
        5,
    ),
    (
        "Read-only links for people without an account",
        "Our clients won't sign up to read a meeting summary. A link that can be withdrawn later would do.",
        9,
    ),
    (
        "Version history that shows who changed what",
        "Somebody deleted the price list last week and nobody knows when. The history shows times but no names.",
        7,
    ),
    (
        "Templates for recurring meetings",
        "Every retro starts with me copying last week's note and emptying it.",
        5,
    ),
    (
        "Let me pin notes to the top of a notebook",
        "The onboarding page should stay first however often the others are edited.",
        4,
    ),
    (
        "The calendar starts on Sunday",
        "In most of Europe the week starts on Monday. Please take it from the locale or give us a setting.",
        4,
    ),
    (
        "Faster start on older Android phones",
        "On a Pixel 3a the list takes eight seconds to appear. By then I have forgotten what I wanted to write down.",
        6,
    ),
    (
        "Checklists that sort what is done to the bottom",
        "My shopping list has thirty lines, and I scroll past the ticked ones in the shop.",
        3,
    ),
    (
        "An API to create notes",
        "I want our build server to write the release notes into the team notebook. A token and one route are enough.",
        7,
    ),
    (
        "Mention a colleague in a note",
        "Typing @Hana should tell Hana. Today I write the note and then a chat message that says that there is a note.",
        6,
    ),
    (
        "Code blocks with syntax colours",
        "We keep runbooks here. Grey monospace for a forty-line shell script is hard to read at three in the morning.",
        5,
    ),
    (
        "Bigger text on the web",
        "The browser's zoom breaks the sidebar at 150 %. A text size in the settings would help people with weak eyes.",
        4,
    ),
    (
        "Undo for a deleted notebook",
        "One wrong click and a confirmation that I did not read. A bin that keeps things for thirty days, please.",
        8,
    ),
    (
        "Handwriting with a pen on tablets",
        "Formulas are quicker by hand. It does not have to become text, a drawing in the note is fine.",
        3,
    ),
    (
        "Mail a note to the notebook",
        "Forwarding a receipt to an address of the notebook would spare me the photo of my own screen.",
        2,
    ),
    (
        "Right-to-left text in the same note",
        "I mix English and Arabic. The cursor jumps to the wrong end of the line as soon as a paragraph has both.",
        4,
    ),
    (
        "Show the number of words",
        "My editor pays by the word. A small count at the bottom, for the selection too.",
        2,
    ),
)
