"""The tags of an article: found in every field of it, and placed in the field that they stand in."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.article_fields import BETWEEN, HEADLINE_CONTEXT, ArticleToTag
from nlp.tagger import load_tagger
from warehouse.tags import TAG_LISTS, Tags
from warehouse.vocabulary.stances import Field

TAGGER = load_tagger()
DAY = date(2024, 5, 1)
TITLE = "Slough council gets £2m for children's homes"
STANDFIRST = "Sandwell Children's Trust is rated good by Ofsted, and Sandwell Council will pay it £74m a year."
TEXT = "Social workers had left.\n\nLeeds City Council was rated outstanding by Ofsted after an inspection of its children's services."
CORRECTIONS = (
    "An earlier version named Kent County Council.",
    "The government's grant to Devon County Council is £3m, not £30m.",
)
WORDS = st.sampled_from(
    [
        "Slough council",
        "Kent County Council",
        "£2m",
        "a year",
        "rated good by Ofsted",
        "trust",
        "The council",
        ".",
        "\n\n",
    ]
)
PIECES = st.lists(WORDS, max_size=12).map(" ".join)


def tags_of(article: ArticleToTag) -> Tags:
    (tags,) = TAGGER.tag_articles([article])
    return tags


def field_words(article: ArticleToTag) -> dict[Field, str]:
    corrections = BETWEEN.join(article.corrections)
    return dict(zip(Field, (article.title, article.standfirst, article.text, corrections), strict=True))


def surfaces(tags: Tags, listed: str) -> list[tuple[Field, str]]:
    return [(one.field, one.text) for one in getattr(tags, listed)]


def test_every_field_has_its_tags() -> None:
    tags = tags_of(ArticleToTag(TEXT, TITLE, DAY, STANDFIRST, CORRECTIONS))
    assert surfaces(tags, "mentions") == [
        (Field.TITLE, "Slough council"),
        (Field.STANDFIRST, "Sandwell Children's Trust"),
        (Field.STANDFIRST, "Sandwell Council"),
        (Field.TEXT, "Leeds City Council"),
        (Field.CORRECTIONS, "Kent County Council"),
        (Field.CORRECTIONS, "Devon County Council"),
    ]
    assert {(Field.TITLE, "£2m"), (Field.STANDFIRST, "£74m a year"), (Field.CORRECTIONS, "£3m")} <= {
        *surfaces(tags, "funding")
    }
    assert [(one.field, one.grade) for one in tags.judgements] == [
        (Field.STANDFIRST, "good"),
        (Field.TEXT, "outstanding"),
    ]


@given(PIECES, PIECES, PIECES, st.lists(PIECES, max_size=3).map(tuple))
@settings(max_examples=150, deadline=None)
def test_offsets_count_in_the_field_that_a_tag_names(
    title: str, standfirst: str, text: str, corrections: tuple[str, ...]
) -> None:
    article = ArticleToTag(text, title, DAY, standfirst, corrections)
    words = field_words(article)
    for listed in TAG_LISTS:
        for one in getattr(tags_of(article), listed):
            assert words[one.field][one.start : one.end] == one.text


@given(PIECES, PIECES)
@settings(max_examples=150, deadline=None)
def test_a_text_alone_has_the_tags_that_it_has_under_a_headline(title: str, text: str) -> None:
    tags = tags_of(ArticleToTag(text, title, DAY))
    for listed in TAG_LISTS:
        below = tuple(one for one in getattr(tags, listed) if one.field is Field.TEXT)
        assert below == getattr(TAGGER.tag(text, title, DAY), listed)


@pytest.mark.parametrize("sentence", [STANDFIRST, CORRECTIONS[1]])
def test_a_sentence_is_tagged_alike_in_every_field_below_the_headline(sentence: str) -> None:
    articles = (
        ArticleToTag(TEXT, "In brief", DAY, standfirst=sentence),
        ArticleToTag(f"{sentence}\n\n{TEXT}", "In brief", DAY),
        ArticleToTag(f"{TEXT}\n\n{sentence}", "In brief", DAY),
        ArticleToTag(TEXT, "In brief", DAY, corrections=(sentence,)),
    )
    first, *others = ({(m.label, m.text, m.identifier) for m in tags_of(each).mentions} for each in articles)
    assert all(other == first for other in others)


def test_a_headline_is_tagged_once_however_long_the_article() -> None:
    long = BETWEEN.join([TEXT] * (3 * HEADLINE_CONTEXT // len(TEXT)))
    tags = tags_of(ArticleToTag(long, TITLE, DAY))
    assert [one.text for one in tags.mentions if one.field is Field.TITLE] == ["Slough council"]
    assert sum(one.field is Field.TEXT for one in tags.mentions) == long.count("Leeds City Council")


def test_the_version_tells_that_all_fields_are_read() -> None:
    assert "fields-1" in TAGGER.version.split()
