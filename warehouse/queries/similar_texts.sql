-- For each text of an outlet, by its number, up to three articles of the same outlet that have one of its longest paragraphs.
WITH asked AS (
    SELECT unnest($numbers::BIGINT[]) AS number, unnest($outlet_ids::VARCHAR[]) AS outlet_id, unnest($texts::VARCHAR[]) AS text
), paragraphs AS (
    SELECT number, outlet_id, unnest(
        list_transform(string_split(text, chr(10) || chr(10)), lambda x: lower(regexp_replace(x, '[^\pL\pN]+', '', 'g')))
    ) AS letters
    FROM asked
), longest AS (
    SELECT number, outlet_id, md5_number_lower(letters) AS letters FROM paragraphs
    QUALIFY row_number() OVER (PARTITION BY number ORDER BY length(letters) DESC) <= 4
)
SELECT number, article_id, count(*) AS paragraphs
FROM longest JOIN records.long_paragraphs USING (outlet_id, letters)
GROUP BY number, article_id
QUALIFY row_number() OVER (PARTITION BY number ORDER BY count(*) DESC, article_id) <= 3
