"""The command `pledgewatch`: thin. Every subcommand imports what it needs when it runs, so that `--help` is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from flows import operator_commands
from flows.analyst import commands as analyst_commands
from flows.users import commands as user_commands
from flows.verdicts import commands as verdict_commands

app = typer.Typer(
    name="pledgewatch",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="News monitoring for policy trackers: from outlets to a queue of candidate evidence.",
    epilog="Start with [bold]pledgewatch demo[/bold]: the whole job over recorded pages, with no network.",
)
outlets_app = typer.Typer(
    help="The outlets that are watched: list, check live, draft a new one.", no_args_is_help=False
)
policies_app = typer.Typer(help="The policies that are tracked: list them, check a file.", no_args_is_help=False)
archive_app = typer.Typer(help="The archive of everything fetched.", no_args_is_help=True)
app.add_typer(outlets_app, name="outlets")
app.add_typer(policies_app, name="policies")
app.add_typer(archive_app, name="archive")
operator_commands.add_to(app)
analyst_commands.add_to(app)
verdict_commands.add_verdicts(app, policies_app)
user_commands.add_users(app)
app.callback()(operator_commands.common_options)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="The folder for everything that is written (or PLEDGEWATCH_DATA; default ./data)."
    ),
]
Jobs = Annotated[int | None, typer.Option("--jobs", min=1, max=256, help="Child processes (default: the processors).")]


def example(*lines: str) -> str:
    """Return the epilog of a subcommand: an example that can be pasted."""
    return "Example: " + " · ".join(f"[cyan]{line}[/cyan]" for line in lines)


@app.command(epilog=example("PLEDGEWATCH_CONTACT=news@example.org pledgewatch run --once"))
def run(
    once: Annotated[bool, typer.Option("--once", help="End after one pass: no schedule, no desk.")] = False,
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Run the same functions without Prefect.")] = False,
    outlet: Annotated[list[str] | None, typer.Option("--outlet", help="Only this outlet (may be repeated).")] = None,
    data: Data = None,
) -> None:
    """Crawl the live outlets once at once, then by their schedules, and serve the desk."""
    from flows import live, settings

    live.run_live(settings.read_settings(data=data), once=once, prefect=not no_prefect, only=outlet or [])


@app.command(epilog=example("pledgewatch demo", "pledgewatch demo --no-serve"))
def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the desk after the summary.")] = True,
    prefect: Annotated[
        bool, typer.Option("--prefect", help="Run as Prefect flows (its server takes half a minute).")
    ] = False,
    data: Data = None,
) -> None:
    """Run the whole job over the recorded newsroom, with no network, and serve the desk with its queue filled."""
    from flows import demo as demonstration
    from flows import settings

    demonstration.run_demo(settings.read_settings(data=data), serve=serve, prefect=prefect, given=data is not None)


@app.command(epilog=example("pledgewatch desk --port 8080"))
def desk(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port (or PLEDGEWATCH_PORT; default 8000).")
    ] = None,
    no_learning: Annotated[
        bool, typer.Option("--no-learning", help="Learn nothing from decisions: no plan, and no worth on the cards.")
    ] = False,
    data: Data = None,
) -> None:
    """Serve the editors' desk, which owns the warehouse and loads what the crawls spool."""
    from flows import desk as desk_flow
    from flows import settings

    desk_flow.serve_desk(settings.read_settings(data=data), port, learning=not no_learning)


@app.command(epilog=example("PLEDGEWATCH_CONTACT=news@example.org pledgewatch serve"))
def serve(
    no_prefect: Annotated[bool, typer.Option("--no-prefect", help="Keep the schedules without Prefect.")] = False,
    data: Data = None,
) -> None:
    """Keep the schedules alone: crawl each outlet when it is due, until Ctrl-C."""
    from flows import live, settings

    live.serve_schedules(settings.read_settings(data=data), prefect=not no_prefect)


@app.command(epilog=example("pledgewatch tag < documents.jsonl > tags.jsonl"))
def tag(
    explain: Annotated[
        bool, typer.Option("--explain", help="For people: why each name was, or was not, a council.")
    ] = False,
    jobs: Jobs = None,
) -> None:
    """Tag JSON lines from standard input: councils, trusts, funding figures, judgements."""
    from flows import filters

    filters.tag_lines(sys.stdin, sys.stdout, jobs=jobs or 1, explain=explain)


@app.command(epilog=example("pledgewatch extract page.html", "pledgewatch extract < pages.jsonl > articles.jsonl"))
def extract(
    source: Annotated[
        str | None, typer.Argument(help="A page's URL or file, for people; without it, JSON lines from standard input.")
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Extract articles: the text, title, dates, authors, comments and wall of a page."""
    from flows import filters

    if source is None:
        filters.extract_lines(sys.stdin, sys.stdout, jobs=jobs or 1)
    else:
        filters.extract_one(source, sys.stdout)


@app.command(name="match", epilog=example("pledgewatch match < documents.jsonl > candidates.jsonl"))
def match_documents(
    policies_file: Annotated[
        Path | None, typer.Option("--policies", help="A policies.toml instead of the one that is shipped.")
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="The least score of a candidate (0: every pair that passed the gate; default: the trained one).",
        ),
    ] = None,
) -> None:
    """Match JSON lines from standard input to the tracked policies: candidates with score, stance and reason."""
    from flows import filters

    filters.match_lines(sys.stdin, sys.stdout, policies_file, threshold)


@app.command(epilog=example("pledgewatch stories < documents.jsonl > stories.jsonl"))
def stories() -> None:
    """Group JSON lines from standard input into stories: copies, rewrites and independent reports of one event."""
    from flows import filters

    filters.group_lines(sys.stdin, sys.stdout)


@app.command(epilog=example("pledgewatch ledger < documents.jsonl > commitments.jsonl"))
def ledger() -> None:
    """Group the sums of JSON lines from standard input into commitments: first announced, told again, changed, in part."""
    from flows import filters

    filters.ledger_lines(sys.stdin, sys.stdout)


@outlets_app.callback(invoke_without_command=True, epilog=example("pledgewatch outlets", "pledgewatch outlets check"))
def outlets(context: typer.Context) -> None:
    """List the outlets, or check them live, or draft a new one."""
    if context.invoked_subcommand is None:
        from flows import catalogue

        catalogue.list_outlets()


@outlets_app.command(
    "check",
    epilog=example(
        "pledgewatch outlets check gazette.toml", "PLEDGEWATCH_CONTACT=news@example.org pledgewatch outlets check"
    ),
)
def check_outlets(
    file: Annotated[
        list[Path] | None, typer.Argument(help="Outlets' files, checked with no network; without any, all are asked.")
    ] = None,
    data: Data = None,
) -> None:
    """Say whether outlets' files can be used; or ask every outlet's feeds once, politely, and say what works."""
    from flows import catalogue, settings

    if file:
        raise typer.Exit(catalogue.check_files(file))
    catalogue.check_outlets(settings.read_settings(data=data))


@outlets_app.command("new", epilog=example("pledgewatch outlets new https://www.example.org/news/"))
def new_outlet(
    url: Annotated[str, typer.Argument(help="The outlet's front page or news page.")],
    to: Annotated[Path, typer.Option("--to", help="The folder for the draft and its fixture.")] = Path(),
    data: Data = None,
) -> None:
    """Draft an outlet's file from its site: feeds, sitemap, what its pages say of themselves."""
    from flows import catalogue, settings

    catalogue.draft_outlet(settings.read_settings(data=data), url, to)


@policies_app.callback(
    invoke_without_command=True, epilog=example("pledgewatch policies", "pledgewatch policies check mine.toml")
)
def policies(context: typer.Context) -> None:
    """List the policies, or check a file of them."""
    if context.invoked_subcommand is None:
        from flows import catalogue

        catalogue.list_policies()


@policies_app.command("check", epilog=example("pledgewatch policies check mine.toml"))
def check_policies(file: Annotated[Path, typer.Argument(help="A policies.toml.")]) -> None:
    """Say whether a policies file can be used, and if not, where and what is allowed."""
    from flows import catalogue

    catalogue.check_policies(file)


@policies_app.command("try", epilog=example("pledgewatch policies try mine.toml --since 2026-01-01"))
def try_policies(
    file: Annotated[Path, typer.Argument(help="A policies.toml.")],
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Articles since this day (default: a year ago).")
    ] = None,
    data: Data = None,
) -> None:
    """Show which stored articles a policies file would gain, lose and turn, before anything is changed."""
    from flows import policy_trial, settings

    first = settings.read_day("--since", since) if since else None
    policy_trial.try_policies(settings.read_installed(data=data), file, first)


@policies_app.command(
    "new", epilog=example('pledgewatch policies new "Pay every kinship carer an allowance." --since 2024-06-01')
)
def new_policy(
    promise: Annotated[str, typer.Argument(help="The promise in a sentence that begins with a verb.")],
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="The day on which it was made.")],
    title: Annotated[str | None, typer.Option(help="A line for the queue (default: the promise).")] = None,
    party: Annotated[str, typer.Option(help="Who promised it.")] = "not said",
    source: Annotated[str, typer.Option(help="A page where it can be read.")] = "https://example.org/",
    document: Annotated[str, typer.Option(help="The document that made it.")] = "not said",
    completion: Annotated[list[str] | None, typer.Option(help="What would count as delivery (repeat).")] = None,
    progress: Annotated[list[str] | None, typer.Option(help="What would count as progress (repeat).")] = None,
    failure: Annotated[list[str] | None, typer.Option(help="What would count as failure (repeat).")] = None,
    to: Annotated[Path, typer.Option("--to", help="The file to write.")] = Path("policy.toml"),
    data: Data = None,
) -> None:
    """Draft a policy from a sentence, and show what the last year's archive gives with it."""
    from flows import policy_draft, settings

    day = settings.read_day("--since", since)
    proposed = policy_draft.proposed_criteria(promise)
    given = {"completion": completion or [], "progress": progress or [], "failure": failure or []}
    criteria = {kind: policy_draft.joined(given[kind], sentences) for kind, sentences in proposed.items()}
    if sys.stdin.isatty() and not any(given.values()):
        criteria = policy_draft.asked_criteria(proposed)
    draft = policy_draft.PolicyDraft(promise, title or promise.rstrip("."), party, source, document, day, criteria)
    policy_draft.new_policy(settings.read_settings(data=data), draft, to, since=None)


@app.command(epilog=example("pledgewatch reprocess --outlet lgc --since 2026-01-01"))
def reprocess(
    outlet: Annotated[str | None, typer.Option("--outlet", help="Only this outlet.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Captured on or after this day.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Captured before this day.")] = None,
    stale: Annotated[bool, typer.Option("--stale", help="Only what older versions of a step made.")] = False,
    step: Annotated[
        str,
        typer.Option(
            "--step",
            help="Begin with: extract (the archived pages), tag (the stored texts) or stories (what was tagged in them).",
        ),
    ] = "extract",
    jobs: Jobs = None,
    data: Data = None,
) -> None:
    """Make everything after the archive again, and say what changed."""
    from flows import reprocess as again
    from flows import settings

    again.reprocess(
        settings.read_settings(data=data), outlet=outlet, since=since, until=until, stale=stale, step=step, jobs=jobs
    )


@app.command(
    epilog=example("pledgewatch backfill CC-NEWS-20261101.warc.gz", "pledgewatch backfill saved-pages/ page.html")
)
def backfill(
    sources: Annotated[
        list[Path],
        typer.Argument(help="WARC files; saved HTML: folders (with or without a manifest.jsonl), zips, single pages."),
    ],
    any_site: Annotated[
        bool, typer.Option("--any-site", help="Take pages of sites that are no outlet of ours, too.")
    ] = False,
    jobs: Jobs = None,
    data: Data = None,
) -> None:
    """Read foreign archives into ours: filtered by outlet, then extracted, tagged and matched like a crawl."""
    from flows import backfill as filling
    from flows import settings

    filling.backfill(settings.read_settings(data=data), sources, any_site=any_site, jobs=jobs)


@app.command(epilog=example("pledgewatch doctor"))
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for programs.")] = False, data: Data = None
) -> None:
    """Check an installation: disk, books, archive, schedules, each outlet's last success, incidents, alerts, backup."""
    from flows import doctor as checks
    from flows import settings

    raise typer.Exit(checks.examine(settings.read_settings(data=data), as_json=as_json))


@archive_app.command("verify", epilog=example("pledgewatch archive verify"))
def verify_archive(data: Data = None) -> None:
    """Read every record of the archive to its end and compare each file with its manifest."""
    from flows import doctor as checks
    from flows import settings

    raise typer.Exit(checks.verify_archive(settings.read_installed(data=data)))


def main() -> None:
    """Run the command. Every error is one clear line and a non-zero exit: never a traceback."""
    from flows.failure import report
    from flows.processes import ending

    ending.listen()
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)  # the shell's convention for Ctrl-C
    except Exception as error:  # the edge: here and nowhere else everything is caught
        sys.exit(report(error))
    finally:
        ending.finish()


if __name__ == "__main__":
    main()
