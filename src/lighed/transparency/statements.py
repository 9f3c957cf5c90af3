"""What is true of the tool wherever it runs, in two languages: the texts of the record that no configuration "
"changes."""

from __future__ import annotations

from lighed.governance import Purpose, Text
from lighed.transparency.record import Risk

NAME = "Lighed"
SUPPLIER = Text(da="Fællesskabet bag Lighed (open source)", en="The Lighed maintainers (open source)")
LICENCE = "EUPL-1.2"

SUMMARY = Text(
    da="Viser, om en nyledigs kontaktforløb ligner tidligere forløb, der blev lange eller korte. Et menneske "
    "beslutter.",
    en="Shows whether a newly unemployed person’s course resembles earlier long or short ones. A human being decides.",
)
DESCRIPTION = Text(
    da="Værktøjet sammenligner oplysninger om en nyledig med persontyper. En persontype er en gruppe på mange "
    "tidligere forløb, som ligner hinanden. De er gjort anonyme, før typerne bygges. Værktøjet siger, hvor mange af "
    "100 lignende forløb der blev lange, og viser det som lav, mellem eller høj. Det viser også, hvor usikkert tallet "
    "er, hvilke oplysninger der trak op og ned, og hvilke typer personen ligner. Ved det for lidt, siger det, at det "
    "ikke kan skønne. En sagsbehandler bruger skønnet til at planlægge samtaler. Skønnet afgør ingen sag, og ingen "
    "ydelse afhænger af det. Personen kan se det samme som sagsbehandleren, rette oplysninger, gøre indsigelse og "
    "bede et andet menneske om at se på sagen.",
    en="The tool compares information about a newly unemployed person with person types. A person type is a group of "
    "many earlier courses that resemble each other. They are made anonymous before the types are built. The tool says "
    "how many of 100 similar courses became long, and shows it as low, medium or high. It also shows how uncertain "
    "the number is, which pieces of information pulled it up and down, and which types the person resembles. Where it "
    "knows too little, it says that it cannot tell. A caseworker uses the estimate to plan meetings. The estimate "
    "decides no case, and no benefit depends on it. The person can see what the caseworker sees, correct information, "
    "object, and ask another human being to look at the case.",
)
METHOD = Text(
    da="Oplysninger om tidligere forløb deles i grupper med et mindste antal personer. Videre går kun grupperne, "
    "deres antal med tilføjet støj og point for hver oplysning, aldrig rækker om personer. Grænserne tælles efter i "
    "de færdige tabeller. Af grupperne bygges persontyper. For en ny person får hver oplysning et antal point, som er "
    "lært af de tidligere forløb. De typer, der ligner mest, stemmer, og stemmen vejer mere, jo mere typen ligner. "
    "Den samlede andel rettes til, hvis nyere forløb viser, at niveauet er forkert. Forklaringen er selve "
    "regnestykket: andelene lagt sammen giver skønnet. Værktøjet lærer ikke, mens det bruges. En ny version kræver "
    "nye data, en måling og to godkendelser.",
    en="Information about earlier courses is divided into groups with a least number of people. Only the groups go "
    "on, their numbers with noise added, and points for each piece of information; never rows about people. The "
    "limits are recounted in the finished tables. Person types are built of the groups. For a new person each piece "
    "of information has a number of points, learned from the earlier courses. The types that are most alike vote, and "
    "a vote weighs more the more alike the type is. The total share is adjusted where later courses show that the "
    "level is wrong. The explanation is the computation itself: the shares added up give the estimate. The tool does "
    "not learn while it is used. A new version takes new data, a measurement and two approvals.",
)
ARCHITECTURE = Text(
    da="En webløsning på kommunens egne eller lejede servere. Fagsystemet sender hændelser om personer. Løsningen "
    "regner skøn, viser dem og gemmer dem med version, hjemmel og forklaring. Den henter intet fra andre registre og "
    "kalder ingen fremmede tjenester.",
    en="A web application on servers that the municipality owns or rents. The case system sends events about people. "
    "The application computes estimates, shows them, and keeps them with version, legal basis and explanation. It "
    "fetches nothing from other registers and calls no outside services.",
)
MAINTENANCE = Text(
    da="Versioner måles, før de bruges, og kan rulles tilbage. Hver nat slettes det, hvis frist er udløbet. Skøn fra "
    "en gammel version regnes om. Brugen følges i tal, og afvigelser giver en alarm.",
    en="Versions are measured before they are used, and can be rolled back. Every night what is past its term is "
    "deleted. Estimates of an old version are made again. Use is followed in figures, and deviations raise an alarm.",
)
RISK_CLASS = Text(
    da="Behandles som et højrisiko-AI-system (AI-forordningens bilag III). Om forordningen faktisk kræver det, er "
    "ikke afgjort af en myndighed.",
    en="Handled as a high-risk AI system (AI Act, Annex III). Whether the Act in fact requires it has not been "
    "settled by an authority.",
)
KEYWORDS = (
    Text(da="beskæftigelse", en="employment"),
    Text(da="ledighed", en="unemployment"),
    Text(da="profilering", en="profiling"),
    Text(da="beslutningsstøtte", en="decision support"),
    Text(da="kontaktforløb", en="contact course"),
)
PURPOSES = {
    Purpose.OPERATION: (
        Text(da="Planlægge kontaktforløb", en="Plan contact courses"),
        Text(
            da="At hjælpe sagsbehandlere og planlæggere med at bruge samtaletid, hvor et langt forløb er mere "
            "sandsynligt.",
            en="To help caseworkers and planners to spend meeting time where a long course is more likely.",
        ),
    ),
    Purpose.TRAINING: (
        Text(da="Bygge persontyper", en="Build person types"),
        Text(
            da="At gøre tidligere forløb anonyme og bygge persontyper af dem, så nye forløb kan sammenlignes med dem.",
            en="To make earlier courses anonymous and build person types of them, to compare new courses with.",
        ),
    ),
}
STEPS = (
    Text(
        da="En person melder sig ledig eller går over til kommunen. Fagsystemet sender oplysningerne.",
        en="A person registers as unemployed or is handed over to the municipality. The case system sends the "
        "information.",
    ),
    Text(
        da="Løsningen undersøger, om en hjemmel dækker formålet, kommunen, dagen, tidspunktet og hver oplysning. "
        "Ellers laves intet skøn.",
        en="The application checks that a legal basis covers the purpose, the municipality, the day, the moment and "
        "every piece of information. Otherwise no estimate is made.",
    ),
    Text(
        da="Personens oplysninger sammenlignes med persontyperne. Resultatet er et skøn med forklaring, eller at "
        "værktøjet ikke kan skønne.",
        en="The person’s information is compared with the person types. The outcome is an estimate with its "
        "explanation, or that the tool cannot tell.",
    ),
    Text(
        da="En sagsbehandler taler med personen, skriver sin egen vurdering og planlægger samtalerne. Mennesket "
        "beslutter.",
        en="A caseworker talks with the person, writes an own assessment and plans the meetings. The human being "
        "decides.",
    ),
    Text(
        da="Personen kan se skønnet og forklaringen, rette oplysninger, gøre indsigelse og få et andet menneske til "
        "at se på sagen.",
        en="The person can see the estimate and its explanation, correct information, object, and have another human "
        "being look at the case.",
    ),
)
OUT_OF_SCOPE = (
    Text(da="Afgørelser om ydelser eller tilbud", en="Decisions about benefits or offers"),
    Text(da="Sanktioner og kontrol af rådighed", en="Sanctions and control of availability"),
    Text(da="Jagt på snyd", en="Detection of fraud"),
    Text(da="Bedømmelse af medarbejdere", en="Appraisal of staff"),
    Text(da="Samkøring med andre registre", en="Joins with other registers"),
)
IMPACT = Text(
    da="En person med et højt skøn kan få flere eller tidligere samtaler. En person med et lavt skøn kan få færre, "
    "men aldrig færre end loven kræver. Ingen ydelse ændres af skønnet.",
    en="A person with a high estimate may have more or earlier meetings. A person with a low estimate may have fewer, "
    "but never fewer than the law requires. No benefit changes because of the estimate.",
)
BENEFIT = Text(
    da="Tiden bruges, hvor der er størst behov, og hver person får en samtale, der er bedre forberedt. Om det virker, "
    "måles ved at sammenligne med forløb, hvor ingen så et skøn.",
    en="Time is spent where the need is greatest, and each person meets somebody who is better prepared. Whether it "
    "works is measured against courses in which nobody saw an estimate.",
)
ALTERNATIVES = Text(
    da="Den samme indsats til alle, alder alene og et kort beslutningstræ. Hver måling af en version sammenligner med "
    "dem. En sort boks, som ikke kan forklares for den, det handler om, er valgt fra.",
    en="The same effort for everyone, age alone, and a short decision tree. Every evaluation of a version compares "
    "with them. A black box that cannot be explained to the person concerned was ruled out.",
)
HUMAN_ROLE = Text(
    da="En sagsbehandler læser skønnet som én oplysning blandt flere, skriver sin egen vurdering og beslutter. Der er "
    "ingen knap, der godtager et skøn, og ingen plan lægges af skønnet alene. Sagsbehandleren kan altid vælge noget "
    "andet.",
    en="A caseworker reads the estimate as one piece of information among others, writes an own assessment, and "
    "decides. There is no button that accepts an estimate, and no plan is made by an estimate alone. The caseworker "
    "can always choose otherwise.",
)
RIGHTS_OF_PEOPLE = (
    Text(da="Indsigt (art. 15)", en="Access (Article 15)"),
    Text(da="Rettelse (art. 16)", en="Rectification (Article 16)"),
    Text(da="Begrænsning (art. 18)", en="Restriction (Article 18)"),
    Text(da="Indsigelse (art. 21)", en="Objection (Article 21)"),
    Text(da="Klage til Datatilsynet (art. 77)", en="Complaint to the supervisory authority (Article 77)"),
)
APPEAL = Text(
    da="Personen kan bede om, at et andet menneske ser på sagen, og får svar med begrundelse inden en frist. Den, der "
    "så sagen først, kan ikke lukke den. Personen kan klage til Datatilsynet.",
    en="The person can ask for another human being to look at the case, and is answered with reasons before a "
    "deadline. Whoever saw the case first cannot close it. The person can complain to the Danish Data Protection "
    "Agency.",
)
INFORMATION = Text(
    da="Personen får besked, før det første skøn laves, hvis hjemlen kræver det, og kan altid se sin egen side.",
    en="The person is informed before the first estimate where the legal basis requires it, and can always see the "
    "own page.",
)
SUBJECTS = (
    Text(da="Nyledige med et kontaktforløb i kommunen", en="Newly unemployed people with a contact course there"),
    Text(
        da="Personer med tidligere forløb, indtil oplysningerne er gjort anonyme",
        en="People with earlier courses, until the information has been made anonymous",
    ),
    Text(da="Medarbejdere, der bruger løsningen (i loggen)", en="Staff who use the application (in the log)"),
)
RECIPIENTS = (
    Text(da="Sagsbehandlere og planlæggere i kommunen", en="Caseworkers and planners of the municipality"),
    Text(da="Personen selv og den, personen giver fuldmagt", en="The person, and whoever represents the person"),
    Text(da="Tilsynsmyndigheder, når de beder om det", en="Supervisory authorities, on request"),
)
VOLUME = Text(
    da="Ét skøn ved hvert af de tidspunkter, hjemlen dækker, og igen når oplysninger eller version ændres. Antallet "
    "måned for måned står på siden med tal.",
    en="One estimate at each moment that the legal basis covers, and again when information or the version changes. "
    "The number by month stands on the page of figures.",
)
SECURITY = (
    Text(
        da="Log ind med to faktorer eller gennem kommunens eget log ind",
        en="Log-in with two factors or through the municipality’s own log-in",
    ),
    Text(
        da="Roller med hver sine rettigheder, og ingen rettighed uden rolle",
        en="Roles with rights; no right without one",
    ),
    Text(
        da="Hvert opslag og hver ændring står i en log, hvor hver linje er låst til den forrige",
        en="Every look-up and change stands in a log in which each line is locked to the one before",
    ),
    Text(
        da="Ingen personoplysninger i adresser, fejlbeskeder eller tekniske logge",
        en="No personal data in addresses, error messages or technical logs",
    ),
    Text(
        da="Persontyper bygges kun af anonyme grupper, hvis grænser er talt efter",
        en="Person types are built of anonymous groups alone, whose limits have been recounted",
    ),
    Text(
        da="Sletning bevises ved at søge i hver tabel og fil",
        en="Erasure is proved by a search of every table and file",
    ),
)
ROWS_APART = {
    True: Text(
        da="Hver kommune ser kun sine egne rækker; databasen håndhæver det",
        en="Each municipality sees its own rows alone; the database enforces it",
    ),
    False: Text(
        da="Hver kommune ser kun sine egne rækker; softwaren alene sørger for det",
        en="Each municipality sees its own rows alone; the software alone sees to it",
    ),
}
"""By whether the database itself keeps municipalities apart."""

RISKS = (
    Risk(
        code="wrong_estimate",
        name=Text(da="Skønnet er forkert", en="The estimate is wrong"),
        says=Text(
            da="En person, der får brug for hjælp, kan få et lavt skøn, og omvendt.",
            en="A person who comes to need help may have a low estimate, and the other way round.",
        ),
        measures=(
            Text(da="Intervallet og sikkerheden står ved hvert skøn", en="Each estimate shows interval and certainty"),
            Text(
                da="Værktøjet undlader at skønne, når det ved for lidt",
                en="The tool abstains where it knows too little",
            ),
            Text(
                da="Hver version måles på forløb, som den ikke er bygget af",
                en="Every version is measured on courses that it was not built of",
            ),
        ),
    ),
    Risk(
        code="unequal",
        name=Text(da="Grupper rammes skævt", en="Groups are treated unequally"),
        says=Text(
            da="Skønnet kan være mere forkert for nogle grupper, for eksempel efter køn, alder eller behov for tolk.",
            en="The estimate may be more wrong for some groups, such as by sex, age or need of an interpreter.",
        ),
        measures=(
            Text(da="Fejl måles for hver gruppe, med interval", en="Errors are measured by group, with intervals"),
            Text(
                da="En gruppe, der afviger for meget, stopper versionen eller kræver en skreven begrundelse",
                en="A group that deviates too much stops the version, or takes a written rationale",
            ),
            Text(
                da="Beskyttede oplysninger er mærket på skønnet", en="Protected attributes are marked on the estimate"
            ),
        ),
    ),
    Risk(
        code="leaning_on_it",
        name=Text(da="Sagsbehandleren læner sig for meget op ad skønnet", en="The caseworker leans on the estimate"),
        says=Text(
            da="Et tal kan få et menneske til at holde op med at se selv.",
            en="A number can make a human being stop looking.",
        ),
        measures=(
            Text(da="Egen vurdering skrives med begrundelse", en="An own assessment is written, with reasons"),
            Text(
                da="Det måles, hvor tit vurderingen følger skønnet, og om skønnet ændrer noget",
                en="It is measured how often assessments follow the estimate, and what it changes",
            ),
            Text(da="En introduktion med øvelser", en="An introduction with exercises"),
        ),
    ),
    Risk(
        code="wrong_information",
        name=Text(da="Oplysningerne er forkerte eller gamle", en="The information is wrong or old"),
        says=Text(
            da="Et skøn er ikke bedre end det, der står i fagsystemet.",
            en="An estimate is no better than what the case system holds.",
        ),
        measures=(
            Text(
                da="Dato og kilde står ved hver oplysning", en="Date and source stand beside each piece of information"
            ),
            Text(da="Gamle oplysninger er mærket", en="Old information is marked"),
            Text(da="Personen kan få en oplysning rettet", en="The person can have information corrected"),
        ),
    ),
    Risk(
        code="other_purpose",
        name=Text(da="Skønnet bruges til andet", en="The estimate is used for something else"),
        says=Text(
            da="Skøn kunne blive brugt til kontrol eller sanktioner.",
            en="Estimates could come to be used for control or sanctions.",
        ),
        measures=(
            Text(
                da="Softwaren har kun to formål, og kan ikke udtrykke andre", en="The software knows two purposes only"
            ),
            Text(
                da="Hvert opslag står i loggen, og der tages stikprøver", en="Every look-up is logged and spot-checked"
            ),
        ),
    ),
    Risk(
        code="known_again",
        name=Text(da="Nogen kan genkendes i persontyperne", en="Somebody could be known again in the person types"),
        says=Text(
            da="Grupper af tidligere forløb kunne være for små.",
            en="Groups of earlier courses could be too small.",
        ),
        measures=(
            Text(
                da="Et mindste antal personer i hver gruppe, støj på tællingerne, og en eftertælling",
                en="A least number of people in each group, noise on the counts, and a recount",
            ),
        ),
    ),
)
