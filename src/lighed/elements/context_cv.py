"""The context of what a CV tells of education, languages, licences and work."""

from __future__ import annotations

from collections.abc import Mapping

from lighed.elements.context import Context, joined
from lighed.governance import Text

OWN_CV = Text(
    da="Personen skriver selv sit CV. Det skal vise en arbejdsgiver, hvad personen kan. Det er ikke lavet til at "
    "regne med.",
    en="People write their own CV. It is there to show an employer what they can do. It was not made to be computed "
    "with.",
)


def _cv(
    *, collected: Text, reading: Text, not_objective: Text, together_with: tuple[str, ...], shared: Text = OWN_CV
) -> Context:
    return Context(
        collected=joined(shared, collected),
        reading=reading,
        not_objective=not_objective,
        together_with=together_with,
    )


_PICKED_EDUCATION = Text(
    da="Uddannelsen vælges på en liste, og ingen ser beviset.",
    en="The education is picked from a list, and nobody looks at the certificate.",
)
_OWN_LEVEL = Text(
    da="Hvert sprog får et trin, som personen selv vælger. Der er ingen prøve.",
    en="Each language gets a step that the person picks. There is no test.",
)
_OWN_LICENCE = Text(
    da="Personen skriver sine kørekort på. De slås ikke op i et register.",
    en="People write their licences down. They are not looked up in a register.",
)
_PICKED_JOB = Text(
    da="Hvert job vælges på en liste, og personen skriver selv start og slut.",
    en="Each job is picked from a list, and the person writes when it began and ended.",
)

CV_CONTEXT: Mapping[str, Context] = {
    "education_level": _cv(
        collected=_PICKED_EDUCATION,
        reading=Text(
            da="Niveauet siger, hvor lang uddannelsen er. Det siger ikke, hvor god personen er til sit arbejde.",
            en="The level tells how long the education is. It does not tell how good people are at their work.",
        ),
        together_with=("education_field", "years_since_education", "last_job_commonness"),
        not_objective=Text(
            da="En uddannelse fra et andet land er svær at finde på listen og står ofte for lavt. Nogle skriver kun "
            "det på, som de vil bruge.",
            en="An education from another country is hard to find on the list and often stands too low. Some write "
            "down only what they want to use.",
        ),
    ),
    "education_field": _cv(
        collected=_PICKED_EDUCATION,
        reading=Text(
            da="Feltet viser, hvad personen er uddannet til. Det viser ikke, hvad personen gerne vil.",
            en="The field shows what people are trained for. It does not show what they would like to do.",
        ),
        together_with=("education_level", "last_occupation", "goal_commonness"),
        not_objective=Text(
            da="Kun den højeste uddannelse tæller. Har man to fag, ses det ene ikke.",
            en="Only the highest education counts. Of two fields, one is not seen.",
        ),
    ),
    "years_since_education": _cv(
        collected=Text(
            da="Dagen, hvor uddannelsen sluttede, skrives også af personen.",
            en="The day on which the education ended is written by the person too.",
        ),
        reading=Text(
            da="Et lavt tal kan være en nyuddannet. Et højt tal kan være en med mange år i faget.",
            en="A low number may be a new graduate. A high one may be somebody with many years in the trade.",
        ),
        together_with=("age", "years_experience", "n_educations"),
        not_objective=Text(
            da="Tallet følger alder. Et kort kursus tæller med, så tallet kan blive lavt for en, der blev uddannet for "
            "længe siden.",
            en="The number follows age. A short course counts, so the number can be low for somebody who was trained "
            "long ago.",
        ),
    ),
    "n_educations": _cv(
        collected=Text(
            da="Personen afgør selv, om korte kurser skal med.",
            en="People decide for themselves whether short courses are listed.",
        ),
        reading=Text(
            da="Flere uddannelser kan være en fordel. Det kan også være flere forsøg på at finde noget, der passer.",
            en="More educations may be an advantage. They may also be several tries at finding what fits.",
        ),
        together_with=("education_level", "n_occupations", "weeks_since_cv_update"),
        not_objective=Text(
            da="Nogle skriver alt på, andre kun det vigtigste. Tallet viser også, hvor grundigt CV'et er.",
            en="Some write everything down, others only what matters most. The number also shows how thorough the CV "
            "is.",
        ),
    ),
    "danish_level": _cv(
        collected=_OWN_LEVEL,
        reading=Text(
            da="Læs det som personens eget bud. Nogle job kræver meget dansk, andre kun lidt.",
            en="Read it as the person's own guess. Some jobs ask for much Danish, others for little.",
        ),
        together_with=("interpreter_need", "last_occupation", "goal_commonness"),
        not_objective=Text(
            da="Folk er ikke lige strenge ved sig selv. Den, der altid har talt dansk, glemmer ofte at skrive det på. "
            "Feltet kan hænge sammen med herkomst.",
            en="People are not equally strict with themselves. Those who always spoke Danish often forget to write it "
            "down. The field may stand in for origin.",
        ),
    ),
    "english_level": _cv(
        collected=_OWN_LEVEL,
        reading=Text(
            da="Engelsk betyder meget i nogle fag og lidt i andre. Se efter, hvad jobbet kræver.",
            en="English matters much in some trades and little in others. Look at what the job asks for.",
        ),
        together_with=("last_occupation", "education_level", "n_languages"),
        not_objective=Text(
            da="Det er et eget bud. Den, der tager engelsk for givet, skriver det ikke på.",
            en="It is a guess of one's own. Those who take English for granted do not write it down.",
        ),
    ),
    "n_languages": _cv(
        collected=_OWN_LEVEL,
        reading=Text(
            da="Tallet siger, hvor mange sprog der står i CV'et. Det siger ikke, hvor godt de tales.",
            en="The number tells how many languages the CV lists. It does not tell how well they are spoken.",
        ),
        together_with=("danish_level", "english_level"),
        not_objective=Text(
            da="Mange skriver ikke deres første sprog på, fordi de ikke bruger det på arbejdet. Tallet kan hænge "
            "sammen med herkomst.",
            en="Many do not write down their first language, since they do not use it at work. The number may stand "
            "in for origin.",
        ),
    ),
    "n_licence_categories": _cv(
        collected=_OWN_LICENCE,
        reading=Text(
            da="Tallet er, hvor mange slags kørekort der står. Én slags er nok til de fleste job.",
            en="The number is how many kinds of licence are listed. One kind is enough for most jobs.",
        ),
        together_with=("has_car_licence", "has_heavy_licence"),
        not_objective=Text(
            da="Det ses ikke, om kortet gælder i dag, eller om personen har en bil.",
            en="One cannot see whether the licence is valid today, or whether the person has a car.",
        ),
    ),
    "has_car_licence": _cv(
        collected=_OWN_LICENCE,
        reading=Text(
            da="Et nej betyder, at det ikke står i CV'et. Det betyder ikke, at personen ikke kan køre.",
            en="A no means that the CV does not say so. It does not mean that the person cannot drive.",
        ),
        together_with=("n_regions", "outside_main_region", "n_licence_categories"),
        not_objective=Text(
            da="I en stor by skriver færre det på, fordi de kan tage bus og tog. Et kørekort koster penge, så feltet "
            "siger også noget om, hvad man har råd til.",
            en="In a large town fewer write it down, since they can go by bus and train. A licence costs money, so "
            "the field also tells something of what one can afford.",
        ),
    ),
    "has_heavy_licence": _cv(
        collected=_OWN_LICENCE,
        reading=Text(
            da="Kortet er et krav i nogle job og betyder ikke noget i andre.",
            en="The licence is required in some jobs and does not matter in others.",
        ),
        together_with=("last_occupation", "n_licence_categories"),
        not_objective=Text(
            da="Nogle lader det ude, fordi de ikke vil køre mere. Så ser det ud, som om de ikke kan.",
            en="Some leave it out, since they no longer want to drive. Then it looks as if they could not.",
        ),
    ),
    "years_experience": _cv(
        collected=_PICKED_JOB,
        reading=Text(
            da="Tallet er tid i job. Det siger ikke, hvor meget man har lært.",
            en="The number is time in work. It does not tell how much one has learned.",
        ),
        together_with=("age", "years_last_occupation", "years_since_last_job"),
        not_objective=Text(
            da="Arbejde uden løn, i hjemmet eller i andre lande står sjældent i et CV. Pauser til børn og sygdom gør "
            "tallet lavere. Tallet følger alder.",
            en="Work without pay, at home or abroad is seldom in a CV. Breaks for children and illness make the "
            "number lower. The number follows age.",
        ),
    ),
    "years_last_occupation": _cv(
        collected=_PICKED_JOB,
        reading=Text(
            da="Mange år kan gøre det let at komme tilbage til faget og svært at skifte.",
            en="Many years can make it easy to return to the trade and hard to change.",
        ),
        together_with=("years_experience", "last_occupation", "goal_distance"),
        not_objective=Text(
            da="To job kan ligne hinanden og stå i hver sin gruppe på listen. Så bliver tallet for lavt.",
            en="Two jobs may be alike and stand in different groups of the list. Then the number is too low.",
        ),
    ),
    "years_since_last_job": _cv(
        collected=_PICKED_JOB,
        reading=Text(
            da="Et højt tal kan være barsel, sygdom, studier eller tid uden job. Tallet siger ikke hvilken.",
            en="A high number may be parental leave, illness, studies or time without work. It does not tell which.",
        ),
        together_with=("weeks_since_last_course", "years_experience", "weeks_since_cv_update"),
        not_objective=Text(
            da="Et job uden slutdato tæller som lige sluttet. Glemmer man at skrive slut, bliver tallet for lavt.",
            en="A job without an end counts as just ended. If one forgets to write the end, the number is too low.",
        ),
    ),
    "last_occupation": _cv(
        collected=_PICKED_JOB,
        reading=Text(
            da="En hovedgruppe er meget bred. To i samme gruppe kan have helt forskelligt arbejde.",
            en="A main group is very broad. Two people in the same group may do quite different work.",
        ),
        together_with=("years_last_occupation", "unemployment_fund", "education_field"),
        not_objective=Text(
            da="Det seneste job er ikke altid det, man kan bedst. Nye slags job passer dårligt på listen.",
            en="The latest job is not always what one does best. New kinds of jobs fit the list badly.",
        ),
    ),
    "n_occupations": _cv(
        collected=_PICKED_JOB,
        reading=Text(
            da="Et højt tal kan vise, at man kan meget. Det kan også være mange korte job.",
            en="A high number may show that one can do much. It may also be many short jobs.",
        ),
        together_with=("years_experience", "goal_breadth", "n_earlier_courses"),
        not_objective=Text(
            da="Den, der skriver alle sine job på, får et højere tal end den, der kun skriver de vigtige.",
            en="Those who write down every job get a higher number than those who write down what matters.",
        ),
    ),
    "weeks_since_cv_update": _cv(
        shared=Text(
            da="Fagsystemet gemmer dagen, når der bliver skrevet i CV'et.",
            en="The case system keeps the day on which somebody writes in the CV.",
        ),
        collected=Text(
            da="Det sker for at kunne se, hvad der er nyt.",
            en="That is done so that one can see what is new.",
        ),
        reading=Text(
            da="Et højt tal betyder, at resten af CV'et kan være gammelt. Det siger ikke noget om personen.",
            en="A high number means that the rest of the CV may be old. It tells nothing about the person.",
        ),
        together_with=("n_job_goals", "years_since_last_job", "within_goals"),
        not_objective=Text(
            da="Et CV kan være gammelt og rigtigt. Retter man en stavefejl, tæller det som nyt.",
            en="A CV can be old and right. Once a spelling mistake is put right, it counts as new.",
        ),
    ),
    "last_job_commonness": _cv(
        collected=Text(
            da="Jobbet holdes op mod, hvad andre med samme uddannelse har arbejdet som.",
            en="The job is held against what others with the same education have worked as.",
        ),
        reading=Text(
            da="Et lavt tal betyder, at få med samme uddannelse har haft det job. Det kan være et skifte, der gik "
            "godt.",
            en="A low number means that few with the same education have had that job. It may be a change that went "
            "well.",
        ),
        together_with=("education_field", "last_occupation", "goal_commonness"),
        not_objective=Text(
            da="Mange med en uddannelse fra et andet land har måttet tage et andet job, end de er uddannet til. Det "
            "ses her, som om det var et valg.",
            en="Many with an education from another country had to take another job than they trained for. Here that "
            "looks like a choice.",
        ),
    ),
}
