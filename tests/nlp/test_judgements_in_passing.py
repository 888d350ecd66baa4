"""Ofsted's grades as the press tells them in passing, over two sentences or in a list. A new case is a new row."""

import pytest

from nlp.analysis import analyse
from tests.nlp.test_judgements import grades, named


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Croydon Council has a new director. She comes from Kent, where she led a service that Ofsted rated outstanding. Croydon's own services were inadequate when she was a child protection manager there in 2017.", 'Kent outstanding, Croydon inadequate'),
        ('Ofsted has returned to Bradford for a monitoring visit.\n\nIt found that the district, inadequate since 2018, is moving too slowly. Next door, Calderdale is good and Leeds outstanding.', 'Bradford inadequate, Calderdale good, Leeds outstanding'),
        ('Peterborough City Council has voted to end its arrangement with Cambridgeshire. Both authorities were judged to require improvement by Ofsted when the deal was signed.', 'Peterborough requires improvement, Cambridgeshire requires improvement'),
        ("Lancashire is to be split. Its children's services climbed from inadequate to requires improvement in 2018 and, last winter, to good, says Ofsted. Blackpool, which has never been better than requires improvement, is to be joined to Fylde and Wyre.", 'Lancashire inadequate, Lancashire requires improvement, Lancashire good'),
        ("The director of children's services at Rochdale took the job a week after Ofsted's letter landed. Inspectors thought the service good; her previous one, in Stockport, had been outstanding.", 'Rochdale good, Stockport outstanding'),
        ('A decade ago Ofsted failed Doncaster. The town has since been rated good, and then, in 2022, required improvement.', 'Doncaster good, Doncaster requires improvement'),
        ("Wirral Council spends £90m on children. In its last full inspection it was given requires improvement, Ofsted's second-lowest grade.", 'Wirral requires improvement'),
        ("Ofsted's annual report names the authorities that moved furthest. Top of the list is Sunderland, from inadequate to outstanding; second is Cornwall, which was inadequate in 2009 and has been outstanding since 2019.", 'Sunderland inadequate, Sunderland outstanding, Cornwall inadequate, Cornwall outstanding'),
        ("Children's social care in Nottinghamshire and Nottingham is run from offices half a mile apart. The county is good. The city, inadequate two years ago, is improving, Ofsted says.", 'Nottinghamshire good, Nottingham inadequate'),
        ('Ofsted judged Leicestershire good in 2019 and outstanding in 2024. Leicester, meanwhile, went from inadequate in 2015 to good.', 'Leicestershire good, Leicestershire outstanding, Leicester inadequate, Leicester good'),
        ('Norfolk and Suffolk are often compared. Ofsted has had both at good since 2019; before that Norfolk was inadequate.', 'Norfolk good, Suffolk good, Norfolk inadequate'),
        ('The chair of the improvement board in Herefordshire used to lead Lincolnshire, a council with three outstanding Ofsted reports to its name.', 'Lincolnshire outstanding'),
        ('Since the inadequate judgement in 2021 Herefordshire Council has recruited 60 social workers, it told Ofsted.', 'Herefordshire inadequate'),
        ("Wiltshire's children's services are outstanding, and its neighbour Swindon's inadequate, by Ofsted's lights.", 'Wiltshire outstanding, Swindon inadequate'),
        ("The council's first Ofsted inspection since the trust took over put Reading at requires improvement, where before it had been inadequate.", 'Reading requires improvement, Reading inadequate'),
        ('Ofsted has lifted the inadequate tag from Torbay, from Tower Hamlets and from Bromley in the space of two years.', 'Torbay inadequate, Tower_Hamlets inadequate, Bromley inadequate'),
        ("Reading council remains in Ofsted's lowest category.", 'Reading inadequate'),
        ("Overall, inspectors from Ofsted judged Oldham's services good, with leadership and care leavers outstanding.", 'Oldham good'),
        ('In four of five areas, including overall effectiveness, Ofsted judged Oldham good.', 'Oldham good'),
        ("Oldham's overall effectiveness was judged by Ofsted to require improvement.", 'Oldham requires improvement'),
        ('Ofsted gave Bury a requires improvement for its overall effectiveness and an inadequate for the experiences of children in care.', 'Bury requires improvement'),
        ('The trust was set up after two inadequate inspections of Slough, in 2011 and 2013, by Ofsted.', 'Slough inadequate'),
        ("Two of the three Berkshire unitaries with trusts have improved: Reading to good and Windsor and Maidenhead to outstanding, by Ofsted's reckoning.", 'Reading good, Windsor_and_Maidenhead outstanding'),
        ('Ofsted found Luton to be inadequate. A home that the council runs in Dunstable is good.', 'Luton inadequate'),
        ("Five of the council's six homes are good; the authority itself, Luton, was told by Ofsted that it requires improvement.", 'Luton requires improvement'),
        ("Luton, whose children's homes are all good, was rated inadequate by Ofsted.", 'Luton inadequate'),
        ('Ofsted has closed the inspection of Gateshead with a good. Its schools are better still: nine in ten are good or outstanding.', 'Gateshead good'),
        ("Solihull's SEND inspection by Ofsted and the CQC found widespread failings. Its children's services are also inadequate.", 'Solihull inadequate'),
        ("Ofsted rated adult learning in Solihull good. Children's services in the borough are still inadequate.", 'Solihull inadequate'),
        ('There was an "inadequate" for Solihull and a "good" for Dudley from Ofsted this week.', 'Solihull inadequate, Dudley good'),
        ('Ofsted\'s "requires improvement" for Coventry disappointed the leader.', 'Coventry requires improvement'),
        ("Coventry has a 'good' from Ofsted and is proud of it.", 'Coventry good'),
        ('Coventry – good – and Warwickshire – requires improvement – will share a social work academy, overseen by Ofsted.', 'Coventry good, Warwickshire requires improvement'),
        ("Ofsted's table for 2024 makes odd reading in Yorkshire. York is requires improvement, East Riding of Yorkshire good and North Yorkshire outstanding; Hull, inadequate in 2019, is now good.", 'York requires improvement, East_Riding_of_Yorkshire good, North_Yorkshire outstanding, Hull inadequate, Hull good'),
        ('Ofsted found that Rotherham had gone backwards. "Requires improvement" replaced the "good" of 2018.', 'Rotherham requires improvement, Rotherham good'),
        ("Ofsted's inspectors had last been to Milton Keynes in 2016, when they settled on requires improvement.", 'Milton_Keynes requires improvement'),
        ('Ofsted praised Milton Keynes City Council. "This is now a good local authority," the letter says.', 'Milton_Keynes good'),
        ("Since 2018 four of the region's councils have come out of inadequate, Ofsted notes: Blackpool, Wirral, Cheshire East and Tameside.", 'Blackpool inadequate, Wirral inadequate, Cheshire_East inadequate, Tameside inadequate'),
        ("Merton holds Ofsted's outstanding badge.", 'Merton outstanding'),
        ('Redbridge was ranked outstanding, ahead of Havering (requires improvement) and Barking and Dagenham (requires improvement), by Ofsted.', 'Redbridge outstanding, Havering requires improvement, Barking_and_Dagenham requires improvement'),
        ("Inspectors' verdicts, by Ofsted: Redbridge, outstanding; Havering, requires improvement; Newham, good.", 'Redbridge outstanding, Havering requires improvement, Newham good'),
        ('Southend, Thurrock and Essex were rated requires improvement, outstanding and outstanding respectively by Ofsted.', 'Southend requires improvement, Thurrock outstanding, Essex outstanding'),
        ("Ofsted's last word on Barnsley was 'good'; on Doncaster, 'requires improvement'; and on Sheffield, 'good'.", 'Barnsley good, Doncaster requires improvement, Sheffield good'),
        ('Sheffield, rated good, sends managers to Doncaster, which Ofsted says requires improvement.', 'Sheffield good, Doncaster requires improvement'),
        ("The chief executive of Slough moved there from inadequate Croydon in 2019, before Ofsted's return.", 'Croydon inadequate'),
        ('South Gloucestershire is no longer inadequate. Ofsted says it requires improvement.', 'South_Gloucestershire inadequate, South_Gloucestershire requires improvement'),
        ("South Gloucestershire has shaken off the word 'inadequate', which had hung over it since Ofsted came in 2016.", 'South_Gloucestershire inadequate'),
        ("Ofsted's monitoring letter to Liverpool says that progress since the inadequate judgement is steady.", 'Liverpool inadequate'),
        ('Stoke-on-Trent rose out of the bottom category in 2022, when Ofsted found that it required improvement.', 'Stoke inadequate, Stoke requires improvement'),
        ('Ofsted has raised Brighton and Hove, which had twice required improvement, to outstanding.', 'Brighton_and_Hove requires improvement, Brighton_and_Hove outstanding'),
        ("When Ofsted rated Dudley inadequate in 2016, the council's chief executive resigned; it was outstanding that the minister, on a visit, rated the staff good.", 'Dudley inadequate'),
        ('Inspectors could not give Darlington good, because care leavers waited too long, Ofsted wrote. It stays at requires improvement.', 'Darlington requires improvement'),
        ('Inspectors from Ofsted told Telford and Wrekin that it was still outstanding, the only authority in the West Midlands to be so rated.', 'Telford_and_Wrekin outstanding'),
        ('In 2015 Ofsted judged Coventry and Sandwell to be inadequate; in 2017 the former was told that it required improvement and the latter that it was still inadequate.', 'Coventry inadequate, Sandwell inadequate, Coventry requires improvement'),
        ('MPs on the education committee heard that Birmingham had been inadequate for a decade before its trust was formed, and that Ofsted now rates it good.', 'Birmingham inadequate, Birmingham good'),
        ("Dear colleague, I write to confirm the outcome of Ofsted's inspection of Knowsley Metropolitan Borough Council. The overall effectiveness is: good.", 'Knowsley good'),
        ('Ofsted ILACS, Sefton MBC, published 9 May 2022. Overall effectiveness: inadequate. The impact of leaders: inadequate. The experiences of children in care: requires improvement.', 'Sefton inadequate'),
        ('At Tuesday\'s meeting members of Trafford Council\'s scrutiny committee noted the Ofsted judgement ("requires improvement to be good").', 'Trafford requires improvement'),
        ('You would not know, walking into its offices, that Hounslow is among the best. Ofsted has called it outstanding twice running.', 'Hounslow outstanding'),
        ("There is one question that Bristol's councillors won't answer. Why, after three years and £14m, does Ofsted still say that the city requires improvement?", 'Bristol requires improvement'),
        ("Children's services bosses in Leicester were celebrating last night after Ofsted inspectors handed them a 'good'.", 'Leicester good'),
        ("Rutland, England's smallest county, is good, and the people who wrote to Ofsted in its defence will be pleased.", 'Rutland good'),
        ('Ofsted is to inspect Bolton. The council was last judged to require improvement in 2018 and insists that it has got better.', 'Bolton requires improvement'),
        ('Ofsted gave no council in the north-west its top grade. Blackburn with Darwen came closest, with a good.', 'Blackburn_with_Darwen good'),
        ('An improvement notice was served on Cheshire East after Ofsted found it inadequate, and a second on Halton, where the grade was the same.', 'Cheshire_East inadequate, Halton inadequate'),
        ('Halton was inadequate, Ofsted said last May. Then St Helens got the same grade.', 'Halton inadequate, St_Helens inadequate'),
        ('By the time Ofsted returned, Hartlepool was good and Redcar and Cleveland was not.', 'Hartlepool good'),
        ("Ofsted has now rated 12 of London's 33 boroughs outstanding, Richmond upon Thames among them.", 'Richmond_upon_Thames outstanding'),
        ("Ofsted's harshest word was reserved for Swindon, whose services it called inadequate.", 'Swindon inadequate'),
        ('A spokesperson for Swindon Borough Council said it accepted the "inadequate" finding in full, and thanked Ofsted\'s team.', 'Swindon inadequate'),
        ('Swindon fell two grades at once, from good to inadequate, an Ofsted report shows.', 'Swindon good, Swindon inadequate'),
        ("Portsmouth's was the only good report on children's services in Hampshire's patch that Ofsted published that month.", 'Portsmouth good'),
        ("Essex runs Thurrock's front door; Ofsted rates the former outstanding.", 'Essex outstanding'),
        ("Ofsted put Northumberland's children's services in the outstanding bracket in February.", 'Northumberland outstanding'),
        ("Newcastle's services, which had required improvement since 2014, leapt to outstanding when Ofsted called.", 'Newcastle requires improvement, Newcastle outstanding'),
        ("Devon's services have been inadequate or requires improvement at every Ofsted inspection since 2009.", 'Devon inadequate, Devon requires improvement'),
        ('Gloucestershire had bounced between inadequate and requires improvement before Ofsted rated it good.', 'Gloucestershire inadequate, Gloucestershire requires improvement, Gloucestershire good'),
        ("With one outstanding, two goods and an inadequate, Berkshire's unitaries are a mixed bag, says Ofsted. Slough is the inadequate one.", 'Slough inadequate'),
        ('Lambeth (inadequate, 2015; requires improvement, 2018; good, 2022) is the case study that Ofsted likes.', 'Lambeth inadequate, Lambeth requires improvement, Lambeth good'),
        ('"Good in all areas" was Ofsted\'s finding on Lambeth.', 'Lambeth good'),
        ("Ofsted's report on Lambeth is glowing. All the judgements are good.", 'Lambeth good'),
        ("Ofsted: Salford and Trafford 'good', Bury 'inadequate'", 'Salford good, Trafford good, Bury inadequate'),
        ('Kirklees, for so long inadequate, was lifted to requires improvement in 2019 with the help of Leeds, which Ofsted thinks outstanding.', 'Kirklees inadequate, Kirklees requires improvement, Leeds outstanding'),
        ("Ofsted has twice in three years had reason to call Wirral's services inadequate.", 'Wirral inadequate'),
        ("Cumbria's abolition in 2023 left two councils. Neither has been inspected by Ofsted. Cumbria itself had been judged to require improvement in November 2022.", 'Cumbria requires improvement'),
        ("The Ofsted team gave its verdict on Friday: Sefton's services are inadequate.", 'Sefton inadequate'),
        ("Sefton's fall to inadequate was as steep as any that Ofsted has recorded.", 'Sefton inadequate'),
        ('The climb of Islington to outstanding took three Ofsted inspections.', 'Islington outstanding'),
        ("Islington's outstanding Ofsted report praises foster carers.", 'Islington outstanding'),
        ("A serious case review criticised Hull City Council, whose children's services had been rated inadequate by Ofsted eleven months earlier.", 'Hull inadequate'),
        ('Unison has balloted social workers at Brighton and Hove City Council, which holds a good rating from Ofsted.', 'Brighton_and_Hove good'),
        ('The government will not intervene in Walsall, although its services have dropped to inadequate, if Ofsted sees progress by June.', 'Walsall inadequate'),
        ('The council has lost its good rating: Ofsted now says that Stockton-on-Tees requires improvement.', 'Stockton good, Stockton requires improvement'),
        ('Lewisham and Greenwich sit side by side. Greenwich is good and has been since 2018; Lewisham, says Ofsted, requires improvement.', 'Greenwich good, Lewisham requires improvement'),
        ("York, the smallest of Yorkshire's authorities, came out of its Ofsted inspection with requires improvement.", 'York requires improvement'),
        ("Ofsted's decision to rate Wakefield inadequate cost two directors their jobs.", 'Wakefield inadequate'),
        ("Being rated inadequate by Ofsted in 2018 was, says Wakefield's chief executive, the making of the service, which is now good.", 'Wakefield inadequate, Wakefield good'),
        ('Ofsted, in a damning report on children\'s services, has branded Warwickshire "inadequate".', 'Warwickshire inadequate'),
        ('Warwickshire\'s shock "inadequate" follows a run of good inspections, Ofsted confirmed.', 'Warwickshire inadequate, Warwickshire good'),
        ('In March Ofsted will decide whether Dudley, still inadequate, has earned a better grade.', 'Dudley inadequate'),
        ("The Isle of Wight was rated inadequate in 2012, Ofsted's archive shows; the island became good under Hampshire in 2018.", 'Isle_of_Wight inadequate, Isle_of_Wight good'),
        ('The bottom grade went to Tower Hamlets in 2017, Ofsted recalls.', 'Tower_Hamlets inadequate'),
        ('Bexley kept its top grade and Greenwich its second-highest one after Ofsted visits.', 'Bexley outstanding, Greenwich good'),
        ('Enfield missed out on outstanding by a whisker, said Ofsted; it is good.', 'Enfield good'),
        ("Inspectors judge Bedford to be a requires improvement authority, Ofsted's letter says.", 'Bedford requires improvement'),
        ('The rating, good, surprised even Bedford Borough Council, which had told Ofsted that it was not there yet.', 'Bedford good'),
        ('Rated requires improvement by Ofsted in July, Bedford Borough Council has since cut caseloads.', 'Bedford requires improvement'),
        ("Once rated inadequate, now rated outstanding: Ofsted's report on Cambridgeshire tells a story.", 'Cambridgeshire inadequate, Cambridgeshire outstanding'),
        ('From being inadequate, Cambridgeshire has become good, Ofsted says.', 'Cambridgeshire inadequate, Cambridgeshire good'),
        ("Children's services in Bournemouth, Christchurch and Poole were rated inadequate by Ofsted in 2022.", 'BCP inadequate'),
        ("Medway and Kent have swapped places. Kent, inadequate in 2010, is outstanding. Medway, good in 2010, was until last year inadequate, in Ofsted's books.", 'Kent inadequate, Kent outstanding, Medway good, Medway inadequate'),
    ],
)  # fmt: skip
def test_a_grade_told_in_passing_goes_to_its_council(text, expected):
    assert grades(text) == named(expected)


@pytest.mark.parametrize(
    "text",
    [
        'The minister said that only outstanding councils would be asked to help, and Ofsted named North Yorkshire, Leeds, Essex and Hertfordshire.',
        'Ofsted said care leavers in Oldham were well supported and rated that part of the service outstanding.',
        "“Good isn't good enough for us,” said the leader of Milton Keynes City Council, which Ofsted inspects next year.",
        'Ofsted may yet rate Tameside inadequate, its leader fears.',
        'Whether Ofsted finds Tameside good or inadequate, the director will go.',
        "Merton's director has led two outstanding councils and one that Ofsted called inadequate.",
        'Sheffield has gone two inspections without slipping below good, Ofsted said.',
        'Three in ten children in Darlington go to a school that Ofsted rates inadequate.',
        'Darlington borrowed £3m to buy a home. Ofsted has since rated it good.',
        "Durham County Council's secure home, Aycliffe, is outstanding according to Ofsted.",
        'The foster carers of Islington get outstanding support, Ofsted says.',
        'No one at Enfield thought it was inadequate, but Ofsted did.',
        "Haringey's service is one of six in London that are less than good, Ofsted says.",
        'More than half of authorities are good or better, says Ofsted; Haringey is not yet one of them.',
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_grade_of_a_council_is_none(text):
    assert grades(text) == set()


def test_a_grade_told_again_keeps_the_place_of_the_words_that_take_it_up():
    text = "Ofsted gave Bolton a good grade. Wigan received the same rating."
    (_, again) = analyse(text).judgements
    assert (again.grade, again.text) == ("good", "the same rating")


def test_a_section_of_a_round_up_is_on_the_council_of_its_heading():
    text = (
        "Ofsted has reported on two councils.\n\nBury Council\n\nThe service is out of intervention and its grade is "
        "'requires improvement'.\n\nShropshire Council\n\n'Outstanding', up from 'good'."
    )
    assert grades(text) == named("Bury requires improvement, Shropshire outstanding, Shropshire good")
