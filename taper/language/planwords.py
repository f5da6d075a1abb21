"""With which words does a plan begin, go on, change, pause and end, and what was dispensed for it?

Only data. A phrase is written with single spaces; a hyphen between its words ("every-other-day") is the same. A word
that stands in no table is never understood, and never corrected.
"""

from __future__ import annotations

from collections.abc import Mapping

from taper.core.plan import Ends

NO_DOSES: Mapping[str, bool] = dict.fromkeys(
    (
        *("no doses", "with no doses", "without doses", "without a dose", "without any doses", "of no doses"),
        *("off", "rest"),
        *("of rest", "with no tablets", "without tablets", "no tablets", "no treatment"),
        *("with no treatment", "nothing"),
        *("without treatment", "off treatment", "break", "pause", "treatment free", "drug free"),
        *("none", "take nothing"),
        *("no dose", "with no dose", "with none", "with nothing", "stop", "take none", "no capsules", "no medicine"),
        *("without medicine", "with no medicine", "free of treatment", "without", "without any", "without any tablets"),
        *("without medication", "tablet free", "pill free", "have a break", "rest period", "off the medicine"),
    ),
    True,
)

CHANGES: Mapping[str, bool] = {
    **dict.fromkeys(
        ("reduce", "reducing", "reduced", "decrease", "decreasing", "decreased", "lower", "lowering"), False
    ),
    **dict.fromkeys(("taper", "tapering", "tapered", "wean", "weaning", "cut", "drop", "dropping", "go down"), False),
    **dict.fromkeys(("step down", "stepping down", "come down", "coming down", "going down", "cutting", "down"), False),
    **dict.fromkeys(
        ("increase", "increasing", "increased", "titrate", "titrating", "raise", "go up", "going up"), True
    ),
    **dict.fromkeys(
        ("titrate up", "titrating up", "step up", "stepping up", "build up", "raising", "up titrate"), True
    ),
}
"""What opens a rule: whether the dose then rises."""

ENDS_OF_RULE: Mapping[str, bool] = dict.fromkeys(
    (
        *("until", "until reaching", "until you reach", "until at", "to", "down to", "up to", "until down to", "till"),
        *(
            "until on",
            "until a dose of",
            "until the dose is",
            *("until she is on", "until he is on", "until they are on", "until on a dose of", "until i am on"),
            "to a dose of",
            "until reaching a dose of",
            "until reached",
        ),
        *("to reach", "until it is", "until you are on", "until you are at", "until the daily dose is", "down until"),
    ),
    True,
)

ENDINGS: Mapping[str, Ends] = {
    **dict.fromkeys(("stop", "stop taking it", "stop the medicine", "discontinue", "stop it", "and stop"), Ends.STOP),
    **dict.fromkeys(("stop taking them", "stop completely", "stop altogether", "stopped", "finish", "end"), Ends.STOP),
    **dict.fromkeys(("stop treatment", "stop the treatment", "off", "nothing more", "then off", "nothing"), Ends.STOP),
    **dict.fromkeys(("to stop", "then to stop", "no more", "stop after that", "cease"), Ends.STOP),
    **dict.fromkeys(("cease treatment", "ceased", "cease it", "to cease", "then cease", "be ceased"), Ends.STOP),
    **dict.fromkeys(
        ("review", "for review", "see your doctor for review", "to be reviewed", "be reviewed"), Ends.REVIEW
    ),
    **{
        f"{said} {where}": Ends.REVIEW
        for said in ("review", "for review", "to be reviewed", "be reviewed", "reviewed", "see")
        for where in (
            *("by gp", "by the gp", "by your gp", "by doctor", "by the doctor", "by your doctor"),
            *("with gp", "at clinic"),
            *("in my clinic", "in our clinic", "in your clinic", "at my clinic", "by me", "by us", "by psychiatry"),
            *("with your doctor", "with the doctor", "in clinic", "in the clinic", "at the clinic", "by the clinic"),
            *("with your gp", "with the gp", "your gp", "your doctor", "with prescriber"),
            *("by prescriber", "the doctor"),
            *("in outpatients", "by the team", "by consultant", "by the consultant", "by your consultant", "again"),
        )
    },
    **dict.fromkeys(
        (
            *("re evaluate", "reevaluate", "re assess", "reassess", "re review"),
            *("for re evaluation", "to be reassessed"),
            *("to be re evaluated", "be reassessed", "follow up", "for follow up", "see me", "see me again", "recheck"),
            *("review needed", "review required", "reassessment", "for reassessment", "to be seen again"),
        ),
        Ends.REVIEW,
    ),
    **dict.fromkeys(("continue", "ongoing", "indefinitely", "go on", "continue indefinitely"), Ends.OPEN),
    **{
        f"{stay} {how}": Ends.OPEN
        for stay in ("continue", "stay", "continue on", "stay on", "continue at", "remain on")
        for how in (
            "that",
            "that dose",
            "this dose",
            "at that dose",
            "at this dose",
            "this",
            "this amount",
            "that amount",
        )
    },
    **dict.fromkeys(("to continue", "to continue long term", "to be continued", "then continue long term"), Ends.OPEN),
    **dict.fromkeys(("continue long term", "and continue", "maintenance", "as maintenance"), Ends.OPEN),
    **dict.fromkeys(("for maintenance", "as a maintenance dose", "as the maintenance dose", "long term"), Ends.OPEN),
    **dict.fromkeys(("as maintenance dose", "for the long term", "lifelong", "until further notice"), Ends.OPEN),
}
ENDS_AFTER_A_JOINT = ("off", "nothing", "nothing more", "no more", "end")
"""Ends only where "then", "until" or a mark leads to them: "every week off", "no more every week" leave it open."""

THEN: Mapping[str, bool] = dict.fromkeys(
    (
        *("then", "and then", "followed by", "and followed by", "after that", "and after that", "thereafter"),
        *("afterwards", "next", "after which", "then after that", "subsequently", "and thereafter", "then followed by"),
        *("and afterwards", "and subsequently", "finally", "and finally", "then finally"),
    ),
    True,
)
UNTIL: Mapping[str, bool] = dict.fromkeys(
    ("until", "till", "through", "up to and including", "until and including"), True
)
STARTING: Mapping[str, bool] = dict.fromkeys(
    (
        *("starting", "starting on", "starting from", "start", "start on", "start from", "starts on", "beginning"),
        *("beginning on", "begin on", "begin", "from", "day 1 is", "first dose on"),
    ),
    True,
)
STOP_BY: Mapping[str, bool] = dict.fromkeys(("stop by", "must stop by", "to stop by", "to be stopped by"), True)
DISPENSED: Mapping[str, bool] = dict.fromkeys(
    (
        *("dispense", "disp", "qty", "quantity", "dispense qty", "dispense quantity", "dispensed", "supply"),
        *("quantity dispensed", "total quantity", "supplied", "number dispensed", "no of tablets", "mitte"),
    ),
    True,
)
REFILLS: Mapping[str, bool] = dict.fromkeys(("refill", "refills", "rf", "repeats"), True)
IN_ALL: Mapping[str, bool] = dict.fromkeys(("in all", "in total", "altogether", "total"), True)
