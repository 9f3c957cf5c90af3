"""The tour of the desk, ten minutes long: its steps -> what is done in each, in both languages, and where.

The tutorial of the documentation has the same steps with pictures; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

from lighed.governance.text import Text


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step. `page` is the name of the address where it is taken."""

    heading: Text
    does: tuple[Text, ...]
    page: str


TOUR: tuple[TourStep, ...] = (
    TourStep(
        Text(da="Hvem skal planlægges nu?", en="Who needs planning now?"),
        (
            Text(
                da="Øverst på listen er den borger, hvis lovfrist er tættest på. Listen er ikke sorteret efter risiko.",
                en="On top of the list is the person whose legal deadline comes first. It is not in the order of risk.",
            ),
            Text(
                da="Tryk på “Frist inden 14 dage” og på “Mangler egen vurdering”. Åbn “Filtre”. Hvert filter står som "
                "et mærke, du kan fjerne.",
                en="Press “Deadline within 14 days” and “Own assessment missing”. Open “Filters”. Each filter is a tag "
                "that you can take away.",
            ),
        ),
        "worklist",
    ),
    TourStep(
        Text(da="Åbn en borger", en="Open a person"),
        (
            Text(
                da="Vælg en, der har et skøn med “af 100”. Siden har fem trin. Under dem står, hvad der er sket, og "
                "hvilke oplysninger der findes.",
                en="Choose one who has an estimate with “of 100”. The page has five steps. Below them are what has "
                "happened, and the data.",
            ),
            Text(
                da="Er en oplysning forkert, så tryk på “Meld”. Så får eksperterne det at vide.",
                en="When a value is wrong, press “Flag”. The experts are told.",
            ),
        ),
        "worklist",
    ),
    TourStep(
        Text(da="De fem trin", en="The five steps"),
        (
            Text(
                da="1. Egen vurdering: nogle steder skriver du den først, og så åbner skønnet.",
                en="1. Own assessment: in some places you write it first, and the estimate opens then.",
            ),
            Text(
                da="2. Borgerens egne ord: læs dem, eller skriv ned, hvad borgeren siger.",
                en="2. The person’s own words: read them, or write down what the person says.",
            ),
            Text(
                da="3. Skøn: læs linjen “Af 100 tidligere forløb …”, og læs så “Det ved værktøjet ikke”.",
                en="3. Estimate: read the line “Of 100 earlier courses …”, then “What the tool does not know”.",
            ),
            Text(
                da="4. Min vurdering nu: vælg en årsag, og skriv en sætning. Det gælder også, når du er enig.",
                en="4. My assessment now: choose a reason and write a sentence. It is the same when you agree.",
            ),
            Text(
                da="5. Plan: vælg en skabelon. Du ser dage, lovkrav og timer, før noget er gemt.",
                en="5. Plan: choose a template. You see days, legal demands and hours before anything is saved.",
            ),
        ),
        "worklist",
    ),
    TourStep(
        Text(da="Vær uenig", en="Disagree"),
        (
            Text(
                da="Vælg “Høj” under “Risiko for langt forløb”, og åbn en. Vælg “Mindre støtte” i trin 4, en årsag og "
                "en sætning.",
                en="Choose “High” under “Risk of a long course” and open somebody. In step 4 choose “Less support”, a "
                "reason and a sentence.",
            ),
            Text(
                da="Ingen skal godkende det. Planen følger dig og ikke skønnet.",
                en="Nobody has to approve it. The plan follows you and not the estimate.",
            ),
        ),
        "worklist",
    ),
    TourStep(
        Text(da="Når værktøjet ikke kan vurdere", en="When the tool cannot assess"),
        (
            Text(
                da="Tryk på “Kan ikke vurderes”, og åbn en. Der er ingen tal, og det siger ikke noget om borgeren.",
                en="Press “Cannot be assessed” and open somebody. There is no number, and that says nothing about the "
                "person.",
            ),
            Text(
                da="Siden fortæller, hvad der mangler. Trin 4 og 5 er, som de plejer.",
                en="The page tells what is missing. Steps 4 and 5 are as always.",
            ),
        ),
        "worklist",
    ),
    TourStep(
        Text(da="Planlæg flere, og fortryd", en="Plan several, and undo"),
        (
            Text(
                da="Sæt kryds ved otte borgere, og tryk på en skabelon under listen. Ved hver står, hvad der sker, og "
                "hvorfor.",
                en="Tick eight people and press a template below the list. What happens stands beside each, and why.",
            ),
            Text(
                da="Planlæg dem, og tryk på “Fortryd alle”. Det kan du i 30 minutter.",
                en="Plan them, and press “Undo all”. You can for 30 minutes.",
            ),
        ),
        "worklist",
    ),
    TourStep(
        Text(da="Opgaver og en kollega", en="Tasks and a colleague"),
        (
            Text(
                da="Under “Opgaver” er det, der venter på dig: spørgsmål, svar og det, borgere har skrevet.",
                en="Under “Tasks” is what waits for you: questions, answers and what people have written.",
            ),
            Text(
                da="Du kan selv spørge fra trin 4 med “Spørg en kollega”, også uden at vise din egen vurdering.",
                en="You can ask one yourself from step 4 with “Ask a colleague”, also without showing your assessment.",
            ),
        ),
        "tasks",
    ),
    TourStep(
        Text(da="Samtalearket", en="The conversation sheet"),
        (
            Text(
                da="Tryk på “Samtaleark” hos en borger. Arket er til at have mellem jer. Skønnet er kun med, hvis du "
                "vælger det.",
                en="Press “Conversation sheet” on a person’s page. It is to lie between the two of you. The estimate "
                "is on it only if you choose so.",
            ),
        ),
        "worklist",
    ),
    TourStep(
        Text(da="Introduktionen", en="The introduction"),
        (
            Text(
                da="Den har fem øvelser. Et skøn i dem er forkert, og et er der slet ikke. Du tager den en gang om "
                "året.",
                en="It has five practice cases. One estimate in them is wrong, and one is none. You take it once a "
                "year.",
            ),
        ),
        "introduction",
    ),
    TourStep(
        Text(da="Når loven ikke gælder", en="When the law does not apply"),
        (
            Text(
                da="Bliver en hjemmel sat ud af kraft, er skønnene væk fra listen, kortene, filerne og arkene. Det "
                "står øverst siden hvornår.",
                en="When a legal basis is suspended, the estimates are gone from the list, the cards, the files and "
                "the sheets. A line on top says since when.",
            ),
            Text(
                da="Borgerne, fristerne, dine vurderinger og planerne er der stadig, og du kan planlægge.",
                en="The people, the deadlines, your assessments and the plans are there still, and you can plan.",
            ),
        ),
        "worklist",
    ),
)
