-- Which of these fetches the warehouse holds already.
SELECT fetch_id FROM records.fetches WHERE fetch_id IN (SELECT unnest($fetch_ids::UUID[]))
