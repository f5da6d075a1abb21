"""What the shipped facts say, and that nothing in them stands without a source that was really read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taper.core.facts import SIGN_KINDS, Citation, Facts, Kind, LockOut, LongestCourse, Nature, NotAbruptly, Subject
from taper.core.finding import Level
from taper.core.notes import named_by, signs_of
from taper.facts import find, limits_of, load_facts, schedules_folder

SOURCES_NOTED = frozenset(
    {
        "clay-good/sophiewell.com docs/spec-v1639.md",
        "docslib.org/doc/8834537",
        "drugs.com/dosage/dexamethasone.html",
        "turtlegame.xyz/news/2594073385371754360",
    }
)
"""Addresses that stand in the notes the facts began from, word for word."""

SOURCES_READ = frozenset(
    {
        "http://cks.nice.org.uk/benzodiazepine-and-z-drug-withdrawal",
        "http://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?id=106166&dictionary=on",
        "http://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?id=43871",
        "http://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=17331594-e332-4ada-9b6b-3805d92f0e98",
        "http://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=3761182c-275b-40f3-a262-9ef5f5a80723",
        "http://drugs.com/cdi/clonidine-tablets.html",
        "http://drugs.com/pro/alprazolam.html",
        "http://edrugswiki.com/drug/lofexidine",
        "http://healthsource.baylorhealth.com/121,826",
        "http://pharmacyservices.utah.edu//alerts/2019/opioid-discontinuation.php",
        "http://trihealth.adam.com/content.aspx?productid=45&pid=45&gid=0135",
        "http://webmail.druglib.com/druginfo/soma/side-effects_adverse-reactions/",
        "http://www.basecampmd.com/expguide/dexa.shtml",
        "http://www.bemedwise.org/ncpie-news/fda-warns-serious-heart-problems-high-doses-loperamide",
        "http://www.dailymed.nlm.nih.gov/dailymed/medguide.cfm?setid=449b273a-936a-4c49-b0c8-d0daa47733ae",
        "http://www.drugs.com/monograph/propranolol.html?references=1",
        "http://www.drugs.com/pro/metoclopramide-tablets.html",
        "http://www.legitmedrx.com/dexamethasone.html",
        "http://www.medicinenet.com/lamotrigine/page2.htm",
        "http://www.nhs.uk/Conditions/Beta-blockers/Pages/Introduction.aspx",
        "http://www.pdrhealth.com/drugs/soma",
        "http://www.rxlist.com/soma-side-effects-drug-center.htm",
        "http://www.walgreens.com/topic/faq/questionandanswer.jsp?questionTierId=1800002&faqId=2900012",
        "https://1stchoicepharmacy.co.uk/nhs_conditions_steroid-tablets",
        "https://api.fda.gov/drug/label.json?search=openfda.generic_name%3A%22CYCLOBENZAPRINE+HCL+ER%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%226297cf20-830a-11dc-94c8-0002a5d5c51b%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%227eeaa7bc-c94f-47d0-94e5-e35ccadca19e%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%22ada639d4-babb-2ad0-e053-2a95a90afce7%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%22b748f308-ba71-4fd9-84ec-ec7e0f210885%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%22d163182b-582d-df59-e053-2995a90a300b%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%22ec6d453b-4b84-53d4-e053-2995a90a6006%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%22f5170993-81a9-4eb7-95ac-60697a5ee1d7%22",
        "https://api.fda.gov/drug/label.json?search=set_id%3A%22f8360da5-f1d3-1d89-e053-6294a90ad31c%22",
        "https://beta.nhs.uk/medicines/gabapentin/",
        "https://beta.nhs.uk/medicines/paroxetine/",
        "https://beta.nhs.uk/medicines/tramadol/",
        "https://beta.nhs.uk/medicines/venlafaxine/",
        "https://blackboxrx.com/app/display/101",
        "https://blackboxrx.com/app/display/29",
        "https://blackboxrx.com/app/display/433",
        "https://blackboxrx.com/warning/690",
        "https://buzzrx.com/alprazolam-odt/warnings",
        "https://buzzrx.com/prednisone/warnings",
        "https://consumermedsafety.org/over-the-counter-medicines/otc-pain-relievers/heart-risks-lower-for-aleve-and-other-naproxen-products-than-ibuprofen",
        "https://cortisone-info.com/en/discontinuation-of-treatment/discontinuation-of-treatment/",
        "https://dailymed-beta.nlm.nih.gov/dailymed/drugInfo.cfm?audience=consumer&setid=263045f2-85cd-fc63-e063-6394a90aa992",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?audience=professional&setid=aecd05bf-e7ba-4cab-9494-4ce3bbd1aa99",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=0bb41b8c-6031-4e96-95e1-31adab811837&audience=consumer",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=14554f05-14e1-4c52-99ce-94561c42c0da",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=2e62cf2e-dcbf-c15e-e063-6294a90a8168",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=4bb375a0-8ec3-4769-9802-832b8a280e7d",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=a52842ac-ac9d-4344-9823-b8b2afb07903",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=d4af6694-910c-da17-e053-2995a90a8454&audience=consumer",
        "https://dailymed.nlm.nih.gov/dailymed/fda/fdaDrugXsl.cfm?setid=18f59606-1498-bd0c-e063-6394a90a7df2",
        "https://dailymed.nlm.nih.gov/dailymed/fda/fdaDrugXsl.cfm?setid=8ecbfd81-fe45-49b4-b835-a32192de8f53",
        "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=1e1a8eb9-6e0b-9e87-e063-6394a90ad18e",
        "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=36b1a7e0-c8b9-0890-e063-6394a90ab13a&version=1",
        "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=5f945975-224f-43eb-b129-a61e3b25c4bb&version=2",
        "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=93f909ea-2d2e-4a10-be50-7f33f3e904d4",
        "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=b39e2bc8-b68f-0f4e-e053-2995a90a00fd",
        "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=c10cc127-8756-4ddc-9f46-1e003ef271dc",
        "https://dailymed.nlm.nih.gov/dailymed/medguide.cfm?setid=04cc10ad-7d5c-434e-9b29-85b14071492b",
        "https://dailymed.nlm.nih.gov/dailymed/search.cfm?query=00228212750",
        "https://dailymed.nlm.nih.gov/dailymed/search.cfm?query=57237010101",
        "https://dailymed.nlm.nih.gov/dailymed/search.cfm?query=59726-737-28",
        "https://developer.api.nhs.uk/widgets/condition/?condition=%2Fmedicines%2Fsertraline%2F",
        "https://developer.api.nhs.uk/widgets/condition/?condition=/medicines/methotrexate/",
        "https://docslib.org/doc/8591397/ambien-safely-and-effectively",
        "https://drugcentral.org/label/499a6989-8912-44b7-b1eb-ee8f85ae378f/view",
        "https://druggenius.com/withdrawal/clonidine/",
        "https://drugs-catalogue.com/Carisoprodol.html",
        "https://drugs-library.com/drugs/nasal-decongestant_b30ed9ff.html",
        "https://elsevier.health/en-US/preview/prednisone-tablets",
        "https://fda.gov/drugs/drug-safety-and-availability/fda-drug-safety-communication-fda-warns-about-serious-risks-and-death-when-combining-opioid-pain-or",
        "https://fda.report/DailyMed/aca3742c-2a82-4e91-8aaf-2fce08487e56",
        "https://fda.report/DailyMed/da35e19d-b0aa-8a5f-140e-7601bd2027fe",
        "https://funfoxmeds.com/dailymed/25f9531b-e674-4c72-af42-ea0ad0a4a706",
        "https://funfoxmeds.com/drug/54341b32-d471-4e7c-bce4-5dd5de8a37ca",
        "https://gov.scot/publications/quality-prescribing-antidepressants-guide-improvement-2024-2027/pages/9",
        "https://gpnotebook.com/en-GB/pages/paediatrics/corticosteroid-withdrawal",
        "https://hcp.lucemyra.com/dosing/",
        "https://hcp.lucemyra.com/safety/",
        "https://healthfully.com/medrol-dose-pack-instructions-5243038.html",
        "https://healthify.nz/medicines-a-z/b/beta-blockers",
        "https://healthify.nz/medicines-a-z/s/steroids-long-term",
        "https://humanitas.net/?p=42331",
        "https://humanitas.net/wiki/active-ingredients/tramadol",
        "https://knowyourpills.com/drugs/tramadol.html",
        "https://lancastergeneralhealth.org/healthwise-library/healthwise-article?DocumentId=fdbm11295-6006&lang=en-us",
        "https://mayoclinic.org/prednisone-withdrawal/expert-answers/faq-20057923?p=1",
        "https://medthority.com/fda/c/clonidine-hydrochloride/clonidine-hydrochloride-clonidine-hydrochloride-.2-mg1-cardinal-health-107-llc",
        "https://mobile.therapeuticresearch.com/Content/Articles/PRL/2008/Dec/which-drugs-need-to-be-tapered-to-avoid-withdrawal-or-rebound-symptoms",
        "https://myhealth.alberta.ca/health/AfterCareInformation/pages/conditions.aspx?hwid=ut2489",
        "https://nami.org/Learn-More/Treatment/Mental-Health-Medications/Alprazolam-(Xanax)",
        "https://ndclist.com/ndc/56062-431/label",
        "https://ndclist.com/ndc/57483-840/label",
        "https://ndclist.com/ndc/69445-006/label",
        "https://nhs.uk/medicines/venlafaxine/how-and-when-to-take-venlafaxine",
        "https://niformulary.hscni.net/formulary/4-0-central-nervous-system/4-1-hypnotics-and-anxiolytics/4-1-2-anxiolytics/4-1-2-a-acute-anxiety-state/",
        "https://oladoctor.com/en/medicines/poland/tabex-tabletki-1-5-mg",
        "https://online.eztelemed.com/drugs/2883/view",
        "https://online.eztelemed.com/drugs/9270/view",
        "https://pharmacyservices.utah.edu/alerts/2020/10/benzodiazepines-drug-class-boxed-warning-update",
        "https://pillsync.com/drug/Alprazolam-1-mg/OVAL_BLUE_B706/ndc/a5428249-48c5-4489-bf0b-80ab586277da",
        "https://pillsync.com/drug/bisacodyl-biscodyl-tablet-coated/target-corporation/ndc/8ed281d5-b17e-e3bb-e053-2995a90a2590",
        "https://pillsync.com/drug/carisoprodol-350-mg/ROUND_WHITE_E-17/63561-0127-1/2abd11e4-8ce4-4aeb-87c4-3af94c197714",
        "https://pillsync.com/drug/clonidine-hydrochloride-01-mg/ROUND_WHITE_U-77/ndc/a9180b38-b9bd-4549-b1a4-869f412d4095",
        "https://sesamecare.com/medication/prednisone/description?srsltid=AfmBOoqAVxiZZAU0jxpC35y7OzEadd7Sy7p44BrGyu13jYBJ3C__1lwX",
        "https://sites.google.com/clint.net/onepillkills/depressants/xanax",
        "https://stlukes-stl.com/health-content/drug-notes/45/0135.htm",
        "https://support.quitnet.com/hc/en-us/articles/203032465-How-long-should-I-stay-on-the-patch-",
        "https://tabsul.com/medicine/naproxen-sodium-220mg-tablets",
        "https://thealliance.health/dangers-of-drug-overdose-from-opioids-and-benzodiazepines/",
        "https://themeditary.com/medical-answers/what-should-i-do-if-i-develop-a-rash-while-taking-lamotrigine-1955.html",
        "https://uat.mimsdev.com/hongkong/drug/info/alpranax/adverse-reactions",
        "https://uat.mimsdev.com/philippines/drug/info/bac-10/special-precautions",
        "https://wakefield.yorkshiresmokefree.nhs.uk/pages/cytisinicline-cytisine-overview",
        "https://www.addisonsdisease.org.uk/emergency",
        "https://www.ampoule.org.hk/gabapentin-oral/",
        "https://www.businesswire.com/news/home/20220524006009/en/Dr.-Reddys-Laboratories-and-Senores-Pharmaceuticals-Inc.-announce-the-launch-of-Ketorolac-Tromethamine-Tablets-USP-10-mg-in-the-U.S.-market",
        "https://www.cureepilepsy.org/for-patients/understanding/treatments/epilepsy-medications/pregabalin",
        "https://www.droracle.ai/articles/187154/what-are-the-common-symptoms-of-clonidine-clonidine-withdrawal",
        "https://www.drugs.com/otc/116273/senna-lax.html",
        "https://www.drugs.com/pro/omeprazole-tablets.html",
        "https://www.fda.gov/drugs/drug-safety-and-availability/fda-identifies-harm-reported-sudden-discontinuation-opioid-pain-medicines-and-requires-label-changes",
        "https://www.fda.gov/drugs/drug-safety-and-availability/fda-requiring-boxed-warning-updated-improve-safe-use-benzodiazepine-drug-class?utm_medium=email&utm_source=govdelivery",
        "https://www.fda.gov/drugs/fda-drug-safety-podcasts/fda-requiring-boxed-warning-updated-improve-safe-use-benzodiazepine-drug-class",
        "https://www.findatopdoc.com/Medical-Library/Drugs-and-Supplements/Soma",
        "https://www.floridahospital.com/nonsteroidal-anti-inflammatory-drugs-nsaids/side-effects-nonsteroidal-anti-inflammatory-drugs-nsaids",
        "https://www.headmeds.org.uk/medications/18-diazepam/warning_and_side_effects",
        "https://www.ibdclinic.ca/treatment/medications/immunosuppressants/methotrexate/how-do-i-take-it/",
        "https://www.knowyourotcs.org/ingredient/loperamide/",
        "https://www.knowyourotcs.org/ingredient/naproxen-sodium/",
        "https://www.mayoclinic.org/drugs-supplements/loperamide-oral-route/precautions/drg-20064573",
        "https://www.medicinenet.com/alprazolam-oral/article.htm",
        "https://www.mypcnow.org/fast-fact/opioid-withdrawal/",
        "https://www.nhs.uk/medicines/diazepam/side-effects-of-diazepam/",
        "https://www.nhs.uk/medicines/methotrexate/how-and-when-to-take-methotrexate/",
        "https://www.nhs.uk/medicines/prednisolone/about-prednisolone-tablets-and-liquid/",
        "https://www.northerncarealliance.nhs.uk/patient-information/patient-leaflets/rheumatology-steroid-induced-adrenal-insufficiency-and-adrenal-crisis-rheumatology-patients",
        "https://www.open.hqsc.govt.nz/medication/oral-methotrexate/",
        "https://www.quitsmokingsupport.co.uk/how-to-take-cytisine/",
        "https://www.rxreasoner.com/monographs/lucemyra/usage",
        "https://www.sharecare.com/health/antiemetic-nausea-vomiting/know-metoclopramide-hydrochloride-odt",
        "https://www.sharecare.com/health/oxycodone/side-effects-of-oxycodone-hydrochloride",
        "https://www.shimspine.com/for-patients/nonsurgical/nsaid-warning/",
        "https://www.singhealthdukenus.com.sg/medicine/prednisolone/dosage",
        "https://www.verywell.com/carisoprodol-soma-rela-vanadom-297265",
        "https://www.welcometoxarelto.com/cad/getting-started/how-to-take-xarelto",
        "https://www.xareltohcp.com/what-should-I-tell-a-patient-who-misses-a-dose/",
        "https://www.youngminds.org.uk/young-person/medications/sertraline/",
        "https://www2.hse.ie/conditions/diazepam/",
        "https://www2.hse.ie/medicines/pregabalin/how-and-when-to-take-pregabalin/",
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
    assert (
        note.source
        == warn.source
        == "https://dailymed.nlm.nih.gov/dailymed/lookup.cfm?setid=93f909ea-2d2e-4a10-be50-7f33f3e904d4"
    )
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
        ("ketorolac", [(5, Level.WARN)]),
        ("cyclobenzaprine", [(14, Level.NOTE), (21, Level.WARN)]),
        ("Afrin", [(3, Level.WARN)]),
        ("omeprazole", [(14, Level.WARN)]),
        ("zolpidem", [(10, Level.NOTE)]),
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
        ("omeprazole", ["heartburn"]),
    ],
)
def test_limits_for_a_reason_name_it(medicine: str, reasons: list[str]) -> None:
    """The first word of each stands in its sentence."""
    limits = limits_of(facts_of(medicine))
    assert [limit.reasons[0] for limit in limits] == reasons
    assert all(limit.reasons[0] in limit.sentence for limit in limits)


def test_what_is_not_to_be_stopped_abruptly_says_so() -> None:
    """The medicines and classes with a cited word on abrupt stopping."""
    named = [one.name for one in SHIPPED if one.of_kind(Kind.NOT_ABRUPTLY)]
    classes = ["benzodiazepines", "beta-blockers", "corticosteroids", "opioids"]
    muscle = ["baclofen", "carisoprodol", "clonidine", "lofexidine", "metoprolol", "prednisolone"]
    nerves = ["gabapentin", "lamotrigine", "paroxetine", "pregabalin", "sertraline", "venlafaxine"]
    assert named == sorted([*classes, *muscle, *nerves])
    for medicine in ("lorazepam", "atenolol", "prednisone", "dexamethasone", "oxycodone", "Vicodin"):
        assert facts_of(medicine).of_kind(Kind.NOT_ABRUPTLY)


def test_only_prednisolone_has_a_day_from_its_source() -> None:
    """After more than three weeks; of no other does a source state from which day on."""
    stated = [(name, one.bound.from_day) for name, one in STATEMENTS if isinstance(one.bound, NotAbruptly)]
    assert [(name, day) for name, day in stated if day is not None] == [("prednisolone", 22)]


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
        "NSAIDs",
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


AT_ONCE = (
    "immediate",
    "right away",
    "straight",
    "at once",
    "911",
    "999",
    "hospital",
    "seek medical help",
    "medical help",
)
"""Words by which a statement says itself that its signs cannot wait."""


def test_only_what_the_source_calls_urgent_is_urgent() -> None:
    """The statement's own words say that its signs are an emergency or whom to call at once."""
    urgent = [(name, one.text) for name, one in STATEMENTS if one.urgent]
    assert [text for _, text in urgent if not any(words in text.casefold() for words in AT_ONCE)] == []
    assert {name for name, _ in urgent} == {
        *("NSAIDs", "benzodiazepines", "corticosteroids", "opioids"),
        *("alprazolam", "carisoprodol", "clonazepam", "diazepam", "lamotrigine", "lofexidine", "loperamide"),
        *("metoclopramide", "omeprazole", "oxycodone", "sertraline", "tramadol"),
    }


@pytest.mark.parametrize(
    ("medicine", "sign"),
    [
        ("Xanax", "seizures"),
        ("clonazepam", "seizures"),
        ("Valium", "suicidal thoughts"),
        ("diazepam", "slow breathing"),
        ("lorazepam", "trouble breathing"),
        ("Advil", "vomiting blood"),
        ("naproxen", "slurred speech"),
        ("ketorolac", "chest pain"),
        ("prednisone", "extreme weakness"),
        ("Vicodin", "slow breathing"),
        ("tramadol", "convulsions"),
        ("Reglan", "uncontrollable movements"),
        ("Imodium", "fainting"),
        ("Lucemyra", "feeling faint"),
        ("Soma", "difficulty breathing"),
        ("Lamictal", "rash"),
    ],
)
def test_a_sign_that_cannot_wait_is_known_as_one(medicine: str, sign: str) -> None:
    """In the plain words that a person types, by the name or a brand, also where only the class says so."""
    assert any(one.urgent for one in named_by(sign, signs_of(facts_of(medicine))))


@pytest.mark.parametrize(
    ("medicine", "sign"),
    [("carisoprodol", "drowsiness"), ("prednisone", "nausea"), ("ibuprofen", "leg swelling"), ("oxycodone", "yawning")],
)
def test_an_ordinary_sign_is_no_alarm(medicine: str, sign: str) -> None:
    """What a source only names is not made urgent."""
    named = named_by(sign, signs_of(facts_of(medicine)))
    assert named
    assert not any(one.urgent for one in named)
