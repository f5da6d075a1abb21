"""What do all revisions share: what is left to change, on whose word, and past which limits?"""

from __future__ import annotations

from datetime import datetime

from taper.app.adding import stop_findings
from taper.app.answers import Json
from taper.app.arguments import Arguments, ask
from taper.app.changetold import past_end_words
from taper.app.changing import Proposal, checked, propose
from taper.app.desk import Desk
from taper.app.fromwhen import refuse_stale
from taper.core.errors import NeedsApproval
from taper.core.ledger import last_use_of
from taper.core.localtime import local
from taper.core.plan import Plan
from taper.core.record import Change, KeptPlan, Version
from taper.core.words import clock_time, long_date, short_date


def refuse_over(kept: KeptPlan, now: datetime) -> None:
    """Raises Unanswered for a plan of which nothing is left to change."""
    if kept.stops_at is not None:
        stopped = local(kept.stops_at, zone=kept.plan.zone)
        when = f"{short_date(stopped.date())} {clock_time(stopped.time())}"
        raise ask(
            f"Plan {kept.label} {'was stopped' if kept.stops_at <= now else 'stops on'} {when}, so that nothing of it "
            "is left to change.",
            choices=(f"taper resume {kept.label}: go on with what was left",),
            why="What your provider says now may also be a new plan: enter it with taper add.",
        )
    last = last_use_of(kept)
    if last is not None and last.until_at < now:
        raise ask(
            f"Plan {kept.label} ended on {long_date(last.on)}, so that nothing of it is left to change. What your "
            "provider says now is a new plan: enter it with taper add.",
        )


def revised(
    desk: Desk,
    arguments: Arguments,
    kept: KeptPlan,
    plan: Plan,
    change: Change,
    *,
    counts_from: datetime,
    warnings: tuple[str, ...] = (),
) -> Json:
    """Shows or makes a revision. Raises Unanswered for a plan that cannot stand, NeedsApproval past a limit."""
    approved_by, note = arguments.text("approved_by") or None, arguments.text("note") or None
    version = Version(checked(plan), change, desk.now(), approved_by, note, counts_from=counts_from)
    proposal = Proposal(kept, version)
    refuse_stale(kept, proposal.after, counts_from, now=desk.now())
    said = (*warnings, *past_end_words(proposal.after), *_past_limits(desk, kept, version))
    return propose(desk, arguments, Proposal(kept, version, warnings=said))


def _past_limits(desk: Desk, kept: KeptPlan, version: Version) -> tuple[str, ...]:
    """The findings of level "stop" as warnings. Raises NeedsApproval for new ones without a provider's word."""
    found = tuple(finding.text for finding in stop_findings(desk, version.plan, of=kept))
    before = {finding.text for finding in stop_findings(desk, kept.plan, of=kept)}
    if version.approved_by is None and any(text not in before for text in found):
        raise needs_word(found[0])
    return found


def needs_word(*reasons: str) -> NeedsApproval:
    """The refusal that says why, and how the provider's word is given."""
    return NeedsApproval(
        f'{" ".join(reasons)} It needs the provider\'s word: add --approved-by "Dr ...". Nothing was changed.'
    )
