"""The ways a message goes: to a program, to a webhook, by e-mail."""

from __future__ import annotations

import json
import os
import smtplib
import ssl
import subprocess
from dataclasses import replace
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from consistency.jobs.addresses import Refused, Resolve, Unknown, check, check_form
from consistency.jobs.clock import Clock
from consistency.jobs.job import Channel, Command, Mail, Webhook
from consistency.jobs.limits import FetchSettings
from consistency.jobs.messages import Message, as_json, as_text, headline
from consistency.jobs.transfer import TooMuch, Unanswered, ask

LONGEST_TEXT = 3_500
"""Characters of a webhook's text; Slack cuts it at 4,000."""


class Undelivered(Exception):
    """A message could not be delivered. The reason names no secret."""


def send(
    message: Message,
    channel: Channel,
    *,
    folder: Path,
    limits: FetchSettings,
    clock: Clock,
    resolve: Resolve | None = None,
) -> None:
    """Send a message on a channel.

    Args:
        folder: Of the job file; programs run there.
    Raises:
        Undelivered: If it did not arrive, as far as one can tell.
    """
    if isinstance(channel, Command):
        run_command(message, channel, folder)
    elif isinstance(channel, Webhook):
        post(message, channel, limits, resolve)
    else:
        send_mail(message, channel, clock)


def run_command(message: Message, channel: Command, folder: Path) -> None:
    """Start a program, without a shell, with the message as JSON on its standard input."""
    program, *arguments = channel.command
    if "/" in program:
        program = str((folder / program).resolve())
    try:
        ended = subprocess.run(  # noqa: S603 - the job file names it, and no shell reads it
            [program, *arguments],
            input=json.dumps(as_json(message)).encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            timeout=channel.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Undelivered(f"the program took longer than {channel.seconds:g} seconds") from None
    except (OSError, ValueError) as error:
        raise Undelivered(f"the program cannot be started ({error})") from error
    if ended.returncode:
        raise Undelivered(f"the program ended with exit code {ended.returncode}")


def post(
    message: Message, channel: Webhook, limits: FetchSettings, resolve: Resolve | None
) -> None:
    """Post the JSON that Slack takes; no redirect is followed."""
    try:
        url = check_form(channel.url or secret(channel.url_env))
    except Refused:
        raise Undelivered("the webhook's address is none that begins with https://") from None
    try:
        checked = check(url, allow_private=channel.allow_private, resolve=resolve)
        answer = ask(
            checked,
            limits=replace(limits, max_bytes=1_000_000),
            headers={"Content-Type": "application/json", "User-Agent": limits.user_agent},
            content=json.dumps(slack_json(message)).encode(),
        )
    except (Refused, Unknown, Unanswered, TooMuch) as error:
        raise Undelivered(str(error)) from error
    if not 200 <= answer.status < 300:
        raise Undelivered(f"the webhook answered {answer.status}")


def slack_json(message: Message) -> dict[str, str]:
    """Return what a webhook is posted: Slack's `text`, in which nothing links or calls anybody."""
    text = as_text(message)
    if len(text) > LONGEST_TEXT:
        text = f"{text[: LONGEST_TEXT - 1]}…"
    for mark, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(mark, escaped)
    return {"id": message.id, "text": text}


def send_mail(message: Message, channel: Mail, clock: Clock) -> None:
    """Send an e-mail to all recipients at once."""
    try:
        with connected(channel) as server:
            if channel.user:
                server.login(channel.user, secret(channel.password_env))
            refused = server.send_message(mail_of(message, channel, clock))
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise Undelivered(f"the mail server: {mail_error(error)}") from None
    if refused:
        raise Undelivered(f"the mail server refused {len(refused)} of the recipients")


def connected(channel: Mail) -> smtplib.SMTP:
    """Connect to the server, under encryption unless the job asks for none."""
    context = ssl.create_default_context()
    if channel.ca_file:
        context.load_verify_locations(channel.ca_file)
    where = (channel.host, channel.port)
    if channel.security == "tls":
        return smtplib.SMTP_SSL(*where, timeout=channel.seconds, context=context)
    server = smtplib.SMTP(*where, timeout=channel.seconds)
    if channel.security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def mail_of(message: Message, channel: Mail, clock: Clock) -> EmailMessage:
    """Return the e-mail: plain text, with a Message-ID that stays when it is sent again."""
    mail = EmailMessage()
    mail["Subject"] = headline(message)
    mail["From"] = channel.sender
    mail["To"] = ", ".join(channel.to)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message.id}@{channel.sender.rpartition('@')[2].strip('<> ')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(as_text(message))
    return mail


def mail_error(error: Exception) -> str:
    """Say what a mail server complained of, without what was sent to it."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"it refused the user name or the password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"it answered {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "it refused every recipient"
    return str(error) or type(error).__name__


def secret(variable: str | None) -> str:
    """Return what an environment variable holds. Raises Undelivered where it is not set."""
    value = os.environ.get(variable or "", "")
    if not value:
        raise Undelivered(f"the environment variable {variable} is not set")
    return value
