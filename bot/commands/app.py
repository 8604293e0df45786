"""The command line: one noun a file; a command imports only what it needs."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

import typer

from ...knowledge.errors import KnowledgeError
from ...mailbox.desk.errors import DeskError
from ..settings import BadSetting, Settings, read_settings

app = typer.Typer(
    help="The front desk of a competitive call: answers in the call's own words, or hands over to a person.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
staff_app = typer.Typer(help="The accounts of the desk.", no_args_is_help=True, rich_markup_mode=None)
call_app = typer.Typer(help="A call's folder.", no_args_is_help=True)
letters_app = typer.Typer(help="The letters that came in.", no_args_is_help=True)
app.add_typer(staff_app, name="staff")
app.add_typer(call_app, name="call")
app.add_typer(letters_app, name="letters")
import_app = typer.Typer(help="What is taken over from elsewhere.", no_args_is_help=True)
app.add_typer(import_app, name="import")

rules_app = typer.Typer(help="A call's rules on who may apply.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")

Now = Annotated[str | None, typer.Option("--now", metavar="MOMENT", help="Start the clock there: 2026-02-10T09:00")]

CallName = Annotated[str | None, typer.Argument(metavar="CALL", help="The call's slug, or its folder")]


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return 0 done, 1 the thing asked for does not hold, 2 bad input."""
    try:
        app(args=list(arguments), prog_name="guichet")
    except SystemExit as exit_:
        return int(exit_.code or 0)
    except (BadSetting, KnowledgeError, DeskError) as error:
        print(f"guichet: {error}", file=sys.stderr)
        return 2
    return 0


@app.command()
def serve(
    now: Now = None,
    only: Annotated[
        str | None, typer.Option(help="Run only these parts, separated by commas: mail, desk, telegram, worker")
    ] = None,
) -> None:
    """Run the service until it is stopped: the mail door, the desk, the chat, the worker."""
    from .serve import serve as go

    raise typer.Exit(go(_settings(now), only))


@app.command()
def chat(now: Now = None) -> None:
    """Talk to the desk in this terminal, as a candidate would; numbers stand for buttons."""
    from .chat import chat as go

    raise typer.Exit(go(_settings(now), sys.stdin, sys.stdout))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, as a candidate would write it")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read one JSON object a line, write one a line")] = False,
    now: Now = None,
) -> None:
    """Show what would be answered. Never writes."""
    from .ask import ask as go

    raise typer.Exit(go(_settings(now), question, jsonl=jsonl, lines=_forgiving(sys.stdin.buffer), out=sys.stdout))


@app.command()
def eligibility(
    words: Annotated[str | None, typer.Argument(help="What somebody says of themselves, as a candidate writes")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Read facts as a JSON object, write the verdict as one")
    ] = False,
    now: Now = None,
) -> None:
    """Show whether somebody may apply, by the call's conditions, with the reasons. Never writes."""
    from .eligibility import eligibility as go

    raise typer.Exit(go(_settings(now), words, as_json=as_json, facts=_forgiving(sys.stdin.buffer), out=sys.stdout))


@app.command()
def letter(
    files: Annotated[list[Path], typer.Argument(help="Raw mails (.eml)")],
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Write one JSON object a line (the only form there is)")
    ] = True,
) -> None:
    """Show mails as the intake reads them."""
    from .letter import run as go

    del jsonl
    raise typer.Exit(go(files, sys.stdout))


@app.command()
def upgrade() -> None:
    """Bring the database to this version's tables."""
    from .upgrade import upgrade as go

    raise typer.Exit(go(_settings(None)))


@app.command()
def gaps(
    draft: Annotated[
        bool, typer.Option("--draft", help="Print the draft of what the next call's text should settle (Markdown)")
    ] = False,
) -> None:
    """List what people asked that the call does not say, by the number of those who asked."""
    from .gaps import gaps as go

    raise typer.Exit(go(_settings(None), draft=draft, out=sys.stdout))


@app.command()
def cases() -> None:
    """Print the phrasings that staff kept for training, as JSON lines with text and label."""
    from .cases import cases as go

    raise typer.Exit(go(_settings(None), sys.stdout))


@app.command("eval")
def evaluate(
    file: Annotated[
        Path | None, typer.Argument(help="JSON lines with id, text, and kind with gold, or a label")
    ] = None,
    aside: Annotated[bool, typer.Option("--aside", help="The phrasings that nothing is trained on")] = False,
    page: Annotated[Path | None, typer.Option("--page", help="Write the reliability curve as an HTML page")] = None,
) -> None:
    """Tell what the assistant is worth on labelled questions."""
    from .eval import evaluate as go

    raise typer.Exit(go(_settings(None), file, aside=aside, page=page, out=sys.stdout))


@app.command()
def train(
    file: Annotated[Path | None, typer.Argument(help="Where to write the tables; none: where they are shipped")] = None,
) -> None:
    """Train the tables anew after a change in knowledge/asking/ (needs the extra `train`)."""
    from .train import train as go

    raise typer.Exit(go(file, sys.stdout))


@staff_app.command("add")
def staff_add(
    responsable: Annotated[bool, typer.Option("--responsable", help="May do everything, not only answer")] = False,
) -> None:
    """Print a one-time link that sets a further account of the desk."""
    from .staff import add as go

    raise typer.Exit(go(_settings(None), responsable=responsable))


@staff_app.command("reset")
def staff_reset(
    email: Annotated[str, typer.Argument(help="The address of the account")],
) -> None:
    """Take the second factor off an account: for who lost both telephone and recovery codes."""
    from .staff import reset as go

    raise typer.Exit(go(_settings(None), email))


def _forgiving(raw: BinaryIO) -> TextIO:
    """Read text of which a bad byte does not end the lines after it."""
    return io.TextIOWrapper(raw, encoding="utf-8", errors="replace")


def _settings(now: str | None) -> Settings:
    environ = dict(os.environ)
    if now is not None:
        environ["GUICHET_NOW"] = now
    return read_settings(environ)


@call_app.command("new")
def call_new(
    text: Annotated[Path, typer.Argument(help="The text of the call, Markdown or plain, in UTF-8")],
    slug: Annotated[str, typer.Option("--slug", help="The folder's name, as in mobilite-2027")],
) -> None:
    """Make a call's folder from its text: passages, dates, contacts and pairs, for a person to look over."""
    from .calls import new

    raise typer.Exit(new(_settings(None), text, slug, sys.stdout))


@call_app.command("check")
def call_check(slug: Annotated[str, typer.Argument(help="The call's slug, or its folder")]) -> None:
    """Verify a call's folder, and list what a person must still decide."""
    from .calls import check

    raise typer.Exit(check(_settings(None), slug, sys.stdout))


@import_app.command("mail")
def import_mail(
    path: Annotated[Path, typer.Argument(help="An mbox, a Maildir, a folder of .eml files, or one .eml file")],
    now: Now = None,
) -> None:
    """File an archive of mail in threads; nobody is answered. May be run again: what is there stays."""
    from .import_mail import import_mail as go

    raise typer.Exit(go(_settings(now), path, sys.stdout))


@import_app.command("dossiers")
def import_dossiers(
    path: Annotated[Path, typer.Argument(help="An export of the application site: CSV or XLSX, with a header")],
    force: Annotated[
        str | None, typer.Option("--force", metavar="REASON", help="Take unlawful changes of state too, and note why")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and take nothing")] = False,
    now: Now = None,
) -> None:
    """Take over applications and their states, the whole file or nothing; the same file twice changes nothing."""
    from .import_dossiers import import_dossiers as go

    raise typer.Exit(go(_settings(now), path, sys.stdout, force=force, dry_run=dry_run))


@letters_app.command("reread")
def letters_reread() -> None:
    """Have read again what could not be read, after a fix."""
    from .letters import reread

    raise typer.Exit(reread(_settings(None), sys.stdout))


@rules_app.command("prove")
def rules_prove(call: CallName = None) -> None:
    """Go through every situation and every interview that there can be, and tell what is not as it must be."""
    from .rules import prove_rules

    raise typer.Exit(prove_rules(_settings(None), call, sys.stdout))


@rules_app.command("check")
def rules_check(call: CallName = None) -> None:
    """Hold the cases of cases.toml against the rules."""
    from .rules import check_rules

    raise typer.Exit(check_rules(_settings(None), call, sys.stdout))


@rules_app.command("told")
def rules_told() -> None:
    """List who was told another verdict than they would be told now, by their conversation at the desk."""
    from .verdicts import told as go

    raise typer.Exit(go(_settings(None), sys.stdout))


@rules_app.command("mutate")
def rules_mutate(call: CallName = None) -> None:
    """Change the rules in one place at a time, and tell what neither the proof nor a case notices."""
    from .rules import mutate_rules

    raise typer.Exit(mutate_rules(_settings(None), call, sys.stdout))
