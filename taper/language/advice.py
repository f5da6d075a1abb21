"""Which sentences only advise beside the dose: "Do not drink alcohol", "Rinse the mouth after use"?

A sentence counts as advice only where the whole of it is one of these: the cautionary and advisory labels of pharmacy
practice. Any other word in it, and above all a number, is asked about as everywhere.
"""

from __future__ import annotations

import re

from taper.language.cursor import Cursor
from taper.language.sketch import Said

_IT = r"(?:it|them|this(?: medicine| medication)?|these(?: tablets| capsules)?|the (?:tablets|capsules)|your medicine)"
_FOOD = r"(?:food|a meal|meals|a snack|milk|food or milk|milk or food)"
_WATER = r"(?:a (?:full )?glass of water|plenty of (?:water|fluids?)|water|a drink of water)"
_SOME_TIME = r"(?:at least |about )?(?:30 minutes|half an hour|an hour|(?:1|one) hour|(?:2|two) hours)"
_BY_WHOM = r"(?: by (?:your|a|the) (?:doctor|gp|prescriber|pharmacist))?"
_TOLD = rf"(?:unless (?:you are |otherwise )?(?:told|directed|advised)(?: (?:otherwise|to(?: stop)?))?{_BY_WHOM})"

_ADVICE = (
    rf"(?:take |swallow |use )?(?:{_IT} )?(?:with|just after|after|with or (?:just )?after) {_FOOD}(?:,? or"
    rf" (?:just )?after (?:food|a meal)|,? or a meal)*",
    rf"(?:take |use )?(?:{_IT} )?(?:on an empty stomach|when your stomach is empty|{_SOME_TIME} before food(?:"
    rf" or (?:{_SOME_TIME} after food|on an empty stomach))?)(?:, {_SOME_TIME} before food(?: or {_SOME_TIME}"
    rf" after food)?)?",
    rf"(?:take |swallow )?(?:{_IT} )?whole(?:,? (?:do not|not to be|without) (?:chew|crush|chewed|crushed"
    rf"|chewing|crushing)(?: or (?:chew|crush|chewed|crushed|chewing|crushing))?)?",
    rf"(?:take |swallow )?(?:{_IT} )?(?:whole )?with {_WATER}(?:,? (?:while )?(?:sitting|standing)(?: or"
    rf" standing| upright)?)?",
    r"(?:do not|don't|never|avoid) (?:drink(?:ing)?|taking|take|have) (?:any )?alcohol\w*(?: drinks?)?(?:"
    r" (?:while|whilst|when|during)[a-z ]*)?",
    r"(?:avoid|no) alcohol\w*(?: drinks?)?(?: (?:while|whilst|when|during)[a-z ]*)?",
    r"(?:do not|don't|never) (?:drive|operate machinery|drive or (?:operate|use) (?:machinery|machines"
    r"|tools))(?: (?:if|while|until) [a-z ]*)?",
    rf"(?:do not|don't|never) (?:crush|chew|break|split|crush or chew|chew or crush|crush, chew or break)(?: {_IT})?",
    rf"(?:do not|don't|never) stop (?:taking )?(?:{_IT} )?(?:suddenly|abruptly|early|without (?:asking|talking"
    rf" to|speaking to) your (?:doctor|gp|prescriber))",
    r"(?:warning[:.]? ?)?(?:this (?:medicine|medication) )?(?:may|can|might) (?:cause|make you feel)"
    r" (?:drowsiness|drowsy|sleepy|sleepiness|dizziness|dizzy)(?:[.,;]? if (?:affected|this happens),? do not"
    r" drive(?: or (?:operate|use) (?:machinery|tools or machines|tools or machinery))?)?",
    r"if (?:affected|this happens),? do not drive(?: or (?:operate|use) (?:machinery|tools or machines|tools or"
    r" machinery))?",
    r"rinse (?:your |the )?mouth(?: out)?(?: with water)?(?: and spit)?(?: (?:well )?after (?:each )?(?:use"
    r"|dose|inhalation))?",
    r"(?:discard|throw away|dispose of)(?: (?:it|any left|any remaining|the bottle|unused medicine))? \d+"
    r" (?:days|weeks|month|months) after (?:first )?opening",
    r"shake (?:well|the bottle|the bottle well|well before use|before use|the bottle before use)(?: before"
    r" (?:each )?use)?",
    r"(?:store|keep) (?:[a-z]+ )?(?:in|out of|at|away|below|refrigerated)[a-z ,']*",
    r"(?:wash|clean) (?:your )?hands (?:before|after)(?: and (?:before|after))? (?:use|each use|using)[a-z ]*",
    r"space the doses(?: out)? (?:evenly|as evenly as possible)(?: (?:throughout|over|through) the day)?",
    rf"(?:keep|continue) taking {_IT} (?:until the course is (?:finished|complete(?:d)?)|until (?:it is|they"
    rf" are) (?:all )?(?:finished|gone))(?:,? {_TOLD})?",
    rf"(?:please )?(?:complete|finish) (?:the|your|this) (?:full |whole |prescribed )?(?:course"
    rf"|prescription)(?:[a-z ]*even if you feel (?:better|well))?(?:,? {_TOLD})?",
    rf"(?:take|use|to be taken|taken) (?:{_IT} )?at regular intervals(?:[.,]? complete the (?:prescribed"
    rf" )?course {_TOLD})?",
    r"avoid (?:contact with (?:the )?eyes|(?:exposure (?:of skin )?to )?(?:direct )?sunlight(?: or sun lamps)?"
    r"|grapefruit(?: juice)?|driving)",
    r"(?:this medicine|this|it) may colou?r (?:the |your )?urine(?: [a-z]+)?",
    r"(?:always )?carry (?:your|a|the) (?:steroid|emergency|alert|blue) card(?: with you)?",
    r"discard (?:the )?(?:remainder|rest|any unused)(?: [a-z]+)?|stay upright for (?:at least )?\d+ minutes",
    rf"(?:take |swallow )?(?:{_IT} )?whole with {_WATER},? (?:and|then) (?:stay|remain|sit) upright for"
    r" (?:at least )?\d+ minutes(?: [a-z ]+)?",
    r"hold (?:it )?in (?:the|your) mouth(?: [a-z ]+)?|refrigerate|keep refrigerated",
    r"protect (?:your )?skin from (?:the )?sun",
    r"use (?:a )?(?:high[- ]factor )?sun ?(?:screen|cream)(?: [a-z ]+)?",
    r"(?:please )?(?:(?:he|she|you|they|the patient) (?:should|must) )?"
    r"(?:report|tell (?:us|me|your doctor) (?:of|about)) (?:any |if )[a-z ,]*",
    r"for external use only|not to be swallowed|for oral use only|rotate (?:the )?(?:injection |application )?sites?",
    r"remove (?:the )?(?:old|previous) patch (?:before|first|before applying (?:a new|the next)(?: one)?)",
    r"(?:dissolve|disperse|mix) (?:it |them |the tablets? )?in (?:a glass of )?water(?: before (?:taking|use))?",
    r"(?:no|nil|0|zero) (?:refills?|repeats?|rf)|(?:refills?|rf|repeats?)[: ]*(?:0|none|nil)|no substitutions?"
    r"|dispense as written|daw(?: 1)?",
    r"(?:please )?(?:call|contact|ring|see|speak to|ask) (?:us|me|the clinic|your (?:doctor|gp|pharmacist)|the"
    r" surgery) (?:if|with) (?:any |there are any |you have any )?(?:questions?|concerns?|problems?|queries)(?:"
    r" [a-z ]*)?",
    r"(?:thank you|thanks|many thanks|kind regards|with thanks)",
)
_WHOLE = re.compile(rf"(?:{'|'.join(_ADVICE)})", re.IGNORECASE)
_VERB = re.compile(r"(?:please )?take (?=with|after|on)", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.;\n]*")


_BESIDE_FOOD = re.compile(
    rf"{_SOME_TIME} (?:before|after) (?:food|meals?|a meal|eating|breakfast or food)\b", re.IGNORECASE
)


def take_beside_food(cursor: Cursor) -> Said[str] | None:
    """ "30 minutes before food" inside a clause: a note, as food is no time of the day; None with nothing read."""
    token, at = cursor.peek(), cursor.at
    match = None if token is None else _BESIDE_FOOD.match(cursor.text, token.span.start)
    if match is None:
        return None
    while (here := cursor.peek()) is not None and here.span.start < match.end():
        cursor.at += 1
    return Said(" ".join(match[0].split()), cursor.since(at))


def take_advice(cursor: Cursor) -> Said[str] | None:
    """The advice that the whole of the sentence here is; None, with nothing read, where it is no such advice."""
    token, at = cursor.peek(), cursor.at
    if token is None or not cursor.word():
        return None
    match = _SENTENCE.match(cursor.text, token.span.start)
    said = match[0].rstrip(" \t,!") if match else ""
    if not said or _WHOLE.fullmatch(" ".join(said.replace("\u2019", "'").split())) is None:
        return None
    end = token.span.start + len(said)
    while (here := cursor.peek()) is not None and here.span.start < end:
        cursor.at += 1
    return Said(_VERB.sub("", " ".join(said.split())), cursor.since(at))
