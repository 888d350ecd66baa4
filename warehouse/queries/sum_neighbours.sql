-- For each sum, by its number from 0, those that are as large when rounded and share most of the rare words beside it and in
-- its article. `words` and `steps` are texts: numbers with commas between, and a semicolon between two sums.
WITH sums AS (
    SELECT unnest(range(len(string_split($words::VARCHAR, ';')))) AS number, unnest(string_split($words::VARCHAR, ';')) AS words,
        unnest(string_split($steps::VARCHAR, ';')) AS steps
), stepped AS (
    SELECT number, words, unnest(string_split(steps, ','))::BIGINT AS step FROM sums WHERE steps <> '' AND words <> ''
), worded AS (
    SELECT number, step, unnest(string_split(words, ','))::BIGINT AS word FROM stepped
), asked AS (
    SELECT DISTINCT number, word, unnest([step - 1, step, step + 1]) AS step FROM worded
)
SELECT number, sum_id, article_id, count(DISTINCT word) AS shared
FROM asked JOIN records.sum_keys AS held USING (word, step)
GROUP BY number, sum_id, article_id
QUALIFY row_number() OVER (PARTITION BY number ORDER BY shared DESC, sum_id) <= coalesce($most::BIGINT, 40)
