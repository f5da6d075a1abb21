"""In which words does taper speak to the person: every sentence of every notice and of every warning of an intake?

One file, so that it can be read as a whole and reviewed: each sentence states, cites or says whom to ask; none advises
a dose, to double, to catch up, to stop or to start again. Who puts which of them together, and when, stands in the
modules that import them. A name in braces is filled in: `{at}` a clock time, `{on}` a date, `{days}` a counted span
("3 days"), `{plan}` what stands for the plan ("plan A"), `{words}` a source's or the provider's own words in quotation
marks.
"""

from __future__ import annotations

# Whom to ask

ASK = "ask your provider or pharmacist"
ASK_FIRST = "Ask your provider or pharmacist before taking more."
ASK_BEFORE_MORE = "Ask your provider before taking more."

# Titles: only what is to be taken now stands in one; what is no dose begins with the first of these

NOTHING_NOW = "Nothing to take now."
DEMO = "DEMO, take nothing"

TITLE_OF_DOSE = "{name}: {amount} · {at}"
TITLE_STEP_CHANGE = "From {day}, {plan} changes"
TITLE_STOP_SOON = "{plan} ends {in_days}"
TITLE_REVIEW = "{plan}: review {in_days}"
TITLE_REVIEW_OVER = "{plan}: its written part is over"
TITLE_LAST = "{plan}: today is the last {what}"
TITLE_STOPPED = "{plan} has ended"
TITLE_PAST_END = "{plan} ended {ago}"
TITLE_CALL = "{plan}: call your provider"
TITLE_NO_ANSWER = "{plan}: no answer recorded"
TITLE_TOGETHER = "{whose}{medicines} · {at}: {names}"
TITLE_NO_ANSWER_YET = "{whose}No answer yet: {names}"
TITLE_NO_ANSWERS = "{whose}No answer recorded: {names}"
TITLE_OF_PLANS = "{whose}{plans}: {names}"
TITLE_PRESS_WARNED = "Recorded for {plan}, with a warning"
TITLE_PRESS_NOT_RECORDED = "That press was not recorded"
TITLE_PRESS_RECORDED = "{whose}Recorded as taken: {names}"
TITLE_PRESS_IN_PART = "That press was recorded in part"
TITLE_TAKEN_BACK = "{whose}Taken back: {names}"
WHOSE = "{person}: "

# A dose: where it stands in its plan

PLACE_STEP = "step {number} of {of}, day {day}; "
PLACE_DAY = "day {number}"
OF_ALL = " of {days}"
NO_STOP_DATE = "No stop date."
END_IS_TODAY = "The {what} is today{past}."
WAY_TO_THE_END = "{days} to the {what} ({on}){past}."
NEW_STEP = "New step today. Until yesterday: {schedule}."
LAST_OF_PLAN = "This is the last dose of this plan."
ASKED_AGAIN = "Asked for the {nth} time."
ASKED_LAST = "This is the last time it is asked about."
ASKED_NO_MORE = "It is not asked about any more; it still waits for an answer."
ONE_OF_SEVERAL = "{name}: {amount}."
AT_TIME = " · {at}"
ANSWER_ONE = "To answer for one alone, in a terminal: {commands}"

# A change of step, the way to the end, and past it

STEP_FROM = "From {day}: {schedule}."
STEP_UNTIL = "Until then: {schedule}."
LAST_IN_DAYS = "Last {what} {in_days}: {on}{at}."
MORE_NEEDED = "If you think you need more, ask your provider before then, not after."
LAST_WRITTEN = "The last {what} written down is on {on}{at}. Nothing goes on by itself:"
ASK_WHAT_NEXT_LOWER = "ask your provider what comes after it."
LAST_TODAY = "The last {what} of this plan is today{at}. {after}"
ASK_WHAT_NEXT = "Ask your provider what comes after it."
IT_STOPS = "It stops after that."
LAST_WAS = "The last {what} was on {on}{at}. There is nothing more to take of this plan."
THAT_IS_PAST = "That is {past}."
PAST_PRESCRIBED_END = "{days} past the prescribed end ({on}), not confirmed"
STOPPED_BEFORE_FIRST = f"This course was stopped before its first dose. {ASK_BEFORE_MORE}"
COURSE_ENDED = "This course ended {ago} ({on})."
THIS_IS_DAY = "This is {day}."
DAY_OF_COURSE = "day {number} of {course}"
A_COURSE_OF = "{article} {days}-day course"
AS_REPORTED = " (plus {days} as you reported)"
STOPPED_ON_DAY = " that was stopped on day {number}"
INTAKES_PAST_END = "{intakes} are recorded past the end by now."

LEFT_OVER = "{pieces} {are} left over, going by what was on hand and what is recorded."
LEFT_OVER_AT_MOST = "At most {left} {doses} {have} no answer."
LEFT_IS_NOT_MISSED = "What is left over is no missed dose."
TAKE_BACK = "Ask your pharmacy about take-back."

# A dose without an answer, and the rule for a missed dose: repeated with whose it is, never turned into an advice

DUE_AGO = "This was due at {at}, {ago} ago."
NEXT_DUE = "The next one is due at {at}."
COUNTS_FROM = "It counts as missed from {at} on."
COUNTED_FROM = "This dose counted as missed from {at} on."
NO_ANSWER = "{times}: no answer recorded{why}."
WHILE_OFF = " while the computer was off"
SAME_TIME = " as the next dose fell at the same time"
NOT_ANSWERED = "{times} {was} not answered{missed}."
COUNTS_AS_MISSED = " and counts as missed"
COUNT_AS_MISSED = " and count as missed"
NOT_TOGETHER_ONE = f"If you did not take it, do not take two together; {ASK}."
NOT_TOGETHER_SEVERAL = f"If you did not take them, do not take them together; {ASK}."
NOT_TOGETHER = "Do not take two together; ask if unsure."
NOT_TOGETHER_RESTART = "Do not take two together; ask your provider before the next dose."
IN_DOUBT = f"If in doubt, {ASK}."
PROVIDERS_RULE = "Your provider's rule for a missed dose: {rule}."
IN_THEIR_WORDS = " In their words: {words}"
PROVIDERS_WORDS_ON_MISSED = "Your provider's words on a missed dose: {words}"
CITED_RULE = "A cited source says of a missed dose: {words} ({source})"
CITED_RULE_HIDDEN = "A cited source has a rule for a missed dose; {where}."

# Where words can be read that may not stand in a notice, as they name the medicine

IN_TODAY = '"taper today" shows it'
IN_CHECK = '"taper check" shows it'
SOURCE_IS = "source: {source}"

# Too sudden: what happened, who says that it matters, whom to call, and the signs to watch for

ROW_LEFT_OUT = "{doses} in a row were left out or not answered: {times}."
STOPPED_MIDWAY = "This plan was stopped in mid-course on {on}."
WAS_PLANNED_UNTIL = "The last dose was planned for {on}."
RUNS_SHORT = "{tablets}: taken as planned, the {count} on hand last until the dose of {at}; {goes_on}"
RUNS_SHORT_AT_ONCE = "{tablets}: the {count} on hand do not make the first dose; {goes_on}"
PLAN_GOES_ON = "the plan goes on until {on}."
NOT_ABRUPTLY = "Not to be stopped abruptly."
PROVIDERS_WORDS = "Your provider's words: {words}"
CITED_ON_STOPPING = "A cited source on stopping: {words} ({source})"
CITED_ON_STOPPING_HIDDEN = "A cited source says that it is not to be stopped abruptly; {where}."
CALL_ABOUT_ROW = "Call your provider and ask how to go on. Do not take together what was left out."
CALL_ABOUT_STOP = "Call your provider and say that it was stopped."
CALL_BEFORE_SHORT = "Call your provider before they run out."
CALL_BEFORE_STOPPING = "Call your provider before you stop in mid-plan."
NO_SIGNS_KNOWN = "taper knows no signs to watch for with it; ask your provider for them."
SIGNS = "Signs to watch for: {signs} ({source})"
SIGNS_HIDDEN = "Signs to watch for: {where}."
CHECK_SAYS_WHY = '"taper check" says why, and which signs to watch for.'

# How it goes, and what is done beside the medicine

HOW_IT_GOES = "How was today?"
AN_ACTIVITY = "An activity of your plan"
ACTIVITY_AT = "{activity}, {at}"
ACTIVITY_DONE = "{activity}. When it is done: {command}"
ACTIVITY_HIDDEN = "{activity}: {command} says which."
CHECK_IN_ASKS = f"{HOW_IT_GOES} {{scale}}: {{command}}"
CHECK_IN_HIDDEN = f"{HOW_IT_GOES} {{command}} says what your plan asks."
URGENT_SIGN = 'Call your provider or emergency services at once. This source says of "{sign}" with {about}: {text}'
A_SIDE_EFFECT = "a side effect"
A_WITHDRAWAL_SIGN = "a withdrawal sign"
KNOWN_SIGN = '"{sign}" is named as {kind} of {about}: {text} Ask your provider or pharmacist about it.'

# A record that is damaged or cannot be written. A dose may be due of which nothing can be read: the first two titles do
# not say that there is nothing to take

TITLE_MAY_BE_MISSING = "Reminders may be missing: the record of taper is damaged"
TITLE_NOT_OPENED = "No reminders: taper cannot open its record"
TITLE_NOT_WRITTEN = "taper cannot write anything down"
UNTIL_THEN = "Until then go by the plan your provider gave you."
GO_ON_READABLE = "Reminders go on for what can be read."
GO_ON_UNWRITTEN = "Reminders go on. What is taken cannot be recorded meanwhile."

# Another zone's clocks

TITLE_OTHER_ZONE = "This machine's clocks are those of {zone} now"
GOES_BY_ZONE = "{plan} goes by the clocks of {zone} still"
NEXT_IN_BOTH = "its next dose is {there} there, {here} here."
ZONE_COMMAND = "Nothing changes by itself. What going by the clocks here would change: {command}"

# After an intake. It is recorded whatever is said of it

NOT_BEGUN = "{plan} has not begun: day 1 is {on}."
ANSWERS_NONE = "It answers no dose of the plan. If one was meant, undo this and name it with --dose."
ONE_MORE = "This is one more: {dose} is recorded as taken {at} already. Taking extra is for your provider to decide."
THAT_DOSE = "that dose"
THE_DOSE_OF = "the dose of {at}"
PERHAPS_ONE_MORE = (
    f"It is not sure whether {{dose}} was taken already ({{at}}); if it was, this is one more. {ASK_FIRST}"
)
EARLY = "This is early: the dose is planned for {at}, {on}."
MORE_THAN_PLANNED = f"This is more than {{planned}}. {ASK_FIRST}"
PERHAPS_MORE_THAN_PLANNED = "Nothing tells whether {amount} is more than {planned}."
PLANNED_FOR_DOSE = "the plan says for this dose ({amount})"
NOT_COUNTED = "It is not sure whether one was taken on {on} {at}; that one is not counted here."
TOO_SOON = f"This is {{between}} {{order}} the one of {{other}}; {{whose}} says at least {{gap}} apart. {ASK_FIRST}"
CLOSER_THAN_PLANNED = f"This is {{between}} {{order}} the one of {{other}}; {{whose}} {{gap}} apart. {ASK_FIRST}"
PLAN_HAS = "the plan has its doses"
ONE_PLAN_HAS = "plan {label} has its doses"
PLANS_HAVE = "the plans have these doses"
TOO_MUCH_AT_ONCE = f"This is more than the {{most}} at a time that {{whose}} says. {ASK_FIRST}"
PERHAPS_TOO_MUCH = "{whose} says at most {most} at a time, and nothing tells whether {taken} is more."
OVER_MAXIMUM = f"That makes {{total}} {{within}}{{others}}; {{whose}} says at most {{most}} a day. {ASK_FIRST}"
TOO_OFTEN = f"That is {{times}} {{within}}{{others}}; {{whose}} says at most {{most}} a day. {ASK_FIRST}"
PERHAPS_OVER = "{whose} says at most {most} a day, and it is not known how much all the takings of that day add up to."
WITH_OTHER_PLANS = ", with those of plan {plans}, of the same medicine"
THAT_DAY = "that day"
IN_24_HOURS = "in the 24 hours from {at}"
THE_CITED_SOURCE = "the cited source"
SOURCE_WORDS = 'It says: "{words}"'
PAST_A_SOURCE = f"This goes past what a cited source says. taper check tells what it says; {ASK}."
LAST_ALLOWED = "The next one{begins} is the last allowed today: {count}."
NOT_BEFORE = ", not before {at},"
BY_MISTAKE = "Recorded by mistake?  taper undo"
BY_MISTAKE_SEVERAL = "Recorded by mistake? Undo takes all of it back; in a terminal, one by one: {commands}"

# A press that is not recorded, and what to do instead

OLDER_NOTICE = "It belongs to an older notification."
PLAN_GONE = "Its plan is no longer kept."
NEWER_NOTICE = "A newer notification of this plan has taken its place."
DOSE_GONE = "Its dose is no longer part of the plan."
ANSWERED_ALREADY = "The dose of {at} has an answer already."
TIME_IS_OVER = "The time of the dose of {at} is over."
AMOUNT_CHANGED = "The amount of the dose of {at} was changed since it was shown."
ONE_PLAN_GONE = "One of its plans is no longer kept."
NOT_RECORDED_FOR = "Not recorded for {plan}: {why}"
NOT_SNOOZED = "Not asked again later, {plan}: {why}"
NOTHING_RECORDED = "Nothing of it was recorded."
TAKEN_BACK_ALREADY = "What it had recorded was taken back already."
UNDO_INSTEAD = "taper log shows what is recorded; taper undo takes back the last record."
WRITE_IT_DOWN = "If you took it, write it down in a terminal: {command}"

# Where there are no buttons, and the test reminder

ANSWER_IN_TERMINAL = "Answer in a terminal: {commands}"
CUT_HERE = "[shortened here]"
TEST = "TEST, take nothing"
TEST_PRESS = "Press any button: taper then says that it heard it. Nothing is recorded."
TEST_WITHOUT_BUTTONS = "There are no buttons here. A reminder names what to type instead, as: taper take A"
