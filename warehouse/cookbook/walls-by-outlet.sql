-- How much of each outlet stands behind a wall?
-- Subject: Coverage
-- Articles that a reader without an account could not read whole, and how long the texts are that are held.
-- Not known: what stands behind the wall.
SELECT outlet, count(*) AS articles, count(*) FILTER (wall <> 'open') AS walled,
    round(100.0 * count(*) FILTER (wall <> 'open') / count(*), 1) AS percent, round(median(characters)) AS median_characters
FROM articles
GROUP BY ALL
ORDER BY percent DESC, outlet;
