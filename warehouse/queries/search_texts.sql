-- What the search index takes of these texts: their words, the identifiers of councils and trusts, and the policies they have candidates for.
SELECT unnest($revision_ids::UUID[]) AS revision_id;
SELECT
    revisions.revision_id, revisions.outlet_id, coalesce(outlets.name, revisions.outlet_id) AS outlet,
    day_at(revisions.published, outlets.timezone) AS day, revisions.first_captured_at, revisions.url, revisions.title,
    revisions.standfirst, revisions.text, coalesce(revisions.corrections, []) AS corrections,
    list_distinct([one.identifier FOR one IN coalesce(taggings.mentions, [])]) AS identifiers,
    coalesce(found.policies, []) AS policies
FROM records.revisions
LEFT JOIN records.outlets USING (outlet_id)
LEFT JOIN records.taggings ON taggings.revision_id = revisions.revision_id AND taggings.revision_id IN ($found.revision_id)
LEFT JOIN (
    SELECT revision_id, list(DISTINCT policy_id) AS policies FROM records.candidates WHERE current GROUP BY revision_id
) AS found ON found.revision_id = revisions.revision_id
WHERE revisions.revision_id IN ($found.revision_id);
