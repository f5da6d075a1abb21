"""What the shipped facts say, and that nothing in them stands without a source that was really read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taper.core.facts import SIGN_KINDS, Citation, Facts, Kind, LockOut, LongestCourse, Nature, Subject
from taper.core.finding import Level
from taper.facts import find, limits_of, load_facts, schedules_folder

SOURCES_NOTED = frozenset(
    {
        "DailyMed set id 3fb9a45e-48ba-45c5-86a7-03a8744888f6",
        "clay-good/sophiewell.com docs/spec-v1639.md",
        "docslib.org/doc/8834537",
        "drugcentral.org/label/7d7d44b4-d405-4c48-9e79-cc128dd7aaeb/view",
        "druginserts.com/lib/rx/meds/carisoprodol-48",
        "druginteractionchecker.com/prednisone-5-mg-oral-tablet.html",
        "drugs.com/dosage/dexamethasone.html",
        "medicalbrandnames.com/medications/over-the-counter-otc-products.html",
        "medlibrary.org/lib/rx/meds/alprazolam-76",
        "themeditary.com/dosage-information/lucemyra-dosage-3090.html",
        "turtlegame.xyz/news/2594073385371754360",
        "winenfood.com/safe-duration-for-taking-ibuprofen",
    }
)
"""Addresses that stand in the notes the facts began from, word for word."""

SOURCES_READ = frozenset(
    {
        "http://cks.nice.org.uk/benzodiazepine-and-z-drug-withdrawal",
        "http://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?id=106166&dictionary=on",
        "http://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=17331594-e332-4ada-9b6b-3805d92f0e98",
        "http://drugs.com/pro/alprazolam.html",
        "http://edrugswiki.com/drug/lofexidine",
        "http://exosomatic.net/ENTER/Science/Biology/Health/The%20Merck%20-%202nd%20Home%20Edition/www.merck.com/sec02/ch018/ch018i.jsp.htm",
        "http://in.reuters.com/article/usa-painkillers-regulations-idINL1N1BC1GV",
        "http://webmail.druglib.com/druginfo/soma/side-effects_adverse-reactions/",
        "http://www.basecampmd.com/expguide/dexa.shtml",
        "http://www.drugs.com/monograph/propranolol.html?references=1",
        "http://www.drugs.com/pro/metoclopramide-tablets.html",
        "http://www.legitmedrx.com/dexamethasone.html",
        "http://www.rxlist.com/soma-side-effects-drug-center.htm",
        "https://beans-pc.com/tag/antidiarrheal-medicine",
        "https://blackboxrx.com/app/display/29",
        "https://blackboxrx.com/app/display/433",
        "https://buzzrx.com/prednisone/warnings",
        "https://cortisone-info.com/en/discontinuation-of-treatment/discontinuation-of-treatment/",
        "https://docslib.org/doc/2837133/serious-risks-with-use-of-klonopin%C2%AE-and-or-valium%C2%AE",
        "https://drugcentral.org/label/499a6989-8912-44b7-b1eb-ee8f85ae378f/view",
        "https://drugs-catalogue.com/Carisoprodol.html",
        "https://families.com/pain-medicine-ibuprofen",
        "https://fda.gov/drugs/drug-safety-and-availability/fda-drug-safety-communication-fda-warns-about-serious-risks-and-death-when-combining-opioid-pain-or",
        "https://fda.report/DailyMed/aca3742c-2a82-4e91-8aaf-2fce08487e56",
        "https://fda.report/DailyMed/da35e19d-b0aa-8a5f-140e-7601bd2027fe",
        "https://funfoxmeds.com/dailymed/25f9531b-e674-4c72-af42-ea0ad0a4a706",
        "https://go2asap.com/blog/combining-benzodiazepines-opioids",
        "https://funfoxmeds.com/drug/54341b32-d471-4e7c-bce4-5dd5de8a37ca",
        "https://hcp.lucemyra.com/dosing/",
        "https://knowyourpills.com/drugs/tramadol.html",
        "https://mayoclinic.org/prednisone-withdrawal/expert-answers/faq-20057923?p=1",
        "https://medthority.com/fda/c/clonidine-hydrochloride/clonidine-hydrochloride-clonidine-hydrochloride-.2-mg1-cardinal-health-107-llc",
        "https://mobile.therapeuticresearch.com/Content/Articles/PRL/2008/Dec/which-drugs-need-to-be-tapered-to-avoid-withdrawal-or-rebound-symptoms",
        "https://niformulary.hscni.net/formulary/4-0-central-nervous-system/4-1-hypnotics-and-anxiolytics/4-1-2-anxiolytics/4-1-2-a-acute-anxiety-state/",
        "https://oladoctor.com/en/medicines/poland/tabex-tabletki-1-5-mg",
        "https://online.eztelemed.com/drugs/9270/view",
        "https://pillsync.com/drug/Alprazolam-1-mg/OVAL_BLUE_B706/ndc/a5428249-48c5-4489-bf0b-80ab586277da",
        "https://pillsync.com/drug/Soma-350-MG-Oral-Tablet/ROUND_WHITE_SOMA-350/0037-2001-01/6297cf20-830a-11dc-94c8-0002a5d5c51b",
        "https://pillsync.com/drug/bisacodyl-biscodyl-tablet-coated/target-corporation/ndc/8ed281d5-b17e-e3bb-e053-2995a90a2590",
        "https://pillsync.com/drug/clonidine-hydrochloride-01-mg/ROUND_WHITE_U-77/ndc/a9180b38-b9bd-4549-b1a4-869f412d4095",
        "https://sites.google.com/clint.net/onepillkills/depressants/xanax",
        "https://stayin4med.blogspot.com/2011/10/what-is-soma.html",
        "https://support.quitnet.com/hc/en-us/articles/203032465-How-long-should-I-stay-on-the-patch-",
        "https://tabsul.com/medicine/naproxen-sodium-220mg-tablets",
        "https://wakefield.yorkshiresmokefree.nhs.uk/pages/cytisinicline-cytisine-overview",
        "https://wellspringmeds.com/pages/amodium-tablets",
        "https://www.drugs.com/otc/116273/senna-lax.html",
        "https://www.knowyourotcs.org/ingredient/ibuprofen/",
        "https://www.knowyourotcs.org/ingredient/naproxen-sodium/",
        "https://www.mayoclinic.org/drugs-supplements/loperamide-oral-route/precautions/drg-20064573",
        "https://www.pillsync.com/drug/metoclopramide-5-MG-Oral-Tablet/ROUND_WHITE_TV-2204/66267-841-06/46dcafbc-9d50-316a-e054-00144ff88e88",
        "https://www.quitsmokingsupport.co.uk/how-to-take-cytisine/",
        "https://www.reference.com/health/withdrawal-symptoms-prednisone-3b4b323782977dd8",
    }
)
"""Every further address that somebody really read a statement at. A new one is added here by whoever read it."""

ROOT = Path(__file__).resolve().parents[2]
NOTES = ROOT.parent / "shared" / "DOMAIN.md"
OPEN_PAGE = ROOT / "docs" / "FACTS_OPEN.md"

SHIPPED = load_facts()
CITED = [(one.name, said.cited) for one in SHIPPED for said in (*one.called, *one.statements)]
STATEMENTS = [(one.name, statement) for one in SHIPPED for statement in one.statements]


def facts_of(medicine: str) -> Facts:
    """The shipped facts of a medicine that must be there."""
    found = find(SHIPPED, medicine)
    assert found is not None
    return found


def test_no_statement_and_no_name_stands_without_a_source_that_was_read() -> None:
    """An invented citation is the worst defect there is: each address must stand in one of the lists above."""
    known = SOURCES_NOTED | SOURCES_READ
    unknown = [(name, cited.source) for name, cited in CITED if not {cited.source, *cited.also} <= known]
    assert unknown == []
    assert len(STATEMENTS) > 50


@pytest.mark.parametrize(("medicine", "cited"), CITED)
def test_everything_cited_says_since_when_it_stands(medicine: str, cited: Citation) -> None:
    """What has no day on which it was taken over could not be checked again."""
    assert date(2026, 11, 23) <= cited.read_on <= date(2100, 1, 1), medicine


def test_every_statement_is_a_sentence() -> None:
    """It is shown among others."""
    assert [text for _, statement in STATEMENTS if not (text := statement.text).endswith(".")] == []


def test_every_noted_source_stands_in_the_notes() -> None:
    """Where the notes the facts began from lie beside the source tree, each address is in them word for word."""
    if not NOTES.is_file():
        pytest.skip("the notes the facts began from are not here")
    notes = NOTES.read_text(encoding="utf-8")
    assert [source for source in sorted(SOURCES_NOTED) if source not in notes] == []


def test_no_source_is_listed_that_nothing_uses() -> None:
    """The lists of sources are as long as they must be, so that they are read."""
    used = {source for _, cited in CITED for source in (cited.source, *cited.also)}
    assert used == SOURCES_NOTED | SOURCES_READ
    assert not SOURCES_NOTED & SOURCES_READ


def test_each_file_is_named_after_its_medicine_or_class() -> None:
    """A person who looks for a medicine finds its file by name."""
    names = [file.stem for file in sorted((schedules_folder() / "facts").glob("*.toml"))]
    assert names == [one.name.replace(" ", "-") for one in SHIPPED]


def test_what_is_open_stands_on_its_page() -> None:
    """Each open point of a file, in the file's words, and no other."""
    page = OPEN_PAGE.read_text(encoding="utf-8")
    listed = [line for line in page.partition("## By medicine")[2].splitlines() if line.startswith("- ")]
    assert listed == [f"- {one.name}: {text}" for one in SHIPPED for text in one.unsourced]


def test_carisoprodol_is_noted_past_two_weeks_and_warned_of_past_three() -> None:
    """14 days draw nothing, day 15 a note, day 22 a warning; the thresholds are said to be taper's own."""
    note, warn = limits_of(facts_of("carisoprodol"))
    assert (note.days, note.level) == (14, Level.NOTE)
    assert (warn.days, warn.level) == (21, Level.WARN)
    assert "from day 15 (taper's own threshold)" in note.sentence
    assert "from day 22 (taper's own threshold)" in warn.sentence
    assert note.source == warn.source == "druginserts.com/lib/rx/meds/carisoprodol-48"
    assert note.nature is warn.nature is Nature.LABEL_MAXIMUM


@pytest.mark.parametrize(
    ("medicine", "limits"),
    [
        ("metoclopramide", [(84, Level.WARN)]),
        ("lofexidine", [(14, Level.NOTE), (18, Level.WARN)]),
        ("cytisine", [(25, Level.WARN)]),
        ("ibuprofen", [(3, Level.WARN), (10, Level.WARN)]),
        ("naproxen", [(3, Level.WARN), (10, Level.WARN)]),
        ("loperamide", [(2, Level.WARN)]),
        ("bismuth subsalicylate", [(2, Level.WARN)]),
        ("bisacodyl", [(7, Level.WARN)]),
        ("doxylamine", [(14, Level.WARN)]),
        ("dexamethasone", [(10, Level.WARN)]),
        ("nicotine patch", [(70, Level.NOTE)]),
        ("diazepam", [(28, Level.NOTE)]),
        ("Xanax", [(28, Level.NOTE)]),
        ("clonidine", []),
        ("metoprolol", []),
        ("prednisone", []),
    ],
)
def test_a_recommended_maximum_warns_from_the_day_after_it(medicine: str, limits: list[tuple[int, Level]]) -> None:
    """No shipped source is worded as a hard limit, so none stops; what is said of one country only is noted."""
    assert [(limit.days, limit.level) for limit in limits_of(facts_of(medicine))] == limits


@pytest.mark.parametrize(
    ("medicine", "reasons"),
    [
        ("ibuprofen", ["fever", "pain"]),
        ("naproxen", ["fever", "pain"]),
        ("dexamethasone", ["mountain sickness"]),
        ("diphenhydramine", ["sleep"]),
    ],
)
def test_limits_for_a_reason_name_it(medicine: str, reasons: list[str]) -> None:
    """The first word of each stands in its sentence."""
    limits = limits_of(facts_of(medicine))
    assert [limit.reasons[0] for limit in limits] == reasons
    assert all(limit.reasons[0] in limit.sentence for limit in limits)


def test_what_is_not_to_be_stopped_abruptly_says_so() -> None:
    """The medicines and classes with a cited word on abrupt stopping; no source states from which day on."""
    named = [one.name for one in SHIPPED if one.of_kind(Kind.NOT_ABRUPTLY)]
    assert named == ["benzodiazepines", "beta-blockers", "carisoprodol", "clonidine", "corticosteroids", "lofexidine"]
    for medicine in ("lorazepam", "atenolol", "prednisone", "dexamethasone"):
        assert facts_of(medicine).of_kind(Kind.NOT_ABRUPTLY)


def test_cytisine_has_a_lock_out_of_at_least_two_months() -> None:
    """The shorter wait of the two that the leaflet names is kept as a number."""
    (statement,) = facts_of("cytisine").of_kind(Kind.LOCK_OUT)
    assert statement.bound == LockOut(months=2)
    assert statement.bound.nature is Nature.LOCK_OUT


def test_the_withdrawal_signs_of_carisoprodol_are_those_of_its_label() -> None:
    """A person who stops may look them up."""
    (statement,) = facts_of("carisoprodol").of_kind(Kind.WITHDRAWAL_SIGN)
    for sign in ("insomnia", "vomiting", "cramps", "headache", "tremors", "twitching", "ataxia", "psychosis"):
        assert sign in statement.text


def test_a_longest_course_is_kept_with_what_the_source_says() -> None:
    """Our thresholds stand beside the source's number, never in its place."""
    (statement,) = facts_of("carisoprodol").of_kind(Kind.LONGEST_DURATION)
    assert isinstance(statement.bound, LongestCourse)
    assert statement.bound.days == 21
    assert statement.bound.ours is not None
    assert (statement.bound.ours.note_from_day, statement.bound.ours.warn_from_day) == (15, 22)


def test_classes_and_medicines_are_told_apart() -> None:
    """What is said of a class is marked with its name."""
    classes = [one.name for one in SHIPPED if one.subject is Subject.CLASS]
    assert classes == [
        "antidiarrheals",
        "benzodiazepines",
        "beta-blockers",
        "corticosteroids",
        "laxatives",
        "opioids",
        "sleep aids",
    ]
    assert {statement.about for statement in facts_of("prednisone").statements} == {"prednisone", "corticosteroids"}


def test_every_sign_stands_in_its_statement_word_for_word() -> None:
    """A note is held against what the source says, and nothing beside it."""
    signs = [(sign, one.text) for _, one in STATEMENTS for sign in one.signs]
    assert [sign for sign, text in signs if sign not in text.casefold()] == []
    assert len(signs) > 50
    assert [one.text for _, one in STATEMENTS if one.kind in SIGN_KINDS and not one.signs] == []


def test_only_what_the_source_calls_urgent_is_urgent() -> None:
    """The statement's own words must say so. None does yet; docs/FACTS_OPEN.md says so too."""
    assert [one.text for _, one in STATEMENTS if one.urgent] == []
    assert "urgent" in OPEN_PAGE.read_text(encoding="utf-8")
