INSERT INTO records.article_addresses BY NAME
SELECT DISTINCT ON (outlet_id, url) article_id, outlet_id, url, run_id, capture_id, moved, "at" AS noted_at FROM batch
WHERE NOT EXISTS (
    SELECT 1 FROM records.article_addresses AS held WHERE held.outlet_id = batch.outlet_id AND held.url = batch.url
)
ORDER BY "at";
