"""What people typed, as CommonMark: HTML for pages and mails, and one plain line for lists."""
