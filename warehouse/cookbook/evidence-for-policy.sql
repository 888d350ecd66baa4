-- What is the evidence for a policy?
-- Subject: Policies and evidence
-- What editors accepted, the newest first, with the way back to the archived page that they saw.
-- Not known: nothing is added to what was decided; a passage that the article no longer holds says so.
-- $policy text : a policy's identifier; empty for all
SELECT policy, published_day AS published, direction, stance, criterion, outlet_id, title, url, editor, decided_at::DATE AS decided, note,
    changed_since, withdrawn, warc_file, warc_offset
FROM evidence
WHERE $policy IS NULL OR policy_id = $policy
ORDER BY policy, published DESC NULLS LAST, url;
