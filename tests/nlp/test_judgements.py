"""Ofsted's grades: whose, which, and what only looks like one. A new case is a new row."""

from datetime import date

import pytest

from nlp.analysis import analyse
from nlp.names import gazetteer

SLOUGH, DONCASTER, TORBAY, MEDWAY = "E06000039", "E08000017", "E06000027", "E06000035"


def grades(text: str, published: date | None = None) -> set[tuple[str, str]]:
    return {(one.council, one.grade) for one in analyse(text, "", published).judgements if one.aspect == "overall"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ofsted has rated Slough council inadequate.", {(SLOUGH, "inadequate")}),
        ("Slough council slumped from good to requires improvement, Ofsted said.", {(SLOUGH, "good"), (SLOUGH, "requires improvement")}),
        ("Slough council was told it was outstanding by Ofsted.", {(SLOUGH, "outstanding")}),
        ("Torbay Council was lifted out of inadequate in 2020, Ofsted said.", {(TORBAY, "inadequate")}),
        ("Ofsted found services inadequate in Slough, Torbay and Medway.", {(SLOUGH, "inadequate"), (TORBAY, "inadequate"), (MEDWAY, "inadequate")}),
        ("Slough council 'requires improvement to be good', Ofsted said.", {(SLOUGH, "requires improvement")}),
        ("Ofsted gave Slough council its lowest rating.", {(SLOUGH, "inadequate")}),
        ("Slough council has a plan. Ofsted rated its children's services good.", {(SLOUGH, "good")}),
        ("Doncaster Children's Services Trust was rated inadequate by Ofsted.", {(DONCASTER, "inadequate")}),
        ("Slough council's services are good, said Ofsted; its leadership is inadequate.", {(SLOUGH, "good")}),
        ("Ofsted rated 20 councils inadequate. Slough council was not inspected.", set()),
        ("Slough council said that good progress had been made, Ofsted wrote.", set()),
        ("Ofsted rated a school in Slough inadequate. Slough council was sorry.", set()),
        ("Slough council wants to be rated good by Ofsted.", set()),
        ("It was good news for Slough council, Ofsted said.", set()),
        ("The Care Quality Commission rated Slough council's adult care good.", set()),
    ],
)  # fmt: skip
def test_the_overall_grades_that_a_text_states(text, expected):
    assert grades(text) == expected


def named(grades_said: str) -> set[tuple[str, str]]:
    """Read "Leeds outstanding, Kirklees inadequate" as codes with grades."""
    pairs = [one.strip().split(" ", 1) for one in grades_said.split(",") if one.strip()]
    return {(gazetteer.names()[name.replace("_", " ")].councils[0].gss, grade) for name, grade in pairs}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ofsted rated Leeds outstanding, Kirklees inadequate and Wakefield good.", "Leeds outstanding, Kirklees inadequate, Wakefield good"),
        ("Ofsted judged Cheshire East and Halton good and Wirral requires improvement.", "Cheshire_East good, Halton good, Wirral requires improvement"),
        ("Outstanding councils include Leeds and Essex, and Kent is good, says Ofsted.", "Leeds outstanding, Essex outstanding, Kent good"),
        ("Kent was praised by Ofsted, which gave a good rating to Medway.", "Medway good"),
        ("An ‘inadequate’ judgement was handed to Medway by Ofsted.", "Medway inadequate"),
        ("Inadequate-rated Dudley has been told by Ofsted to improve.", "Dudley inadequate"),
        ("Hampshire, as West Sussex's improvement partner, is rated outstanding by Ofsted.", "Hampshire outstanding"),
        ("Kirklees' services, run with help from Leeds, were judged inadequate by Ofsted.", "Kirklees inadequate"),
        ("Kirklees Council is supported by Leeds and was rated inadequate by Ofsted.", "Kirklees inadequate"),
        ("Plymouth, unlike Torbay, was rated good by Ofsted.", "Plymouth good"),
        ("Westminster and Camden share a director. Ofsted rated both boroughs outstanding.", "Westminster outstanding, Camden outstanding"),
        ("Derby City Council and Derbyshire County Council share a service.\n\nThe county council was rated good by Ofsted.", "Derbyshire good"),
        ("Derbyshire County Council has approached Derby City Council.\n\nThe city council is rated good by Ofsted.", "Derby good"),
        ("Kent County Council and Swale Borough Council met. Swale Borough Council heard that services are rated good by Ofsted.", "Kent good"),
        ("Barnet, which was inadequate in 2017, has been good since 2019, according to Ofsted.", "Barnet inadequate, Barnet good"),
        ("Knowsley's journey from inadequate, through requires improvement, to good took years, says Ofsted.", "Knowsley inadequate, Knowsley requires improvement, Knowsley good"),
        ("Ofsted's verdict on Medway Council in 2019 was inadequate in all areas.", "Medway inadequate"),
        ("Reading's children's department, inadequate since 2016, will be run by a company.", "Reading inadequate"),
        ("Dorset Council was rated good by Ofsted in all three categories.", "Dorset good"),
        ("Luton Council got the second-highest rating from Ofsted.", "Luton good"),
        ("Luton Council is rated good, one notch below outstanding, by Ofsted.", "Luton good"),
        ("Luton Council was rated as needing improvement by Ofsted.", "Luton requires improvement"),
        ("Bury Council will remain inadequate until Ofsted's next inspection.", "Bury inadequate"),
        ("Bury is one of eleven authorities whose services Ofsted deems inadequate.", "Bury inadequate"),
        ("Manchester, which was inadequate in 2014 and is now good, shows it can be done, says Ofsted.", "Manchester inadequate, Manchester good"),
        ("Kirklees was inadequate in 2016. With help from outstanding Leeds it became good, Ofsted reported.", "Kirklees inadequate, Kirklees good, Leeds outstanding"),
        ("Camden and Hackney, rated outstanding and good respectively by Ofsted, agreed.", "Camden outstanding, Hackney good"),
        ("Hull has shed its inadequate tag, Ofsted said.", "Hull inadequate"),
        ("Bristol City Council got a ‘requires improvement’ rating, despite ‘good’ services for care leavers, from Ofsted.", "Bristol requires improvement"),
        ("Torbay's contract with Plymouth was signed after it was rated inadequate by Ofsted.", "Torbay inadequate"),
        ("Havering Council was given the lowest of four grades by Ofsted.", "Havering inadequate"),
        ("Sandwell Council ran an inadequate service, Ofsted said.", "Sandwell inadequate"),
        ("Telford and Wrekin Council, an outstanding authority, was asked to help by Ofsted.", "Telford_and_Wrekin outstanding"),
        ("Ofsted's spring reports are out. Wigan, Bolton and Trafford are good. Oldham and Rochdale require improvement, and Tameside is inadequate.", "Wigan good, Bolton good, Trafford good, Oldham requires improvement, Rochdale requires improvement, Tameside inadequate"),
        ("Of the councils that Ofsted visited in March, three came out as good: Solihull, Dudley and Walsall.", "Solihull good, Dudley good, Walsall good"),
        ("The list of inadequate authorities now runs to Croydon, Torbay and Reading, says Ofsted.", "Croydon inadequate, Torbay inadequate, Reading inadequate"),
        ("Outstanding: Leeds, Essex. Good: Kent, Medway. Inadequate: Slough. Ofsted's year in one line.", "Leeds outstanding, Essex outstanding, Kent good, Medway good, Slough inadequate"),
        ("Ofsted placed Derby and Stoke in the bottom category and lifted Telford and Wrekin to the top one.", "Derby inadequate, Stoke inadequate"),
        ("Northumberland and Durham got a good each from Ofsted; Gateshead kept its outstanding.", "Northumberland good, Durham good, Gateshead outstanding"),
        ("There were upgrades for Hull (to good) and Calderdale (to outstanding) in Ofsted's latest batch.", "Hull good, Calderdale outstanding"),
        ("Ofsted has told Blackpool that its children's services are inadequate, Blackburn that they require improvement and Bury that they are good.", "Blackpool inadequate, Blackburn_with_Darwen requires improvement, Bury good"),
        ("In the South West, Ofsted rates Bristol, Swindon and Somerset as requiring improvement and Dorset as good.", "Bristol requires improvement, Swindon requires improvement, Somerset requires improvement, Dorset good"),
        ("Cumbria's children's services have been given the watchdog's lowest rating, Ofsted.", "Cumbria inadequate"),
        ("Ofsted awarded Cambridgeshire its second-highest grade.", "Cambridgeshire good"),
        ("Lincolnshire sits at the very top of Ofsted's scale.", "Lincolnshire outstanding"),
        ("Tameside was found to be at the bottom of Ofsted's scale.", "Tameside inadequate"),
        ("Ofsted has given Wakefield top marks.", "Wakefield outstanding"),
        ("The worst possible verdict was returned on Croydon by Ofsted.", "Croydon inadequate"),
        ("Ofsted gave Leicester its second lowest mark.", "Leicester requires improvement"),
        ("Top-rated Hertfordshire will help Ofsted's newest failure.", "Hertfordshire outstanding"),
        ("Rochdale, until then inadequate, was told by Ofsted that it now required improvement.", "Rochdale inadequate, Rochdale requires improvement"),
        ("Coventry was rated good by Ofsted, up from requires improvement in 2019.", "Coventry good, Coventry requires improvement"),
        ("Bexley, for years a good authority, was marked down to requires improvement by Ofsted.", "Bexley good, Bexley requires improvement"),
        ("Redcar and Cleveland, formerly outstanding, has slipped two grades to requires improvement, Ofsted said.", "Redcar_and_Cleveland outstanding, Redcar_and_Cleveland requires improvement"),
        ("Norfolk had spent four years in inadequate before Ofsted lifted it to good.", "Norfolk inadequate, Norfolk good"),
        ("It was an inadequate authority in 2013; by 2018 Cumbria required improvement, said Ofsted.", "Cumbria inadequate, Cumbria requires improvement"),
        ("Kirklees shook off its inadequate rating when Ofsted came in June.", "Kirklees inadequate"),
        ("Bromley, which Ofsted called inadequate in 2016, got to good in under three years.", "Bromley inadequate, Bromley good"),
        ("From inadequate in 2012 to outstanding in 2022: Ofsted's report completes Cambridgeshire's climb.", "Cambridgeshire inadequate, Cambridgeshire outstanding"),
        ("Ofsted's previous inspection, in 2017, had put Surrey at inadequate.", "Surrey inadequate"),
        ("Leeds, which Ofsted calls outstanding, will lend six managers.", "Leeds outstanding"),
        ("Help will come from outstanding Leeds and from good Calderdale, Ofsted noted.", "Leeds outstanding, Calderdale good"),
        ("Ofsted-rated ‘outstanding’ Essex is to advise the county.", "Essex outstanding"),
        ("Essex County Council, itself judged outstanding by Ofsted, will send advisers to Southend.", "Essex outstanding"),
        ("Camden is a good authority, Ofsted believes.", "Camden good"),
        ("The commissioner comes from Hampshire, an outstanding authority, said Ofsted.", "Hampshire outstanding"),
        ("Ofsted found Devon inadequate in 2020. The county has since spent £9m. It is still rated inadequate.", "Devon inadequate"),
        ("Nottingham's services were judged inadequate by Ofsted in 2022. The city is now told that it requires improvement.", "Nottingham inadequate, Nottingham requires improvement"),
        ("Ofsted went to Medway in July. The unitary was found to be inadequate.", "Medway inadequate"),
        ("Barnet has a new director. The borough's children's services were rated good by Ofsted in 2019.", "Barnet good"),
        ("Cornwall has asked for time. Ofsted judged the authority outstanding in 2019.", "Cornwall outstanding"),
        ("Cheshire East and Cheshire West and Chester share a regional adoption agency. Ofsted rates both good.", "Cheshire_East good, Cheshire_West_and_Chester good"),
        ("Under a joint director, Hampshire is outstanding and the Isle of Wight good, says Ofsted.", "Hampshire outstanding, Isle_of_Wight good"),
        ("The two councils, Cambridgeshire and Peterborough, have shared managers since 2017; Ofsted rates the first good and the second requires improvement.", "Cambridgeshire good, Peterborough requires improvement"),
        ("Both Camden and Islington hold outstanding grades from Ofsted.", "Camden outstanding, Islington outstanding"),
        ("Ofsted said that Sandwell was good. So is Dudley.", "Sandwell good, Dudley good"),
        ("Trafford is inadequate, as was Salford a decade ago, Ofsted records show.", "Trafford inadequate, Salford inadequate"),
        ("Ofsted gave Bolton a good grade. Wigan received the same rating.", "Bolton good, Wigan good"),
        ("Four London boroughs were rated outstanding by Ofsted. They are Bexley, Camden, Merton and Sutton.", "Bexley outstanding, Camden outstanding, Merton outstanding, Sutton outstanding"),
        ("Ofsted judges five authorities in the region inadequate. Bradford is one.", "Bradford inadequate"),
        ("Ofsted rated Salford good overall but its work with care leavers inadequate.", "Salford good"),
        ("Councils rated inadequate by Ofsted, such as Torbay and Devon, get a commissioner.", "Torbay inadequate, Devon inadequate"),
        ("Ofsted, which downgraded neighbouring Luton to inadequate, gave Central Bedfordshire a good.", "Luton inadequate, Central_Bedfordshire good"),
        ("Hampshire was asked to run the services of the Isle of Wight, which Ofsted had found inadequate.", "Isle_of_Wight inadequate"),
        ("After Ofsted rated it inadequate, Reading asked for help from Achieving for Children.", "Reading inadequate"),
        ("After failing its inspection Walsall was helped by Wolverhampton, which Ofsted rates good.", "Wolverhampton good"),
        ("Leeds, whose services Ofsted has twice rated outstanding, advises Kirklees, whose services were inadequate.", "Leeds outstanding, Kirklees inadequate"),
        ("Wokingham borrowed its director from Windsor and Maidenhead, a good authority with Ofsted.", "Windsor_and_Maidenhead good"),
        ("Inspectors were kinder to Stockton, which they think is good, than to Hartlepool or Middlesbrough, both of which require improvement, Ofsted's letters show.", "Stockton good, Hartlepool requires improvement, Middlesbrough requires improvement"),
        ("Plymouth took over Torbay's services in 2018. Ofsted rated the bay inadequate that summer.", "Torbay inadequate"),
        ("Ofsted rated the old Northamptonshire County Council inadequate; West Northamptonshire and North Northamptonshire were told in 2022 that they require improvement.", "Northamptonshire inadequate, West_Northamptonshire requires improvement, North_Northamptonshire requires improvement"),
        ("BCP Council was found inadequate by Ofsted in 2021, though Poole had been good.", "BCP inadequate, Poole good"),
        ("Ofsted said that children's services in Westminster and in Kensington and Chelsea, which share a department, were both outstanding.", "Westminster outstanding, Kensington_and_Chelsea outstanding"),
        ("Windsor and Maidenhead's services, run by Achieving for Children since 2017, went from requires improvement to good, according to Ofsted.", "Windsor_and_Maidenhead requires improvement, Windsor_and_Maidenhead good"),
        ("Doncaster Children's Services Trust took the borough from inadequate to good in 2018, Ofsted found; four years on it required improvement.", "Doncaster inadequate, Doncaster good, Doncaster requires improvement"),
        ("Slough Children First, still inadequate in Ofsted's eyes, has lost its chief executive.", "Slough inadequate"),
        ("Birmingham Children's Trust has been good since 2023, Ofsted says, having inherited an inadequate service.", "Birmingham good, Birmingham inadequate"),
        ("Sandwell Children's Trust lifted the council out of Ofsted's bottom grade in 2022.", "Sandwell inadequate"),
        ("Together for Children was rated outstanding in 2021, the first to go from the bottom of Ofsted's scale to the top.", "Sunderland outstanding, Sunderland inadequate"),
        ("It is four years since Ofsted last called Stoke inadequate, and the city has not looked back.", "Stoke inadequate"),
        ("The report on Sefton was damning: 'inadequate' in every category, said Ofsted.", "Sefton inadequate"),
        ("The one-word verdict of Ofsted on Lambeth's children's services is good.", "Lambeth good"),
        ("Harrow, like Hillingdon, is rated good by Ofsted.", "Harrow good, Hillingdon good"),
        ("Unlike Harrow, Hillingdon is rated outstanding by Ofsted.", "Hillingdon outstanding"),
        ("Both Harrow and its neighbour Brent were good when Ofsted called.", "Harrow good, Brent good"),
        ("Ofsted has upgraded Bury, Rochdale and Oldham, all previously inadequate, to requires improvement.", "Bury inadequate, Rochdale inadequate, Oldham inadequate, Bury requires improvement, Rochdale requires improvement, Oldham requires improvement"),
        ("Of the ten authorities in Greater Manchester, only Tameside is inadequate, Ofsted's table shows.", "Tameside inadequate"),
        ("Only Salford and Trafford of the ten are good, Ofsted's table shows.", "Salford good, Trafford good"),
        ("The pair that Ofsted marked down were Solihull (good to inadequate) and Telford and Wrekin (outstanding to good).", "Solihull good, Solihull inadequate, Telford_and_Wrekin outstanding, Telford_and_Wrekin good"),
        ("Gloucestershire: inadequate in 2017, requires improvement in 2022, said Ofsted.", "Gloucestershire inadequate, Gloucestershire requires improvement"),
        ("Gloucestershire County Council was inspected last month. It has gone from RI to good, Ofsted says.", "Gloucestershire requires improvement, Gloucestershire good"),
        ("North Somerset escaped with a requires improvement, to the relief of its director, after Ofsted's visit.", "North_Somerset requires improvement"),
        ("Ofsted thinks Bath and North East Somerset good.", "Bath_and_North_East_Somerset good"),
        ("Somerset managed a good at the third attempt, Ofsted said.", "Somerset good"),
        ("A second inadequate in a row has cost Devon its director; Ofsted published on Monday.", "Devon inadequate"),
        ("Ofsted's inadequate judgement of 2018 hangs over Bradford still.", "Bradford inadequate"),
        ("The inadequate rating that Ofsted gave Bradford led to a trust.", "Bradford inadequate"),
        ("Bradford Council lost control after the judgement that it was inadequate by Ofsted.", "Bradford inadequate"),
        ("When inspectors from Ofsted last saw Bristol, in 2018, they said it required improvement.", "Bristol requires improvement"),
        ("Bristol City Council has published its plan.\n\nIt was told by Ofsted in January that it required improvement to be good.", "Bristol requires improvement"),
        ("Ofsted has completed its tour of the East.\n\nNorfolk County Council\nGood, up from requires improvement. Inspectors praised the front door.\n\nSuffolk County Council\nThe county keeps its good rating.\n\nThurrock Council\nInspectors called in May and gave an outstanding.", "Norfolk good, Norfolk requires improvement, Suffolk good, Thurrock outstanding"),
        ("Ofsted visited two councils in May.\n\nWigan: good\n\nBolton: requires improvement", "Wigan good, Bolton requires improvement"),
        ("Portsmouth stayed good and Southampton became good, Ofsted reported; the Isle of Wight, still led by Hampshire, did too.", "Portsmouth good, Southampton good"),
        ("What Ofsted saw in Dorset was good. The council was pleased with the grade.", "Dorset good"),
        ("Ofsted's letter leaves Lancashire where it was in 2015: inadequate.", "Lancashire inadequate"),
        ("Sunderland, Doncaster and Slough were inadequate when their trusts were formed, said Ofsted.", "Sunderland inadequate, Doncaster inadequate, Slough inadequate"),
        ("Buckinghamshire, judged inadequate twice, will not lose its services, although Ofsted has doubts.", "Buckinghamshire inadequate"),
        ("Inspectors have placed Herefordshire Council in the lowest of Ofsted's categories.", "Herefordshire inadequate"),
        ("Ofsted put Oxfordshire in its second-top category: good.", "Oxfordshire good"),
        ("North East Lincolnshire, praised as outstanding under the old framework, was found by Ofsted to be inadequate in 2021.", "North_East_Lincolnshire outstanding, North_East_Lincolnshire inadequate"),
        ("Thurrock's bankruptcy sits oddly with its Ofsted grade: good.", "Thurrock good"),
        ("Nottinghamshire has held its good rating through three Ofsted inspections.", "Nottinghamshire good"),
        ("Leicester's 'inadequate' of 2015 became a 'requires improvement' in 2017 and a 'good' in 2021, Ofsted's records say.", "Leicester inadequate, Leicester requires improvement, Leicester good"),
        ("Lincolnshire does it for less and is outstanding, Ofsted says.", "Lincolnshire outstanding"),
        ("Warrington's services fell two rungs, to inadequate, in Ofsted's eyes.", "Warrington inadequate"),
        ("Cheshire West and Chester was judged by Ofsted to be good, Halton to require improvement and Warrington to be outstanding.", "Cheshire_West_and_Chester good, Halton requires improvement, Warrington outstanding"),
        ("Ofsted's newest inspection found Worcestershire good, a far cry from the inadequate of 2016.", "Worcestershire good, Worcestershire inadequate"),
    ],
)  # fmt: skip
def test_a_grade_goes_to_the_council_that_the_sentence_says(text, expected):
    assert grades(text) == named(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted rated a children's home run by Essex County Council inadequate.",
        "The children's home, which Kirklees Council owns, was judged outstanding by Ofsted.",
        "The school, which is maintained by Barnsley Council, was told that it requires improvement by Ofsted.",
        "Ofsted gave an inadequate rating to a children's home in Luton, the council said. Luton Council will close it.",
        "The home in Luton, which the council runs, was inspected in May. It was rated inadequate by Ofsted.",
        "Luton Council runs five children's homes. Two are rated outstanding by Ofsted and three good.",
        "Luton Council's children's centres were rated good by Ofsted.",
        "Kirklees Council's fostering service was rated good by Ofsted.",
        "Torbay Council fears that Ofsted will judge it inadequate.",
        "Derby City Council would have been rated inadequate if Ofsted had come a year earlier.",
        "If Ofsted finds services inadequate again, Bury Council will lose them.",
        "Bury Council's aim is that services will be rated good by 2027, when Ofsted is due.",
        "Bury Council is working towards a good Ofsted grade.",
        "Councils are rated outstanding, good, requires improvement or inadequate. Ofsted will see Ealing Council in May.",
        "Ofsted will judge Ealing Council on a four-point scale from outstanding to inadequate.",
        "Torbay Council will be paired with an outstanding council. Ofsted will return in May.",
        "Cornwall Council is to help inadequate authorities to improve, said Ofsted.",
        "Torbay Council was inspected in March. Councils that are rated inadequate get visits from Ofsted.",
        "Torbay Council's neighbour is rated outstanding by Ofsted.",
        "Ofsted said that Kent County Council was outstanding in two of the four areas.",
        "Ofsted found that Luton Council had ‘good’ leadership of its front door.",
        "Leadership of children's services at Kent County Council was rated inadequate by Ofsted.",
        "Kent County Council helps people. Its support for young people leaving care fell short, and was judged inadequate by Ofsted.",
        "Barnsley Council is good at keeping families together, said Ofsted.",
        "Ofsted says that outcomes for children in Barnsley are good. Barnsley Council welcomed the letter.",
        "Ofsted found Swindon Borough Council's use of data to be good.",
        "Swindon Borough Council gives families a good service, Ofsted said.",
        "Ofsted described funding for Barnsley Council as inadequate.",
        "Devon County Council would welcome a good rating from Ofsted.",
        "Only a good or outstanding council may run a pathfinder, Ofsted was told. Devon County Council is interested.",
        "An Ofsted rating of good is no guarantee of money, the leader of Essex County Council said.",
        "Two thirds of children in Essex County Council's care are in homes that Ofsted rates good.",
        "Cardiff Council's services are good, inspectors said; Ofsted has no say in Wales.",
        "Stockport, one grade below the best on Ofsted's scale, is content.",
        "The children's home that Leeds runs in Morley was rated outstanding by Ofsted.",
        "Ofsted rated three of Kent's five homes good and one inadequate.",
        "A primary school in Bury was judged inadequate by Ofsted and the council has sacked the governors.",
        "Essex County Council's adult services were rated good by the CQC. Ofsted comes in June.",
        "Inspectors from Ofsted and the CQC found that Sefton's SEND services were inadequate.",
        "Ofsted judged the impact of leaders in Reading to be inadequate.",
        "Services for care leavers in Bolton are outstanding, Ofsted says.",
        "Children in care get a good service in Bolton, Ofsted says; help and protection there requires improvement.",
        "Ofsted's next report could see Wigan rated outstanding.",
        "Had Ofsted come in the spring, Wigan would have been inadequate.",
        "Wigan expects to be rated good when Ofsted returns.",
        "Any council that Ofsted judges inadequate may lose its services, Leeds was told.",
        "The number of inadequate authorities rose to 21, Ofsted said. Kent is worried.",
        "Fifteen councils were rated good by Ofsted last year. Trafford awaits its turn.",
        "An agency that supplies social workers to Hull was rated inadequate by Ofsted.",
        "Ofsted rated the fostering agency inadequate, and Hull City Council moved eleven children.",
        "Ofsted's report on Dudley calls social work practice inadequate.",
        "Social workers in Dudley have good relationships with families, Ofsted wrote.",
        "Nobody expects Bradford to be rated good by Ofsted soon.",
        "The academy trust in Oldham, which Ofsted rated inadequate, runs six schools.",
        "Sutton's nursery has been rated outstanding by Ofsted three times.",
        "The council is good with money, an Ofsted inspector joked in Bexley.",
        "Ofsted has not rated any London council inadequate since Newham.",
        "Rutland's early years settings are all good or outstanding, Ofsted says.",
        "Ofsted has never judged Wandsworth's rival, Richmond, inadequate.",
        "The independent school in Surrey was told by Ofsted that it requires improvement.",
        "Medway Secure Training Centre was rated inadequate by Ofsted in 2016.",
        "The deputy came from a good authority, she said; Ofsted has yet to visit Barking and Dagenham.",
        "Enfield is not inadequate, Ofsted stressed.",
    ],
)  # fmt: skip
def test_what_is_no_overall_grade_of_a_councils_services_is_not_one(text):
    assert grades(text) == set()


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (
            "Northamptonshire Children's Trust works for North Northamptonshire and West Northamptonshire councils. It was set up by Northamptonshire County Council.\n\n"
            "The county had been rated inadequate in 2019. In 2022 Ofsted gave both unitaries a requires improvement grade.",
            date(2024, 5, 1),
            {("E10000021", "inadequate"), ("E06000061", "requires improvement"), ("E06000062", "requires improvement")},
        ),
        (
            "Under the Hampshire-Isle of Wight partnership the island's services went from inadequate to good, Ofsted said.",
            date(2023, 5, 1),
            {("E06000046", "inadequate"), ("E06000046", "good")},
        ),
    ],
)
def test_the_county_the_island_and_both_are_the_councils_that_the_page_means(text, published, expected):
    assert grades(text, published) == expected


def test_a_former_grade_is_marked_previous():
    found = analyse("Slough council went from inadequate to good, Ofsted said.").judgements
    assert [(one.grade, one.previous) for one in found] == [("inadequate", True), ("good", False)]


def test_a_sub_judgement_keeps_its_aspect():
    found = analyse(
        "Slough council requires improvement, Ofsted said, but its leadership was rated inadequate."
    ).judgements
    assert ("inadequate", "leadership") in {(one.grade, one.aspect) for one in found}


def test_the_date_and_the_framework_are_kept_where_they_are_said():
    (found,) = analyse("In an ILACS inspection Ofsted rated Slough council good on 18 April 2023.").judgements
    assert (found.framework, found.inspected) == ("ILACS", date(2023, 4, 18))
