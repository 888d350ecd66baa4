-- Which evidence no longer stands in its article?
-- Subject: Policies and evidence
-- Accepted passages that the article's latest text does not hold, or whose article the outlet withdrew. The text that the editor saw is kept.
-- Not known: why it changed.
SELECT policy, title, url, editor, decided_at::DATE AS decided, changed_since, withdrawn
FROM evidence
WHERE changed_since OR withdrawn
ORDER BY decided_at DESC, url;
