"""Given names that say whether "he" or "she" can mean their bearer."""

from __future__ import annotations

from consistency.personal_names import FEMALE, MALE

MALE_NAMES = """
aaron abraham adam adrian alan albert alejandro alexander alfred allan allen andrew anthony antonio
arnold arthur austin barry benjamin bernard bill bob bobby boris bradley brandon brendan brett brian
bruce bryan byron calvin carl carlos cesar charles chester christopher chuck clarence clark clifford
clint clyde colin craig curtis daniel dave david dean dennis derek diego dominic donald doug douglas
duane dustin dwight earl eddie edgar edmund eduardo edward edwin elliot eric ernest ethan eugene
felix fernando floyd francisco frank franklin fred frederick gabriel garrett gary gavin geoffrey
george gerald gerard gilbert glen glenn gordon graham greg gregory harold harry harvey hector henry
herbert herman howard hugh hugo ian isaac ivan jack jacob jake james jared jason javier jeff jeffrey
jeremy jerome jerry jim jimmy joaquin joe joel john johnny jon jonathan jorge jose joseph joshua
juan julian julio justin karl keith ken kenneth kevin kurt kyle lance larry lawrence leo leonard
leroy lewis lloyd louis luis luke malcolm manuel marc marco marcus mario mark martin marvin matt
matthew maurice max melvin michael miguel mike mitchell mohamed mohammed muhammad nathan nathaniel
neil nelson nicholas nick nigel norman oliver omar oscar owen pablo patrick paul pedro perry peter
phil philip phillip rafael ralph ramon randall raul ray raymond ricardo richard rick robert roberto
rodney roger roland ron ronald ross roy ruben rudy russell ryan samuel scott sean sebastian sergio
seth shawn simon spencer stanley stephen steve steven stuart ted terrence theodore thomas tim
timothy todd tom tommy tony travis trevor troy tyler vernon victor vincent vladimir wallace walter
warren wayne wesley william xavier zachary
"""
FEMALE_NAMES = """
abigail adriana agnes alexandra alice alicia alison allison alyssa amanda amber amelia amy ana
angela angelica anita ann anna anne annette annie audrey barbara beatrice becky bernice bertha
bethany betsy betty bonnie brenda bridget brittany camille candace carla carolina caroline carolyn
carrie catherine cecilia celia charlotte cheryl christina christine cindy claire clara claudia
colleen connie constance crystal cynthia danielle darlene deborah debra denise diana diane dolores
donna doris dorothy edith eileen elaine eleanor elena elise elizabeth ella ellen emily emma erica
erika erin esther ethel eva evelyn felicia fiona florence frances gail geraldine gina gladys gloria
greta gwendolyn hannah harriet hazel heather heidi helen hillary ingrid irene isabel isabella
jacqueline jane janet janice jasmine jeanette jeanne jennifer jenny jessica jill joan joanna joanne
josephine joyce juanita judith judy julia juliana julie karen katherine kathleen kathryn kathy katie
kristen kristin laura lauren laurie linda lisa lois loretta lori lorraine louise lucia lucille lucy
lydia mabel madeleine madeline marcia margaret maria marianne marie marilyn marjorie marlene martha
mary maureen maxine megan melanie melinda melissa meredith michelle mildred miranda miriam molly
monica nadia nancy naomi natalie natasha nicole nina nora norma olivia pamela patricia patty paula
pauline peggy penelope phyllis priscilla rachel ramona rebecca regina renee rhonda rita roberta rosa
rosalind rose rosemary roxanne ruby ruth sabrina sally samantha sandra sara sarah selena serena
sharon sheila shirley silvia sofia sonia sophia sophie stella stephanie sue susan suzanne sylvia
tamara tanya tara teresa theresa tiffany tina ursula valerie vanessa vera veronica victoria virginia
vivian wanda wendy yolanda yvette yvonne
"""
_GENDER = {
    name: gender
    for gender, names in ((MALE, MALE_NAMES), (FEMALE, FEMALE_NAMES))
    for name in names.split()
}
"""English-language names that are given to boys alone, or to girls alone. Names given to both
("Dana", "Jordan", "Leslie") are left out: their bearers can be meant by either pronoun."""


def gender_of(name: str) -> str | None:
    """Return "male" or "female" where a person's full name tells it, else None.

    >>> gender_of("Helen Carver"), gender_of("Dana Carver"), gender_of("Carver")
    ('female', None, None)
    """
    given, _, family = name.partition(" ")
    return _GENDER.get(given.lower()) if family else None
