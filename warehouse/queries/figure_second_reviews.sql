-- How two editors agree who read the same cards without seeing each other's decisions; `all` is every review together, and comes first.
SELECT editor, second_editor, cards, agreed, share, kappa, low, high
FROM second_review_agreement ORDER BY editor = 'all' AND second_editor = 'all' DESC, cards DESC, editor, second_editor;
