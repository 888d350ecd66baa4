-- Where do articles state another grade than Ofsted's own table?
-- Subject: Councils and trusts
-- Overall grades that a text gives as the present one, where the table holds the same inspection.
-- Not known: which of the two is right. Ofsted's table holds the latest inspection alone, and sub-judgements are not compared.
SELECT name AS council, stated_grade, ofsted_grade, published_day AS published, ofsted_published, inspected,
    round(certainty, 2) AS certainty, title, url
FROM judgements
WHERE agrees = false
ORDER BY published DESC NULLS LAST, council, url;
