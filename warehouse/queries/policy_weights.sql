-- The policies that count more or less than others in the order of the queue.
SELECT policy_id, weight FROM records.policies WHERE weight <> 1 ORDER BY policy_id;
