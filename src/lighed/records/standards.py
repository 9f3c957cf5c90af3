"""Public code lists, and the product's own -> what the columns of the case export may hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lighed.governance import Text
from lighed.records.column import Standard

# The DISCO-08 list has some 10,000 codes on six digits and one to five digits for its groups. Only the form is checked,
# since case systems hold old codes that a later edition of the list has dropped.
DISCO_08 = Standard(Text(da="DISCO-08, et til seks cifre", en="DISCO-08, one to six digits"), pattern=r"^[0-9]{1,6}$")

_TWO_LETTERS = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu
ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na
nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so
sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
ISO_639_1 = Standard(
    Text(da="ISO 639-1, to små bogstaver", en="ISO 639-1, two lower-case letters"),
    codes=frozenset(_TWO_LETTERS.split()),
)

# DISCED-15, the main levels of Statistics Denmark. Level 90 ("not stated") is left out: an education without a level
# is not an education that the product can use, and the row is a fault of the export.
EDUCATION_LEVELS: Mapping[str, Text] = MappingProxyType(
    {
        "10": Text(da="Grundskole", en="Primary and lower secondary school"),
        "15": Text(da="Forberedende uddannelse", en="Preparatory education"),
        "20": Text(da="Gymnasial uddannelse", en="Upper secondary general education"),
        "30": Text(da="Erhvervsfaglig uddannelse", en="Vocational education and training"),
        "35": Text(da="Adgangsgivende uddannelsesforløb", en="Qualifying education"),
        "40": Text(da="Kort videregående uddannelse", en="Short-cycle higher education"),
        "50": Text(da="Mellemlang videregående uddannelse", en="Medium-cycle higher education"),
        "60": Text(da="Bacheloruddannelse", en="Bachelor's programme"),
        "70": Text(da="Lang videregående uddannelse", en="Long-cycle higher education"),
        "80": Text(da="Ph.d. og forskeruddannelse", en="PhD and research training"),
    }
)

LICENCE_CATEGORIES: Mapping[str, Text] = MappingProxyType(
    {
        "AM": Text(da="Stor knallert", en="Moped"),
        "A1": Text(da="Lille motorcykel", en="Light motorcycle"),
        "A2": Text(da="Mellem motorcykel", en="Medium motorcycle"),
        "A": Text(da="Stor motorcykel", en="Motorcycle"),
        "B1": Text(da="Tre- og firehjulet motorcykel", en="Tricycle and quadricycle"),
        "B": Text(da="Bil", en="Car"),
        "BE": Text(da="Bil med stort påhængskøretøj", en="Car with a heavy trailer"),
        "C1": Text(da="Lille lastbil", en="Medium lorry"),
        "C1E": Text(da="Lille lastbil med stort påhængskøretøj", en="Medium lorry with a heavy trailer"),
        "C": Text(da="Lastbil", en="Lorry"),
        "CE": Text(da="Lastbil med stort påhængskøretøj", en="Lorry with a heavy trailer"),
        "D1": Text(da="Lille bus", en="Minibus"),
        "D1E": Text(da="Lille bus med stort påhængskøretøj", en="Minibus with a heavy trailer"),
        "D": Text(da="Bus", en="Bus"),
        "DE": Text(da="Bus med stort påhængskøretøj", en="Bus with a heavy trailer"),
        "TM": Text(da="Traktor og motorredskab", en="Tractor and motor implement"),
    }
)

REGIONS: Mapping[str, Text] = MappingProxyType(
    {
        "hovedstaden": Text(da="Hovedstaden", en="Capital area"),
        "bornholm": Text(da="Bornholm", en="Bornholm"),
        "sjaelland": Text(da="Sjælland", en="Zealand"),
        "fyn": Text(da="Fyn", en="Funen"),
        "sydjylland": Text(da="Sydjylland", en="South Jutland"),
        "oestjylland": Text(da="Østjylland", en="East Jutland"),
        "vestjylland": Text(da="Vestjylland", en="West Jutland"),
        "nordjylland": Text(da="Nordjylland", en="North Jutland"),
        "abroad": Text(da="Udlandet", en="Abroad"),
    }
)

END_REASONS: Mapping[str, Text] = MappingProxyType(
    {
        "job": Text(da="I job", en="In work"),
        "education": Text(da="I uddannelse", en="In education"),
        "other_benefit": Text(da="Anden ydelse", en="Another benefit"),
        "pension": Text(da="Pension eller efterløn", en="Pension"),
        "moved": Text(da="Flyttet fra kommunen", en="Moved out of the municipality"),
        "other": Text(da="Andet", en="Other"),
    }
)

# Benefits that tell of illness are not codes here: a system that has them maps them to `other` (GDPR Art. 9).
BENEFITS: Mapping[str, Text] = MappingProxyType(
    {
        "dagpenge": Text(da="Dagpenge", en="Unemployment insurance benefit"),
        "kontanthjaelp": Text(da="Kontanthjælp", en="Cash benefit"),
        "uddannelseshjaelp": Text(da="Uddannelseshjælp", en="Education benefit"),
        "selvforsoergelse": Text(da="Selvforsørgelse", en="Self-support"),
        "other": Text(da="Anden ydelse", en="Another benefit"),
    }
)
