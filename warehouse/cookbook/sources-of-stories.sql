-- How many independent sources did each story have?
-- Subject: Coverage
-- Stories with more than one article: outlets in all, those that wrote on their own, copies, and rewrites of one release.
-- Not known: whether two outlets that wrote on their own had the same informant.
-- $since day -365: the first day of the first report
SELECT title, outlet AS first_in, began::DATE AS began, articles, outlets, independent, copies, rewrites, url
FROM stories
WHERE articles > 1 AND began::DATE >= $since::DATE
ORDER BY independent DESC, outlets DESC, began DESC, url;
