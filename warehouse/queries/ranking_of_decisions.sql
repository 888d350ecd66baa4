-- What the queue said of a candidate when it was decided, the latest decision first.
SELECT decision_id, model, probability, sampled
FROM records.decision_rankings JOIN records.decisions USING (decision_id)
WHERE candidate_id = $candidate_id::UUID
ORDER BY sequence DESC;
