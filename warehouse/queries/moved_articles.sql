-- How many articles these runs found at new addresses, by outlet, with one of each as an example.
SELECT outlet_id, coalesce(any_value(outlets.name), outlet_id) AS outlet, count(DISTINCT article_id) AS articles,
    min(article_addresses.url) AS example
FROM records.article_addresses LEFT JOIN records.outlets USING (outlet_id)
WHERE moved AND run_id IN (SELECT unnest($run_ids::UUID[]))
GROUP BY outlet_id ORDER BY outlet_id
