-- When an editor took the latest decisions, the latest first; `number` is 500 when left out.
SELECT decided_at FROM (FROM live.decisions UNION ALL BY NAME FROM live.held) WHERE editor = $editor
ORDER BY sequence DESC LIMIT coalesce($number::BIGINT, 500);
