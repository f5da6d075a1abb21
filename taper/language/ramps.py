"""Which rule does the provider state: "reduce by 5 mg every week until 10 mg", "one tablet fewer each day"?

Only what is said is kept; what a rule leaves open (base, interval, end, rounding) is asked about in `rampsteps`.
"""

from __future__ import annotations

from taper.language.ask import puzzled
from taper.language.cursor import Cursor
from taper.language.rulechanges import read_change, read_rounding
from taper.language.ruledraft import RuleDraft
from taper.language.ruleends import read_end_of_rule, read_scope, read_staying
from taper.language.ruleopenings import begun_rule
from taper.language.rulepace import read_count, read_each
from taper.language.sketch import SaidAmount, SaidRamp


def take_ramp(cursor: Cursor, *, before: SaidAmount | None, after_ramp: bool | None) -> SaidRamp | None:
    """The rule here, or None with nothing read.

    `before` is the amount before it, whose tablets are meant by "by one"; `after_ramp` is the direction of a rule just
    before, which "then by 2.5 mg every week" goes on with. Raises Puzzled for a rule that cannot be understood.
    """
    at = cursor.at
    rule = begun_rule(cursor, after_ramp=after_ramp)
    if rule is None:
        cursor.at = at
        return None
    while not cursor.done and _read_part(rule, before):
        pass
    if rule.change is None:
        raise puzzled(
            "By how much, how often, and until which amount?",
            cursor.since(at),
            why="The paper or your provider says; taper does not make up a taper.",
            example="reduce by 5 mg every week until 10 mg, then stop",
        )
    return SaidRamp(
        rule.rises,
        rule.change,
        rule.each,
        cursor.since(at),
        end=rule.end,
        to_nothing=rule.to_nothing,
        count=rule.count,
        rounding=rule.rounding,
        a_day=rule.a_day,
        stays=rule.stays,
        whens=tuple(rule.whens),
    )


def _read_part(rule: RuleDraft, before: SaidAmount | None) -> bool:
    """Reads one more thing of the rule; False, and nothing read, at its end."""
    cursor, at = rule.cursor, rule.cursor.at
    cursor.accept_mark(",")
    cursor.accept("and")
    for reader in (
        read_change,
        read_rounding,
        read_count,
        read_end_of_rule,
        read_each,
        read_scope,
        read_staying,
    ):
        if not cursor.done and reader(rule, before):
            return True
    cursor.at = at
    return False
