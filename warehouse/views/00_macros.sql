-- The paragraph, or paragraphs, of a text around two offsets: from the blank line before to the blank line after.
CREATE OR REPLACE MACRO passage_of(body, first_character, last_character) AS substring(
    body,
    first_character + 2 - coalesce(nullif(position(chr(10) || chr(10) IN reverse(substring(body, 1, first_character))), 0), first_character + 1),
    last_character - first_character
    + coalesce(nullif(position(chr(10) || chr(10) IN reverse(substring(body, 1, first_character))), 0), first_character + 1) - 1
    + coalesce(nullif(position(chr(10) || chr(10) IN substring(body, last_character + 1)), 0), length(body) - last_character + 1) - 1
);
