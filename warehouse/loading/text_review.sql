INSERT INTO records.text_reviews BY NAME
SELECT DISTINCT ON (review_id) * EXCLUDE ("at"), "at" AS noted_at FROM batch
WHERE NOT EXISTS (SELECT 1 FROM records.text_reviews AS held WHERE held.review_id = batch.review_id::UUID);
