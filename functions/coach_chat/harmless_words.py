"""Phrases that only sound alarming: patterns over plain text (lower case, no accents, no punctuation)."""

HARMLESS = (
    r"no pain no gain",
    r"pain (?:is|was|has|s) (?:weakness|temporary|gone|gain|over)",
    r"pain ?(?:free|less|cave|threshold)",
    (
        r"(?:is |are |was |such |a |an |real |royal )+pain (?:in the (?:ass|butt|neck|backside)|to "
        r"(?:set|do|get|plan))"
    ),
    r"growing pains?",
    (
        r"(?:no|without|zero|free of|no more) (?:\w+ )?(?:pains?|aches?|discomfort)(?: (?:at all"
        r"|anymore|any more|today))?"
    ),
    (
        r"(?:doesn t|does not|don t|do not|didn t|did not|isn t|not|no longer|never|stopped|won t) "
        r"(?:really |even |be )?(?:hurts?|hurting|painful|aches?|aching)"
    ),
    (
        r"(?:<muscle>|everything|body) (?:\w+ )?(?:hurts?|aches?|hurting|aching|is killing me|are "
        r"killing me)(?: (?:so|a|much|bad|good|lot|bit|little))* (?:from|after|since) (?!\w+ (?:fell"
        r"|falling|accident))"
    ),
    r"(?:good|sweet|pleasant|muscle) (?:pain|burn|soreness|ache)",
    (
        r"can t (?:feel|move|walk|lift) (?:on )?(?:my )?\w+ (?:after|since|from) (?:leg|arm|back"
        r"|chest|push|pull|that|the|those)"
    ),
    r"suicide (?:sprints?|runs?|drills?|grip|squad|push ?ups?|planks?|shuttles?)",
    r"(?:thumbless|false) (?:suicide )?grip",
    r"(?:gave|give|giving) (?:me|him|her|us|you) (?:a |an )?heart attack",
    r"(?:breast|back|swim|rowing|key|sun) ?stroke",
    r"stroke (?:rate|volume|technique)",
    r"passed out (?:on the (?:couch|sofa|bed)|asleep|in bed)",
    r"black ?out (?:curtains?|dates?|period)",
    r"binge ?watch\w*",
    r"purge (?:old|my (?:old|plan|playlist|history|list)|the (?:plan|list|app|data))",
    r"cut(?:ting)? myself (?:some|short|shaving|a|off)",
    (
        r"(?:broke|broken|break|breaking|smash(?:ed)?) (?:my|the|a|an|all|his|her)(?: \w+)? "
        r"?(?:records?|pr|prs|pb|pbs|best|streak|plateau|habit|limits?|squat|bench|deadlift)"
    ),
    r"torn between",
    (
        r"(?:prevent(?:ing)?|avoid(?:ing)?|without|reduce|reducing|risk of|less|never|against) (?:\w+ "
        r"){0,3}(?:injur\w+|pain)"
    ),
    r"injury (?:prevention|risk|free|proof)",
    r"injured reserve",
    r"pulled (?:a |off a )?(?:heavy|new|big|\d+)",
    r"kein schmerz kein gewinn",
    r"ohne schmerz(?:en)? kein \w+",
    r"(?:keine|keinerlei|ohne|nie|nie wieder) schmerz(?:en)?(?: mehr)?",
    r"schmerzfrei",
    r"schmerzen sind (?:weg|vorbei)",
    r"(?:tut|tun|schmerzt) (?:\w+ )?(?:nicht|nichts|nie|kaum) (?:mehr )?(?:weh)?",
    r"nicht mehr weh",
    r"muskelkater\w*(?: (?:schmerzt|tut (?:so |ganz )?weh))?",
    r"(?:rekord|bestzeit|bestleistung|rekorde|pr) (?:\w+ )?gebrochen",
    r"gebrochene[rn]? rekord",
    r"verletzung(?:en|s)? (?:zu )?(?:vermeiden|vorbeugen|verhindern)",
    r"ohne (?:\w+ )?(?:verletzung(?:en)?|mich zu verletzen)",
    r"verletzungs(?:risiko|frei|prophylaxe)",
    (
        r"(?:training|trainer|workout|einheit|beintag|plan) (?:\w+ )?(?:bringt|wird|will) mich (?:\w+ "
        r")?um(?:bringen)?"
    ),
    r"sin dolor no hay (?:gloria|ganancia|recompensa)",
    r"(?:sin|no hay|no tengo|no siento|nada de|ningun) (?:ningun |mas )?(?:dolor(?:es)?|molestias?)",
    r"(?:ya )?no me (?:duelen?|ha dolido|molestan?)(?: nada)?",
    r"agujetas",
    r"me muero de (?:hambre|ganas|sueno|risa|calor|sed)",
    r"(?:evitar|prevenir|sin|riesgo de|prevencion de) (?:las |una |mas )?lesion\w*",
    r"(?:rompi|roto|romper|rompido) (?:el|mi|un|otro) (?:record|marca)",
)
