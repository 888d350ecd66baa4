-- Sums of which any of $bodies is the giver or the receiver, the newest article first, each with its place in the ledger where it has one. Savings and shortfalls, which a body bears and nobody gives, are left out; $number of them.
SELECT list_contains($bodies::VARCHAR[], funding.receiver_id) AS received, surface, coalesce(funding.maximum, funding.minimum) AS amount, funding.period, kind,
    funding.giver_id, giver_name, funding.receiver_id, receiver_name, funding.published_day, funding.title, funding.article_id,
    coalesce(outlets.name, funding.outlet_id) AS outlet_name, ledger.announcement, ledger.role
FROM funding
LEFT JOIN records.outlets ON outlets.outlet_id = funding.outlet_id
LEFT JOIN (
    SELECT revision_id, start_offset, surface AS said, any_value(announcement) AS announcement, any_value(role) AS role FROM commitment_mentions GROUP BY ALL
) AS ledger ON ledger.revision_id = funding.revision_id AND ledger.start_offset = funding.start_offset AND funding.field = 'text'
WHERE (list_contains($bodies::VARCHAR[], funding.giver_id) AND funding.kind NOT IN ('saving', 'gap')) OR list_contains($bodies::VARCHAR[], funding.receiver_id)
ORDER BY funding.published_day DESC NULLS LAST, funding.article_id, funding.start_offset
LIMIT $number
