"""A smoke test of the tests: each row changes one constant in a copy of the tree, and the named quick test must fail."""

import compileall
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest

from tests.fresh_pytest import FreshPytest

ROOT = Path(__file__).resolve().parent.parent
COPIED = (
    "warehouse",
    "pipelines",
    "nlp",
    "spiders",
    "desk",
    "flows",
    "tests",
    "docs",
    "pledgewatch.py",
    "pyproject.toml",
)
FAILED = 1  # pytest's exit status where tests ran and some failed; anything else is a fault of the row


@dataclass(frozen=True)
class Mutant:
    """A change of one place in one file, and the test that must not let it pass."""

    file: str
    old: str
    new: str
    test: str

    def __str__(self) -> str:
        """Return the row's name."""
        return f"{self.file}: {self.new.strip()}"


MUTANTS = (
    Mutant("warehouse/records.py", "DOUBTFUL = 0.6", "DOUBTFUL = 0.3",
           "tests/desk/test_docs.py::test_a_figure_of_the_docs_is_the_codes"),
    Mutant("warehouse/analyst/for_people.py", "TERMINAL_ROWS = 100 ", "TERMINAL_ROWS = 20_000 ",
           "tests/warehouse/test_for_people.py::test_a_terminal_shows_a_hundred_rows_or_as_many_as_were_asked_for"),
    Mutant("warehouse/analyst/formats.py", "ResultFormat.CSV: _to_text(write_csv)", "ResultFormat.CSV: _to_text(write_json)",
           "tests/flows/test_analyst.py::test_a_statement_is_written_in_the_format_that_was_asked_for"),
    Mutant("warehouse/monitoring.py", "MOST_NAMED = 3", "MOST_NAMED = 30",
           "tests/collection/test_monitoring.py::test_the_worst_gaps_are_named_and_the_others_counted"),
    Mutant("warehouse/toml/reader.py", "LONGEST_VALUE = 60", "LONGEST_VALUE = 6000",
           "tests/warehouse/toml/test_reader.py::test_a_long_value_is_not_repeated_whole"),
    Mutant("pipelines/decode.py", "MOST_LAYERS = 2", "MOST_LAYERS = 1",
           "tests/extraction/test_decode.py::test_a_gzip_in_a_gzip_is_opened_and_what_lies_deeper_is_not"),
    Mutant("pipelines/decode.py", "MOST_REPLACED = 0.001", "MOST_REPLACED = 1.0",
           "tests/extraction/test_decode.py::test_a_text_full_of_broken_characters_is_refused"),
    Mutant("pipelines/markup/measure.py", "DEEPEST = 250", "DEEPEST = 250_000",
           "tests/extraction/test_hostile.py::test_quarantined_with_its_reason"),
    Mutant("pipelines/markup/measure.py", "LONGEST_RUN = 1_000_000", "LONGEST_RUN = 1_000_000_000",
           "tests/extraction/test_hostile.py::test_quarantined_with_its_reason"),
    Mutant("pipelines/body/furniture.py", "LONGEST_LINE = 420", "LONGEST_LINE = 42",
           "tests/extraction/test_furniture.py::test_furniture_is_named"),
    Mutant("pipelines/body/furniture.py", "MOSTLY_LINKS = 0.5", "MOSTLY_LINKS = 1.5",
           "tests/extraction/test_furniture.py::test_a_line_is_of_the_kind_that_its_own_words_name_or_the_articles"),
    Mutant("pipelines/metadata/dates.py", "EARLIEST = 1990", "EARLIEST = 1800",
           "tests/extraction/test_dates.py::test_what_is_no_date_says_why"),
    Mutant("pipelines/metadata/dates.py", "CENTURY = 2000", "CENTURY = 1900",
           "tests/extraction/test_dates.py::test_a_printed_date_is_read"),
    Mutant("pipelines/metadata/title.py", "LONGEST = 300", "LONGEST = 30",
           "tests/extraction/test_fields.py::test_a_sound_page_is_sure_and_a_scrap_is_not"),
    Mutant("pipelines/metadata/byline.py", "MOST_AUTHORS = 12", "MOST_AUTHORS = 1",
           "tests/extraction/test_fields.py::test_authors"),
    Mutant("pipelines/metadata/byline.py", "MOST_WORDS = 5", "MOST_WORDS = 1",
           "tests/extraction/test_fields.py::test_authors"),
    Mutant("pipelines/body/comments.py", "DEEPEST_THREAD = 20", "DEEPEST_THREAD = 0",
           "tests/extraction/test_fields.py::test_comments_in_json_ld_are_read_with_their_thread"),
    Mutant("pipelines/identity.py", '("utm_", ', "(",
           "tests/spiders/test_identity.py::test_one_article_has_one_canonical_address"),
    Mutant("pipelines/archive/foreign_warc.py", 'SUFFIXES = (".warc.gz", ".warc")', 'SUFFIXES = (".warc",)',
           "tests/collection/test_foreign_warc.py::test_the_articles_of_outlets_are_given_and_nothing_else"),
    Mutant("pipelines/feeds.py", "LARGEST_FEED_BYTES = 8 * 1024 * 1024", "LARGEST_FEED_BYTES = 8 * 1024**3",
           "tests/faults/test_feeds.py::test_b1_what_is_no_feed_is_not_a_quiet_one"),
    Mutant("nlp/text/topic.py", "ON_TOPIC_PER_100_WORDS = 0.9", "ON_TOPIC_PER_100_WORDS = 90",
           "tests/nlp/test_councils.py::test_each_name_of_a_list_of_councils_is_one_mention"),
    Mutant("nlp/text/passages.py", "SHORT = 60", "SHORT = 0",
           "tests/nlp_match/test_passages.py::test_a_heading_goes_with_its_paragraph"),
    Mutant("nlp/text/passages.py", "LONG = 1200", "LONG = 120_000",
           "tests/nlp_match/test_passages.py::test_a_long_paragraph_is_cut_at_the_end_of_a_sentence"),
    Mutant("nlp/text/chunks.py", "CAP = 200_000", "CAP = 200_000_000",
           "tests/nlp/test_tagger_properties.py::test_a_long_text_is_tagged_in_pieces_and_says_so"),
    Mutant("nlp/text/sentences.py", "LONGEST = 1200", "LONGEST = 120",
           "tests/nlp/test_floors.py::test_a_label_scores_at_least_its_floor"),
    Mutant("nlp/names/coreference.py", "REACH_BACK = 600", "REACH_BACK = 6",
           "tests/nlp/test_references.py::test_on_a_page_of_several_councils_only_what_was_named_nearby_counts"),
    Mutant("nlp/names/misspellings.py", "SHORTEST = 6", "SHORTEST = 60",
           "tests/nlp/test_councils.py::test_an_authority_is_found_under_every_form_of_its_name"),
    Mutant("nlp/names/councils.py", "\nTHRESHOLD = 0.5", "\nTHRESHOLD = 0.9999",
           "tests/nlp/test_councils.py::test_each_name_of_a_list_of_councils_is_one_mention"),
    Mutant("nlp/names/councils.py", "OFF_TOPIC_THRESHOLD = 0.985", "OFF_TOPIC_THRESHOLD = 0.0",
           "tests/nlp/test_councils.py::test_a_page_of_sport_is_silent"),
    Mutant("nlp/events.py", "UNREAL_BACK = 45", "UNREAL_BACK = 0",
           "tests/nlp/test_events.py::test_what_is_feared_refused_or_a_condition_is_no_event"),
    Mutant("nlp/events.py", "REACH_BACK = 300", "REACH_BACK = 0",
           "tests/nlp/test_events.py::test_an_event_without_a_name_in_its_sentence_is_that_of_the_body_named_just_before"),
    Mutant("nlp/events.py", "GIVEN_BACK = 90", "GIVEN_BACK = 0",
           "tests/nlp/test_events.py::test_an_event_names_its_kind_and_its_body"),
    Mutant("nlp/grades/headings.py", "LONGEST = 70", "LONGEST = 0",
           "tests/nlp/test_judgements.py::test_a_grade_goes_to_the_council_that_the_sentence_says"),
    Mutant("spiders/fetching/hosts.py", "LONGEST_RETRY_AFTER_SECONDS = 24 * 3600.0", "LONGEST_RETRY_AFTER_SECONDS = 9999 * 3600.0",
           "tests/faults/test_politeness.py::test_a2_retry_after_is_read_in_seconds_and_capped_at_a_day"),
    Mutant("spiders/job/recheck.py", "LOOKS_404 = 3", "LOOKS_404 = 1",
           "tests/spiders/test_rechecks.py::test_three_404s_or_a_410_over_a_day_are_a_withdrawal"),
    Mutant("spiders/job/memory.py", "MUCH_NEW = 3", "MUCH_NEW = 3000",
           "tests/spiders/test_memory.py::test_a_source_that_brings_much_is_asked_sooner_and_one_that_brings_nothing_later"),
    Mutant("spiders/registry/backtracking.py", "OFTEN = 10", "OFTEN = 10_000",
           "tests/spiders/test_backtracking.py::test_a_pattern_that_explodes_is_found"),
    Mutant("spiders/health/volume.py", "FLOOD_AT_LEAST = 40", "FLOOD_AT_LEAST = 40_000",
           "tests/collection/test_health.py::test_far_too_little_is_volume_low_and_far_too_much_a_flood"),
    Mutant("spiders/health/fetched.py", "THIN = 0.25", "THIN = 0.0",
           "tests/collection/test_health.py::test_where_no_source_was_due_the_day_goes_on_as_it_was"),
    Mutant("spiders/health/sources.py", "STRANGERS = 3", "STRANGERS = 3000",
           "tests/collection/test_health.py::test_addresses_that_changed_are_noticed_before_the_feed_holds_no_old_one"),
    Mutant("spiders/health/volume.py", "\nTOO_UNLIKELY = 0.002", "\nTOO_UNLIKELY = 0.0",
           "tests/collection/test_health.py::test_an_outlet_that_falls_silent_is_told_by_its_own_weekdays"),
    Mutant("spiders/health/windows.py", "LATEST = 4", "LATEST = 4000",
           "tests/collection/test_health.py::test_articles_that_lost_something_are_an_incident"),
    Mutant("spiders/health/pattern.py", "PRIOR_WEEKS = 2.0", "PRIOR_WEEKS = 2000.0",
           "tests/collection/test_pattern.py::test_weekdays_are_learnt_each_for_itself"),
    Mutant("spiders/health/pattern.py", "TRIMMED = 0.1", "TRIMMED = 0.0",
           "tests/collection/test_pattern.py::test_one_huge_day_hardly_moves_a_rate"),
    Mutant("desk/pages/queue.py", "PAGE_ROWS = 50", "PAGE_ROWS = 5",
           "tests/desk/test_docs.py::test_a_figure_of_the_docs_is_the_codes"),
    Mutant("desk/policies/pages.py", "QUIET_DAYS = 90", "QUIET_DAYS = 9",
           "tests/desk/test_docs.py::test_a_figure_of_the_docs_is_the_codes"),
    Mutant("desk/wording/links.py", "MAX_ADDRESS_LENGTH = 2_000", "MAX_ADDRESS_LENGTH = 2_000_000",
           "tests/desk/test_links.py::test_anything_else_is_shown_as_text"),
    Mutant("desk/guards/limits.py", "MAX_BODY_BYTES = 32_768", "MAX_BODY_BYTES = 32_768_000",
           "tests/desk/test_limits.py::test_a_body_without_a_stated_length_is_counted"),
    Mutant("desk/guards/limits.py", "MAX_QUERY_BYTES = 4_096", "MAX_QUERY_BYTES = 4_096_000",
           "tests/desk/test_limits.py::test_a_long_address_is_a_414"),
    Mutant("desk/guards/limits.py", "MAX_FIELDS = 280 ", "MAX_FIELDS = 20_000 ",
           "tests/desk/test_limits.py::test_too_many_fields_are_a_400"),
    Mutant("desk/pages/static_files.py", "immutable", "mutable",
           "tests/desk/test_routes.py::test_a_static_file_may_be_kept_under_the_mark_of_what_ships_and_under_no_other"),
    Mutant("flows/settings.py", 'DESK_HOST = "127.0.0.1"', 'DESK_HOST = "0.0.0.0"',
           "tests/flows/test_settings.py::test_a_bare_environment_gives_a_local_desk"),
    Mutant("pipelines/decode.py", "MOST_LAYERS = 2", "MOST_LAYERS = 1",
           "tests/extraction/test_decode.py::test_a_gzip_in_a_gzip_is_opened_and_what_lies_deeper_is_not"),
    Mutant("nlp/evidence/rules.py", "CERTAIN = 0.9", "CERTAIN = 1.1",
           "tests/nlp_match/test_rules.py::test_a_deed_beside_a_call_stays_a_deed"),
    Mutant("nlp/evidence/retrieval.py", "K1 = 1.2", "K1 = -1.2",
           "tests/nlp_match/test_retrieval.py::test_a_policys_own_words_rank_it_first"),
    Mutant("nlp/grades/judgements.py", "owners = self.graded.echoed(echo, sentence.start, sentence.end)", "owners = ()",
           "tests/nlp/test_judgements_at_one_remove.py::test_a_grade_at_one_remove_goes_to_its_council"),
    Mutant("nlp/money/parties.py", "if probability >= least", "if probability < least",
           "tests/nlp/test_parties.py::test_each_party_has_its_certainty_and_nobody_has_none"),
)  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a copy of the tree, which the tests of the copy import from."""
    copy = tmp_path_factory.mktemp("mutants")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    # A mutant must not be taken for the text that it was made from: by the contents, not by the second, is one known.
    compileall.compile_dir(copy, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    yield copy
    shutil.rmtree(copy)


@pytest.fixture(scope="module")
def runs(tree: Path) -> Iterator[FreshPytest]:
    """Run tests of the copy, each time with its modules imported anew."""
    made = FreshPytest(tree)
    yield made
    made.close()


def test_every_mutant_finds_its_place_once() -> None:
    times = [(ROOT / each.file).read_text(encoding="utf-8").count(each.old) for each in MUTANTS]
    lost = [f"{each.file} holds {each.old!r} {n} times" for each, n in zip(MUTANTS, times, strict=True) if n != 1]
    assert lost == [], "write these rows anew"


@pytest.mark.long
def test_without_a_mutation_all_of_these_tests_pass(runs: FreshPytest) -> None:
    status, said = runs.run("-x", "-q", *sorted({mutant.test for mutant in MUTANTS}))
    assert status == 0, said


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=str)
def test_a_changed_constant_does_not_pass(tree: Path, runs: FreshPytest, mutant: Mutant) -> None:
    path = tree / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        status, said = runs.run("-x", "-q", mutant.test)
    finally:
        path.write_text(text, encoding="utf-8")
    assert status == FAILED, f"{mutant} lives: {mutant.test} said\n{said}"
