"""Words by which page furniture gives itself away, as news sites in English write them.

Each group names what it is; a line is furniture when a pattern matches from its start (the pattern
says where it must end). `closing` groups may end the story: what follows them is not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 400
"""Characters beyond which no line is furniture: the longest are consent notices."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """One kind of page furniture and how it reads."""

    what: str
    pattern: re.Pattern[str]
    closing: bool = False


def furniture(what: str, *patterns: str, closing: bool = False) -> Furniture:
    """Build a group: its patterns are alternatives, matched from a line's start without case."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return Furniture(what, re.compile(joined, re.IGNORECASE), closing)


END = r"\W*$"
_PIECE = (
    r"(?:articles?|stor(?:y|ies)|posts?|news|reads?|reading|coverage|topics?|content|videos?"
    r"|links?)"
)
_NETWORK = (
    r"(?:facebook|twitter|x|linkedin|whatsapp|e-?mail|print|copy(?: link)?|link|telegram|reddit"
    r"|pinterest|messenger|bluesky|threads|mastodon|instagram|youtube|tiktok|rss|flipboard|sms|more"
    r"|tumblr|pocket|google news|apple news|save|share|tweet|pin|like|follow|gift)"
)
_SECTION = (
    r"(?:home|homepage|news|current news|latest news|top stories|politics|opinion|sports?|business"
    r"|economy|world|u\.?s\.?|national|local|state|crime|weather|video|photos|obituaries|life"
    r"|lifestyle|entertainment|culture|arts|technology|tech|science|health|education|money|markets"
    r"|finance|travel|food|style|features|archives?|newsletters?|podcasts?|about(?: us)?"
    r"|contact(?: us)?|e-?edition|subscribe|sign in|log in|search|menu|sections)"
)
_OUTLET = (
    r"(?:AP(?: Photo)?|AFP|Reuters|Getty(?: Images)?|EPA|Bloomberg|Shutterstock|iStock|Alamy"
    r"|Associated Press|Tribune News Service|TNS|USA Today Network|Xinhua|ZUMA|PA Media|Unsplash"
    r"|Pixabay|Wikimedia(?: Commons)?|Flickr|Pool|Handout|NurPhoto|Sipa|Anadolu)"
)

GROUPS: Sequence[Furniture] = (
    furniture("an end mark", r"\W*(?:#\s?#\s?#|30\W|ends\b)\W*$", closing=True),
    furniture("no words", r"[\W\d_]*$"),
    furniture(
        "a bare link", r"(?:https?://|www\.)\S+$", r"pic\.twitter\.com/\S+$", r"(?:[#@]\w+\W*)+$"
    ),
    furniture(
        "navigation",
        r"skip to (?:main |the )?(?:content|article|navigation)",
        r"(?:main |site |mobile |open |close )*(?:navigation|menu)\b.{0,20}$",
        rf"{_SECTION}(?:\s*(?:[/|>»›•·,]|\s)\s*{_SECTION})*{END}",
        rf"{_SECTION}(?:\s*[/|>»›]\s*[\w&' ]{{2,40}}){{1,5}}{END}",
        r"(?:back to top|return to homepage|(?:view|see) all|(?:load|show) more|view comments)\W*$",
        r"(?:close|toggle \w+|loading)\W*$",
    ),
    furniture(
        "sharing buttons",
        r"share\b(?:\s(?:this|the|post|article|story|on|via|with|it|link|now))*"
        rf"(?:\s{_NETWORK})*{END}",
        rf"{_NETWORK}(?:\s*[|/•·,\s]\s*{_NETWORK})*{END}",
        r"(?:follow|like|find|join) (?:us|him|her|them|me) (?:on|at)\b.{0,100}$",
        rf"follow (?-i:the|[A-Z]).{{0,60}}\bon {_NETWORK}\b.{{0,100}}$",
        r"follow @\w+",
    ),
    furniture(
        "a counter",
        r"\d[\d,.]*\s?[km]?\+?\s(?:views?|shares?|likes?|reads?|retweets?|reactions?|hits)\W*$",
        r"(?:estimated )?(?:reading|read) time\b.{0,20}$",
        r"\d+\s?[-–]?\s?min(?:ute)?s?\.?(?: (?:to )?read)?\W*$",
        r"(?:listen|\d+:\d\d)(?: to (?:this )?(?:article|story))?(?:\W+\d+.{0,20})?$",
    ),
    furniture(
        "a newsletter box",
        r"subscribe\b[^.]{0,100}[.!]?$",
        r"sign up\b.{0,60}\b(?:newsletter|alerts?|updates?|briefing|inbox|e-?mails?)\b",
        r"sign up(?: now| today| here| free)*\W*$",
        r"sign up (?:today|now|here) for free\b.{0,60}$",
        r"join (?:our|the) (?:\w+ )?(?:newsletter|mailing list)\b",
        r"(?:get|receive|want)\b.{0,120}\b(?:inbox|newsletter|by e-?mail)\b",
        r".{0,120}\b(?:delivered|straight|right|sent) (?:\w+ )?to your (?:inbox|e-?mail|phone)\b",
        r"(?:our |free |daily |weekly |morning )*newsletters?(?: sign-?up)?\W*$",
        r".{0,60}\b(?:zero|no) spam\b",
        r"(?:enter )?your e-?mail(?: address)?\W*$",
        r"by (?:signing up|subscribing|clicking|submitting|continuing|providing)\b.{0,40}\byou\b",
        r"(?:you can )?unsubscribe at any time",
        r"(?:see|read|view|learn|for more|our|this site)\b.{0,80}\bprivacy (?:policy|notice)\b",
        r".{0,80}\bprivacy policy (?:and|&) terms of (?:service|use) apply\b",
        r"(?:thanks|thank you) for (?:subscribing|signing up)",
        r"(?:success! )?you[’']re on the list\W*$",
    ),
    furniture(
        "an appeal to readers",
        r"(?:please )?(?:support|donate to) (?:(?-i:us)\b|(?:our|independent|local|quality) "
        r"(?:\w+ ){0,3}(?:journalism|newsroom|reporting|work|news|mission|site))",
        r"support (?:the|this) (?:journalism|reporting|newsroom|station)\b.{0,100}$",
        r"(?:.{0,100}[.!?:] )?become a (?:member|subscriber|supporter)\b.{0,40}$",
        r"donate(?: now| today)?\W*$",
        r"contact (?-i:us)\b",
        r".{0,120}\b(?:e-?mail|contact|text|call|write to) us at\b",
        r".{0,80}\bconsider (?:subscribing|donating|becoming a|supporting (?:us|our))\b",
        r"for more\b.{0,80}\b(?:visit|click|go to|subscribe|sign up|follow us)\b.{0,80}$",
        r"(?:have|got) (?:a|any) (?:news )?(?:tips?|story|question|correction|feedback)\b.{0,160}$",
        r"(?:download|get) (?:our|the) (?:\w+ ){0,4}app\b",
        r"(?:already )?(?:a )?(?:subscriber|member)\?.{0,40}$",
        r"(?:log|sign) in (?:to|or|for)\b.{0,60}$",
    ),
    furniture(
        "a consent notice",
        r"(?:accept|reject|manage|allow)(?: all)?(?: cookies| preferences)?\W*$",
        r".{0,120}\b(?:uses?|using|use of|our) cookies\b",
        r"cookie (?:policy|settings|preferences|notice)\b.{0,60}$",
        r"we and our (?:\d+ )?partners\b",
        r"we value your privacy\b",
        r"this (?:site|page|form|sign-?up form) is protected by\b",
        r"(?:terms of (?:use|service)|privacy|do not sell my\b.{0,40})\W*$",
    ),
    furniture(
        "a comment form",
        r"(?:leave|post|write|add|submit) (?:a|your) (?:comment|reply|response)\W*$",
        r"(?:\d+ )?comments?\s?(?:\(?\d+\)?)?\W*$",
        r"(?:blog )?comments (?:powered by|are (?:closed|off))",
        r"join the (?:conversation|discussion)",
        r"your e-?mail (?:address )?will not be (?:published|shared)",
        r"required fields are marked",
        r"(?:you must be |please )?log(?:ged)? in to (?:post|leave|comment|reply)",
        closing=True,
    ),
    furniture(
        "a list of other stories",
        r"(?:related|similar|recommended|recent|popular|trending|latest|more|other|top|featured"
        r"|most (?:read|popular|viewed|shared)|don[’']?t miss|editors?[’']?s? (?:picks?|choice))"
        rf"(?: {_PIECE})*(?: (?:now|today|for you))?{END}",
        r"more (?:like this|from (?:the |this )?(?-i:[A-Z]).{2,60}|on this (?:story|topic)"
        r"|in (?-i:[A-Z]).{2,40}|stories\b.{0,40}|coverage\b.{0,40})$",
        r"you (?:may|might|could) (?:also )?(?:be interested|like|enjoy|want)\b.{0,40}$",
        r"(?:recommended|suggested|picked|selected) (?:for you|by (?:our |the )?editors?)\W*$",
        r"(?:keep|further) reading\W*$",
        r"(?:read|see|explore|discover|watch) (?:more|next|also)\W*$",
        r"(?:what[’']?s|up|read) next\W*$",
        r"(?:previous|next|older|newer) (?:articles?|posts?|story|stories|entry|entries)"
        r"(?:\s?[:»›→«‹]\s?.{0,160})?\W*$",
        r"around the web\W*$",
        closing=True,
    ),
    furniture(
        "a link to another story",
        r"(?:\W*(?:also read|(?:read|see|watch|listen|check)(?: it)? (?:also|more|next|too)|related"
        r"(?: (?:story|article|coverage|reading|video|news))?|more|watch|must read|in other"
        r" news|don[’']?t miss|editor[’']?s pick|up next|recommended))\s?[:|»›]\s*\S",
        r"(?:also read|read also|see also|read more|read next|watch also)\b.{0,200}$",
        r"(?:click|tap) (?:here|below)\b.{0,160}$",
        r"continue reading\b.{0,160}$",
        r"(?:read|see|view|watch) the (?:full|entire|complete|whole|original) \w+\b.{0,80}$",
        r"this (?:article|story|post) (?:was |is )?(?:first |originally |also )?"
        r"(?:appeared|published|posted|republished|produced)",
        r"the (?:post|article|story) .{1,160}\b(?:appeared first|first appeared) on",
        r"(?:a )?version of this (?:article|story)\b.{0,40}\bappear",
        r"originally (?:published|posted|appeared)\b",
        r"(?:article|story|post) continues? (?:below|after)\b.{0,60}$",
        r"this is a (?:developing|breaking) (?:news )?(?:story|situation)\b.{0,120}$",
        r"(?:please )?check back\b.{0,40}\b(?:updates?|details|more)\b.{0,40}$",
        r"this (?:story|article|post) (?:will|may) be updated\b.{0,80}$",
        r"(?:scroll|swipe|keep scrolling)\b.{0,20}\b(?:continue|more|down|keep reading)\b.{0,30}$",
    ),
    furniture(
        "an advertisement",
        r"(?:advertisement|ad(?: feedback)?|advertise(?: with us)?|sponsored|promoted)\W*$",
        r"(?:sponsored|promoted|paid) (?:content|posts?|stor(?:y|ies))\W*$",
        r"\[(?:ad|photo|image|picture|video|audio|embed|gallery|graphic|map)\b[^\]]*\]$",
        r"(?:story )?continues below advertisement\W*$",
        r"(?:sponsored|presented|brought to you) by\b.{0,60}$",
    ),
    furniture(
        "a disclaimer",
        r".{0,200}\bsince (?:publication|posting|(?:this|the) (?:page|article|story|post|report)"
        r" (?:was|went)\b.{0,30})\W*$",
        r".{0,140}\b(?:not|no) (?:intended as |constitute )?"
        r"(?:financial|investment|legal|medical|tax) advice\b",
        r".{0,120}\bfor (?:informational|educational) (?:and \w+ )?purposes only\b",
        r"(?:disclaimer|disclosure)\s?:",
        r"the (?:views|opinions)\b.{0,60}\bexpressed\b.{0,120}\b(?:author|own|reflect)",
    ),
    furniture(
        "a copyright line",
        r"©|\(c\)\s?\d|copyright\s(?:©|\(c\)|\d|by\b)",
        r".{0,160}\ball rights reserved\b",
        r"(?:distributed|syndicated|provided) by\b.{0,80}$",
        r"(?:this material|.{0,60}\bmaterial) may not be (?:published|reproduced|broadcast)",
        r"(?:visit|see more) (?:us )?(?:at|on) (?:www\.)?[\w-]+\.\w{2,}\S*$",
    ),
    furniture(
        "a photo credit",
        r"(?:photo(?:graph)?s?|images?|pictures?|credits?|illustrations?|graphics?|videos?|file)"
        r"(?: credits?)?(?: by| via| courtesy(?: of)?|:|/).{0,80}(?<![.!?])$",
        rf"\(?{_OUTLET}(?:\s?/\s?[\w ]{{2,30}})?\)?$",
        rf"(?:[\w.’'-]+\s){{0,4}}[\w.’'-]+\s?(?:[/|,(–—-]|\bvia)\s?(?:the )?{_OUTLET}"
        r"(?:\s?(?:[/|]|via)\s?[\w ]{2,30})?\)?$",
        r"(?:hide caption|toggle caption|enlarge this image|view gallery|photo gallery)\W*$",
    ),
    furniture(
        "a byline",
        r"(?:by|authored by|written by|posted by|reported by|story by|text by|edited by|words by"
        r"|additional reporting by|reporting by)\s(?-i:[A-Z]).{1,140}(?<![.!?])$",
        r"reporting by\b.{0,120}\bediting by\b",
        r"(?:[\w.’'-]+,? ){2,14}contributed (?:reporting"
        r"|to this (?:report|story|article|post|piece))\b",
        r"this (?:story|article) (?:includes|contains) (?:reporting|material) (?:by|from)\b",
        r"(?:with )?files from\b.{0,80}$",
        r"with reporting (?:from|by)\b.{0,80}$",
    ),
    furniture(
        "a label",
        r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?|in this article)\s?:.{0,160}$",
        r"(?:date|author|by|source|published|updated|location|share|via|credit|photo)\s?:\W*$",
        r"(?:published|posted|filed) (?:in|under)\b.{0,60}(?<![.!?])$",
        r"(?:(?:published|posted|(?:last )?updated) )?"
        r"(?:\d+|an?) (?:min(?:ute)?|hour|day|week|month)s? ago\W*$",
        r"(?:breaking(?: news)?|exclusive|updated|live(?: updates)?|developing(?: story)?|opinion"
        r"|analysis|editorial|fact check|press release|for immediate release|premium)\W*$",
    ),
    furniture(
        "an author box",
        r"(?:about )?(?:the |our )?(?:authors?|writers?|contributors?)\W*$",
        r"(?:about us|meet the (?:team|author)|author bio)\W*$",
        closing=True,
    ),
)

BIOGRAPHY = re.compile(
    r"(?:[A-Z][\w.’'-]*\s){1,4}(?:is|works as|serves as)\s(?:an?|the|our|\w+[’']s)?\s?"
    r"(?:[\w’'&-]+\s){0,6}(?:reporter|correspondent|journalist|editor|columnist|writer|contributor"
    r"|freelancer|blogger)\b"
    r"|(?:[A-Z][\w.’'-]*\s){1,4}(?:covers|writes about|reports on)\s"
    r"|.{0,200}\b(?:can be reached at|(?:follow|e-?mail) (?:him|her|them|me) (?:at|on)|contact us"
    r"|passionate(?:ly)?\b.{0,80}\b(?:shares?|about|helps?))\b"
)
"""A closing paragraph about the article's author, not about its subject."""

_CREDITED = (
    r"(?i:photos?|images?|credits?|pictures?|file)(?i:\s(?:by|via|courtesy)\b|\s?[:/])"
    r"[\w.’' /,-]{2,60}"
    rf"|[A-Z][\w.’'-]*(?:\s[\w.’'-]+){{0,4}}\s?(?:/|\bvia\s|,\s){_OUTLET}\b[\w /]{{0,30}}"
    rf"|{_OUTLET}(?:/[\w .]{{2,30}})?"
)
_IN_BRACKETS = (
    r"(?i:photos?|images?|credits?|courtesy|file)\b[^()]{2,80}"
    r"|[A-Z][^()/]{1,50}(?:/|\svia\s|\sfor\s(?:[Tt]he\s)?)[A-Z][^()]{1,50}"
)
CREDIT = re.compile(rf"(?<=[.!?”\"])\s(?:{_CREDITED})(?<![.!?])$|\s\((?:{_IN_BRACKETS})\)$")
"""A photographer's credit at the end of a caption that is otherwise a sentence."""


def furniture_kind(line: str) -> Furniture | None:
    """Return the first group a line belongs to, or None for one that may be part of the story."""
    if len(line) > LONGEST:
        return None
    return next((group for group in GROUPS if group.pattern.match(line)), None)


def without_credit(line: str) -> str:
    """Return a caption without the photographer's credit it ends with; other lines unchanged."""
    tail_at = max(0, len(line) - 120)
    match = CREDIT.search(line, tail_at)
    return line[: match.start()] if match else line
