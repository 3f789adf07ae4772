"""ask for words and their stems

Why: only PostgreSQL knows the stems and the stop words of the board's language, so the clauses of a search, as the app
has parsed them, become a tsquery here. The function is immutable: the planner knows the tsquery, and how common its
words are. The code before doesn't call it.

`clauses`: objects with exact, titled, near and half, each the text of a tsquery or empty; stemmable, whose stems count
as near and half; alternative, the side of an `or`; and excluded. `level`: which of the four; or `any` clause of near,
for ranking; or `excluded`, which must not be there. A stop word counts where it stands alone. Null: nothing to ask.
"""

from alembic import op

revision = "b07d95e3f2a8"
down_revision = "8e42b6d0c7f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # ts_rank() is quick for an `or`, and takes the square of the places for anything else: `~` is a word of no post.
    op.execute("""
        CREATE FUNCTION search_query(language regconfig, clauses jsonb, level text) RETURNS tsquery
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        DECLARE
            asked text;
        BEGIN
            WITH stemmed AS (
                SELECT clause.*, stemmable <> '' AND stems = ''::tsvector AS is_stop_word, (
                    SELECT coalesce(string_agg(
                        ' | ' || quote_literal(stem) || ' | ' || quote_literal('~' || stem), ''
                    ), '') FROM unnest(tsvector_to_array(stems)) AS stem
                ) AS or_stems
                FROM jsonb_to_recordset(clauses) AS clause (
                    exact text, titled text, near text, half text, stemmable text, alternative int, excluded boolean
                ), to_tsvector(language, stemmable) AS stems
            ),
            chosen AS (
                SELECT alternative, excluded, near || or_stems AS near,
                    CASE level WHEN 'exact' THEN exact WHEN 'titled' THEN titled WHEN 'half' THEN half || or_stems
                               ELSE near || or_stems END AS words,
                    is_stop_word AND NOT bool_and(is_stop_word OR excluded) OVER (PARTITION BY alternative) AS idle
                FROM stemmed
            ),
            wanted AS (SELECT * FROM chosen WHERE excluded OR words <> '' AND NOT idle),
            sides AS (
                SELECT string_agg(
                    CASE WHEN excluded THEN '!(' || near || ')' ELSE '(' || words || ')' END, ' & '
                ) AS side
                FROM wanted GROUP BY alternative HAVING NOT bool_and(excluded)
            )
            SELECT CASE level
                WHEN 'any' THEN (
                    SELECT quote_literal('~') || ' | ' || string_agg(words, ' | ') FROM wanted WHERE NOT excluded
                )
                WHEN 'excluded' THEN (SELECT string_agg(near, ' | ') FROM wanted WHERE excluded)
                ELSE (SELECT string_agg('(' || side || ')', ' | ') FROM sides)
            END INTO asked;
            RETURN asked::tsquery;
        END
        $$
    """)


def downgrade() -> None:
    op.execute("DROP FUNCTION search_query(regconfig, jsonb, text)")
