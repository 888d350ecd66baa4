-- The articles that are known at these canonical addresses. An address as a page's own goes before one that was found later.
SELECT outlet_id, url, arg_min(article_id, place) AS article_id
FROM (
    SELECT outlet_id, url, article_id, 1 AS place FROM records.article_addresses WHERE url IN (SELECT unnest($urls::VARCHAR[]))
    UNION ALL
    SELECT outlet_id, url, article_id, 0 FROM records.articles WHERE url IN (SELECT unnest($urls::VARCHAR[]))
)
GROUP BY outlet_id, url
