"""Who says a sentence, in the words of the text, and nobody where the text names none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.attribution import speaker_of

ROWS = [
    ('The trust has opened, said Jane Roe, its chair.', "The trust has opened", "Jane Roe, its chair"),
    ('“We have opened the service,” said a council spokesperson.', "We have opened", "a council spokesperson"),
    ('“We have opened,” the minister said. “It works.”', "It works", "the minister"),
    ('A spokesperson for Barton Council said the service had closed.', "the service had closed", "A spokesperson for Barton Council"),
    ('Ann Lee, the director of children’s services, told councillors that the work had stopped.', "the work had stopped", "Ann Lee, the director of children’s services"),
    ('The council, which was rated inadequate in 2019, said it would appoint a commissioner.', "would appoint", "The council"),
    ('According to the National Audit Office, the fund has paid out nothing.', "paid out nothing", "the National Audit Office"),
    ('Tom Hay warned of delays. He added that no date had been set.', "no date had been set", "Tom Hay"),
    ('Tom Hay, who leads the union, warned of delays. “No date is set,” he said.', "No date is set", "Tom Hay"),
    ('“We opened in May. It has been hard. Nobody has left,” said Tom Hay, the chief executive.', "It has been hard", "Tom Hay, the chief executive"),
    ('The inspectors wrote: “Leaders have acted.”', "Leaders have acted", "The inspectors"),
    ('Ofsted has said that leaders acted in time.', "leaders acted", "Ofsted"),
    ('The report found that no child was placed in time.', "no child was placed", "The report"),
    ('In Barton, where the deal was signed, the leader said that she had been too busy.', "she had been too busy", "the leader"),
    ('Not one council is above the share, the Home Office said last week.', "Not one council", "the Home Office"),
    ('Eve Sun gave evidence. The work has begun, she said, with one form.', "The work has begun", ""),
    ('Eve Sun told them more. The work has begun, she said, with one form.', "The work has begun", "Eve Sun"),
    ('On Tuesday they found out what the money was for.', "what the money", ""),
    ('They changed the rating, having found that nobody waits.', "nobody waits", ""),
    ('“We have no plans,” replied the minister, “and it would cost too much.”', "no plans", "the minister"),
    ('The council opened the service in May.', "opened the service", ""),
    ('The minister said nothing was wrong.\n\nThe service closed in May.', "The service closed", ""),
    ('A unit was found in the old town hall.', "A unit was found", ""),
    ('It was what the leader of the council had said would never happen.', "would never happen", ""),
    ('“It has closed.”', "It has closed", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "speaker"), ROWS)
def test_a_speaker_is_told_in_the_words_of_the_text(text: str, words: str, speaker: str) -> None:
    start = text.index(words)
    assert speaker_of(text, start, start + len(words)) == speaker


@given(st.text(alphabet='ab AT".,\n“”said', max_size=120), st.integers(0, 120), st.integers(0, 40))
def test_a_speaker_stands_in_the_text(text: str, start: int, length: int) -> None:
    speaker = speaker_of(text, min(start, len(text)), min(start + length, len(text)))
    assert speaker in " ".join(text.split())
