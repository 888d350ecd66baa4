-- What evidence contradicts the promises, this quarter?
-- Subject: Policies and evidence
-- Passages that show a promise further from being kept: those that an editor accepted first, then those that wait, by policy.
-- Not known: whether a passage that waits is evidence; its score is the probability that an editor would accept it.
-- $since day quarter: the first day of publication
-- $until day today: the last day of publication
-- $policy text : a policy's identifier; empty for all
WITH standing AS (
    SELECT policy_id, 'accepted' AS state, published_day, stance, criterion, NULL::DOUBLE AS score, editor, title, outlet_id, url
    FROM evidence WHERE direction = 'contradicts'
    UNION ALL
    SELECT policy_id, state, published_day, stance, criterion, score, NULL, title, outlet_id, url
    FROM candidates WHERE direction = 'contradicts' AND waits(state)
)
SELECT coalesce(policies.title, policy_id) AS policy, state, published_day AS published, stance, criterion,
    round(score, 2) AS score, editor, standing.title AS title, outlet_id, url
FROM standing LEFT JOIN policies USING (policy_id)
WHERE published_day BETWEEN $since::DATE AND $until::DATE AND ($policy IS NULL OR policy_id = $policy)
ORDER BY state <> 'accepted', policy, score DESC, published DESC, url;
