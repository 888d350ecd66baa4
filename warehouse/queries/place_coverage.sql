-- How many articles of each outlet and year name any of $bodies, by GSS code or a trust's slug.
SELECT outlet_id, coalesce(any_value(outlets.name), outlet_id) AS outlet_name, year(day_at(dated, 'Europe/London')) AS year, count(*) AS articles
FROM (
    SELECT articles.* FROM articles SEMI JOIN (
        SELECT revision_id FROM records.taggings WHERE list_has_any([each.identifier FOR each IN mentions], $bodies::VARCHAR[])
    ) USING (revision_id)
) AS naming LEFT JOIN records.outlets USING (outlet_id)
GROUP BY outlet_id, year
ORDER BY outlet_name, year
