"""ask for words and their stems

Why: only PostgreSQL knows the stems and the stop words of the board's language, so the clauses of a search, as the app
has parsed them, become a tsquery here. The function is immutable, and takes nothing but text, which a cast would keep
from being constant: so the planner calls it, once, and knows how common the words are. The code before doesn't call it.

`clauses`: an array of objects in JSON, with words, the text of a tsquery; stemmable, whose stems will do as well;
alternative, which side of an `or` it is on; and excluded. A stop word counts where it stands alone. Null: nothing is
asked for.
"""

from alembic import op

revision = "b07d95e3f2a8"
down_revision = "8e42b6d0c7f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE FUNCTION search_query(language text, clauses text) RETURNS tsquery
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
                FROM jsonb_to_recordset(clauses::jsonb) AS clause (
                    words text, stemmable text, alternative int, excluded boolean
                ), to_tsvector(language::regconfig, stemmable) AS stems
            ),
            chosen AS (
                SELECT alternative, excluded, '(' || words || or_stems || ')' AS words,
                    is_stop_word AND NOT bool_and(is_stop_word OR excluded) OVER (PARTITION BY alternative) AS idle
                FROM stemmed
            ),
            sides AS (
                SELECT string_agg(CASE WHEN excluded THEN '!' ELSE '' END || words, ' & ') AS side
                FROM chosen WHERE excluded OR NOT idle GROUP BY alternative HAVING NOT bool_and(excluded)
            )
            SELECT string_agg('(' || side || ')', ' | ') FROM sides INTO asked;
            RETURN asked::tsquery;
        END
        $$
    """)


def downgrade() -> None:
    op.execute("DROP FUNCTION search_query(text, text)")
