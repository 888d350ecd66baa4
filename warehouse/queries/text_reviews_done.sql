-- What was done about texts that were read with doubt, the latest first, $number rows.
SELECT reviews.review_id, reviews.revision_id, reviews.action, reviews.editor, reviews.note, reviews.noted_at, revisions.article_id, revisions.title,
    coalesce(outlets.name, revisions.outlet_id) AS outlet_name, revisions.outlet_id
FROM records.text_reviews AS reviews
JOIN records.revisions USING (revision_id)
LEFT JOIN records.outlets USING (outlet_id)
ORDER BY reviews.noted_at DESC, reviews.review_id
LIMIT $number
