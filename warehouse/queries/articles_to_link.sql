-- Articles that wait to be weighed against the others, the earliest first, with their latest text and the sums in it.
SELECT article_id, any_value(waiting.dated) AS dated, arg_max(revision_id, (last_captured_at, revisions.made_at)) AS revision_id
FROM (SELECT article_id, min(dated) AS dated FROM records.articles_to_link GROUP BY article_id ORDER BY dated, article_id LIMIT coalesce($number::BIGINT, 50)) AS waiting
JOIN records.revisions USING (article_id)
GROUP BY article_id
ORDER BY dated, article_id;
SELECT revision_id, revisions.outlet_id, title, text, published, taggings.funding
FROM records.revisions LEFT JOIN records.taggings USING (revision_id)
WHERE revision_id IN ($found.revision_id);
