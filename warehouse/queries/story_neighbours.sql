-- For each article, by its number from 0, those that were dated between `low` and `high` and share most of its rare words
-- by weight. `keys` and `weights` are texts: numbers with commas between, and a semicolon between two articles.
WITH articles AS (
    SELECT unnest(range(len(string_split($keys::VARCHAR, ';')))) AS number, unnest(string_split($keys::VARCHAR, ';')) AS keys,
        unnest(string_split($weights::VARCHAR, ';')) AS weights
), asked AS (
    SELECT number, unnest(string_split(keys, ','))::BIGINT AS "key", unnest(string_split(weights, ','))::DOUBLE AS weight
    FROM articles WHERE keys <> ''
)
SELECT number, article_id, any_value(held.dated) AS dated, sum(asked.weight * held.weight) AS likeness
FROM asked JOIN records.story_keys AS held USING ("key")
WHERE held.dated BETWEEN $low::TIMESTAMPTZ AND $high::TIMESTAMPTZ
GROUP BY number, article_id
QUALIFY row_number() OVER (PARTITION BY number ORDER BY likeness DESC, article_id) <= coalesce($most::BIGINT, 40)
