-- Ofsted's overall grades of any of $bodies as articles state them, the newest article first; $number of them.
SELECT DISTINCT stated_grade, previous, inspected, published_day, title, article_id, coalesce(outlets.name, judgements.outlet_id) AS outlet_name, agrees
FROM judgements LEFT JOIN records.outlets USING (outlet_id)
WHERE list_contains($bodies::VARCHAR[], council) AND aspect = 'overall'
ORDER BY published_day DESC NULLS LAST, article_id, stated_grade
LIMIT $number
