"""Lists of first names, family names and streets common in Denmark -> names of people who do not exist."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES_FEMALE = _words(
    """
    Anne Mette Kirsten Hanne Susanne Lone Camilla Louise Maria Pia Charlotte Tina Gitte Bente Karen Ida Emma Sofie
    Freja Clara Alma Laura Mathilde Josefine Cecilie Signe Astrid Line Trine Helle Dorthe Birgitte Maja Nanna Sara
    Fatima Aisha Zeynep Elif Amina Layla Yasmin Katarzyna Agnieszka Oksana Iryna Elena Mihaela Thuy Ngoc Priya Leila
    Maryam Hodan Naja Aviaja Ingrid Ane Randi Ulla Vibeke Rikke Stine Julie Caroline Amalie
    """
)
FIRST_NAMES_MALE = _words(
    """
    Peter Michael Lars Thomas Jens Henrik Søren Christian Martin Jan Morten Jesper Anders Niels Mads Rasmus Per Hans
    Jørgen Ole Kasper Mikkel Simon Jonas Emil Oscar William Noah Lucas Magnus Frederik Tobias Bo Kim Torben Claus
    Mohammed Ahmed Ali Mustafa Emre Mehmet Hassan Omar Abdi Piotr Tomasz Dmytro Andrii Ion Cristian Minh Duc Arjun
    Reza Amir Malik Inuk Sune Troels Uffe Steen Flemming Bjarne Nikolaj Oliver Viktor Villads
    """
)
FAMILY_NAMES = _words(
    """
    Jensen Nielsen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen
    Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Lund Holm Schmidt Bach Kjær Friis Dahl Winther
    Bundgaard Østergaard Nørgaard Skov Bjerre Toft Juhl Krogh Vestergaard Brandt Munk Ravn Lauridsen Ahmed Hussein Ali
    Yilmaz Demir Kaya Khan Hassan Nguyen Tran Kowalski Nowak Shevchenko Popescu Singh Rahimi Abdullahi Petrov Kleist
    Heilmann Berthelsen Eriksen Iversen Clausen Simonsen
    """
)
STREETS = _words(
    """
    Bøgevej Egevej Birkevej Lærkevej Solsortevej Nørregade Søndergade Vestergade Østergade Skolegade Kirkevej Møllevej
    Engvej Bakkevej Skovvej Parkvej Åvej Havnegade Stationsvej Kærvej Rosenvej Tulipanvej Fjordvej Strandvej Toften
    """
)

FICTIONAL_MUNICIPALITIES = (
    "Åbrinken",
    "Nørrelund",
    "Fjordkær",
    "Bøgesund",
    "Havreholt",
    "Lyngåsen",
    "Sandhøje",
    "Mosedal",
    "Vesterklit",
)
"""Names of municipalities that do not exist; the first has code 901, the next 902, and so on."""

TEAMS = ("Team Nord", "Team Syd", "Team Unge", "Team Dimittend", "Team Virksomhed")
FUNDS = (
    "A-kassen Fælles",
    "A-kassen Industri",
    "A-kassen Handel",
    "A-kassen Pleje",
    "A-kassen Akademiker",
    "A-kassen Byg",
    "A-kassen Selvstændig",
    "A-kassen Undervisning",
)
