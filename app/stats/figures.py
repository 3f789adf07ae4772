"""What a week's figures are counted from, in SQL that reading and keeping them share.

Weeks are those of ISO 8601, in UTC: they begin on Monday. Each part reads the rows of its time alone, through an index
of their times. An answer is a change of status, and the median leaves out the odd post that waited for years.
"""

MOST_WEEKS = 104  # That anybody can ask for, and that are kept.
# Of any `since` and `until`: numbers add up, and the kept ones of the days that are over need today's alone.
COUNTS = {
    "posts": """
        SELECT count(*) FROM posts WHERE created_at >= {since} AND created_at < {until} AND deleted_at IS NULL
    """,
    "votes": """
        SELECT count(*) FROM votes WHERE created_at >= {since} AND created_at < {until} AND merged_from_id IS NULL
    """,
    "answers": """
        SELECT count(*) FROM status_history WHERE created_at >= {since} AND created_at < {until}
    """,
}
# A median doesn't add up.
SECONDS_TO_FIRST_ANSWER = """
    SELECT percentile_cont(0.5) WITHIN GROUP (
        ORDER BY CAST(extract(epoch FROM answer.created_at - posts.created_at) AS float8)
    )
    FROM status_history AS answer JOIN posts ON posts.id = answer.post_id
    WHERE answer.created_at >= {since} AND answer.created_at < {until} AND NOT EXISTS (
        SELECT FROM status_history AS earlier WHERE earlier.post_id = answer.post_id AND earlier.id < answer.id
    )
"""
# The last :weeks weeks, this one included.
WEEKS = """
    SELECT CAST(monday AS date) AS week, monday AT TIME ZONE 'UTC' AS began,
           (monday + interval '1 week') AT TIME ZONE 'UTC' AS ended
    FROM generate_series(
        date_trunc('week', now() AT TIME ZONE 'UTC') - make_interval(weeks => CAST(:weeks AS int) - 1),
        date_trunc('week', now() AT TIME ZONE 'UTC'), interval '1 week'
    ) AS monday
"""
