from nlp.evidence.article import MOST_WORDS, NEUTRAL_TITLE, ArticleToMatch
from warehouse.vocabulary.stances import Field

STANDFIRST = "Six councils have merged their adoption teams, and two more will follow next spring."
TEXT = (
    "The first paragraph says what happened. It has a second sentence, with more to it.\n\n"
    "The second paragraph is about something else altogether, and it stands alone here."
)


def test_offsets_count_in_the_field_that_a_passage_stands_in() -> None:
    article = ArticleToMatch.of("A headline", STANDFIRST, TEXT)
    fields = {Field.STANDFIRST: STANDFIRST, Field.TEXT: TEXT}
    assert [one.field for one in article.passages] == [Field.STANDFIRST, Field.TEXT, Field.TEXT]
    for one in article.passages:
        assert fields[one.field][one.start : one.end] == one.text
    for sentence in article.sentences:
        field = fields[article.passages[sentence.passage].field]
        assert field[sentence.start : sentence.end] == sentence.text


def test_a_missing_headline_is_a_neutral_one() -> None:
    assert ArticleToMatch.of("", "", TEXT).title == NEUTRAL_TITLE


def test_an_empty_article_has_no_passages() -> None:
    assert ArticleToMatch.of("A headline", "", " \n\n ").passages == ()


def test_a_sentence_is_read_with_its_neighbours_and_never_with_another_passage() -> None:
    article = ArticleToMatch.of("A headline", "", TEXT)
    assert article.in_context(0) == "The first paragraph says what happened. It has a second sentence, with more to it."
    assert "something else" not in article.in_context(1)


def test_the_context_of_a_sentence_is_bounded() -> None:
    text = " ".join(f"Sentence number {number} has exactly eight words." for number in range(30))
    article = ArticleToMatch.of("", "", text)
    middle = len(article.sentences) // 2
    assert len(article.in_context(middle).split()) <= MOST_WORDS
    assert article.sentences[middle].text in article.in_context(middle)
