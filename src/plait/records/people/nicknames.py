"""Usual forms of given names: Bill is William. Only well known ones, so that a warning stays believable.

Written down for this project from everyday knowledge of English and Spanish names; a form that is missing costs one
reason for a warning, never a person. Folded as ``search_keys.fold`` does: lower case, no accents.
"""

from __future__ import annotations

GROUPS = """
abigail abby gail
albert al bert bertie
alexander alex alec sasha xander
alexandra alex alexa sandra sasha lexi
alfred al fred alfie
alice ali
amanda mandy
andrew andy drew
angela angie
anne ann anna annie nan nancy
anthony tony
antonio tono toni
arthur art artie
barbara barb babs barbie
benjamin ben benny benji
bernard bernie
beatriz bea
carolina caro lina
caroline carrie carol
catherine katherine kathryn catharine kate katie kathy cathy kat kitty
charles charlie chuck chas carlos
charlotte charlie lottie
christina christine chris chrissy tina
christopher chris kit topher
concepcion concha conchita
cynthia cindy
daniel dan danny
daniela dani
david dave davey
deborah debra deb debbie
dolores lola
donald don donnie
dorothy dot dottie dolly
edward ed eddie ted teddy ned eduardo lalo
eleanor ellie nell nora
elizabeth elisabeth liz lizzie beth betty betsy eliza libby lisa
emily em emmy
enrique quique kike
eugene gene
ezekiel zeke
federico fede
florence flo
frances fran frannie
francis frank francisco paco pancho
frederick fred freddie
gabriel gabe
geoffrey jeffrey geoff jeff
gerald gerry jerry
gerard gerry
gregory greg
guadalupe lupe lupita
guillermo memo
gwendolyn gwen
harold hal harry
helen nell
henry hank harry hal
isabel isabella bella izzy chabela
jacob jake
james jim jimmy jamie
janet jan
jennifer jen jenny
jessica jess jessie
jesus chucho chuy
jonathan jon jonny
john jack johnny jon
jose pepe
joseph joe joey
josefina pepa
joshua josh
juan juanito
judith judy
julia julie
kenneth ken kenny
kimberly kim
lawrence laurence larry
leonard len lenny leo
leslie les
louis lou louie
luis lucho
lucia lucy lucille
manuel manny manolo
margaret maggie meg peggy marge margie greta rita
maria mary
martha marty patty
martin marty
mary molly polly mamie
matthew matt
melissa mel missy
michael mike mick mikey miguel
mercedes meche
nathaniel nathan nate
nicholas nick nicky nicolas
olivia liv
pamela pam
patricia pat patty tricia trish
patrick pat paddy
paul pablo
pedro peter pete
peter pete
philip phillip phil
priscilla cilla
rachel rae
raymond ray
rebecca becca becky
reginald reg reggie
richard rich rick dick richie ricky ricardo
robert bob bobby rob robbie bert roberto beto
ronald ron ronnie
rosario charo
samantha sam
samuel sam sammy
sarah sally sadie
stephanie steph
stephen steven steve
susan susanna sue susie
theodore ted teddy theo
teresa theresa terry tess
thomas tom tommy tomas
timothy tim timmy
valerie val
veronica vero ronnie
victoria vicky tori
vincent vince vinny
virginia ginny
walter walt wally
william bill billy will willie liam
zachary zach zack
"""


def _read(text: str) -> dict[str, frozenset[str]]:
    """Formal name and form belong together; two forms of one name do too (Bill, Will), two formal names do not."""
    found: dict[str, set[str]] = {}
    for line in text.split("\n"):
        names = line.split()
        for name in names:
            found.setdefault(name, set()).update(set(names) - {name})
    return {name: frozenset(forms) for name, forms in found.items()}


FORMS = _read(GROUPS)


def forms_of(name: str) -> frozenset[str]:
    """Other forms of a folded given name; empty where none is known."""
    return FORMS.get(name, frozenset())
