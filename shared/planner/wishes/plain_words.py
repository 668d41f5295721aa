"""The small words of the grammar in six languages: patterns over plain text."""

NO = (
    r"(?:afraid|scared|frightened) of|angst vor|miedo al?|peur d\w+|medo d\w+|paura d\w+|no"
    r"|not|don t|dont|doesn t|doesnt|didn t|can t|cant|cannot|couldn t|shouldn t|mustn t"
    r"|wont|won t|isn t|haven t|hasn t|hadn t|aren t|without|avoid\w*|never|skip\w*|hate|hates"
    r"|dislike\w*|leave out|leave \w+ out|exclud\w+|nothing|none|zero|stop|instead of|neither"
    r"|nor|unable|forbidden|banned|off limits|drop the|remove|no more|minus|except|allergic to"
    r"|(?:is|are) out|no go|taboo|tabu|not an option|nein|raus"
    r"|out of the question|kein\w*|nicht|nichts|ohne|nie|niemals|vermeid\w*|meiden|meide"
    r"|weglassen|lass \w+ weg|hasse|verzicht\w*|verboten\w*|weder|noch nie|statt|auslassen"
    r"|ungern|bloss nicht|weg mit"
    r"|sin|evit\w*|nunca|jamas|nada(?: de)?|ningun\w*|ni|odio|prohibid\w*|tampoco|excepto"
    r"|menos los|quit[ae]\w*|exclu\w+|nao|sem|nenhum\w*|nem|odeio|detest\w+|proibid\w*|tira"
    r"|tire|jamais|aucune?s?|pas|sans|rien|interdit\w*|plus de|supprime\w*"
    r"|senza|non|niente|mai piu|nessun\w*|vietat\w*|elimina\w*|ne"
)
BECAUSE = (
    r"following|because(?: of)?|due to|since|cause|cos|bc|thanks to|owing to|as (?:i|my)|wegen|weil|denn"
    r"|aufgrund|porque|por culpa de|debido a\w*|a causa d\w+|ya que|por|car|parce qu\w*"
    r"|a cause d\w+|suite a"
    r"|por causa d\w+|devido a\w*|pois|perche|per via d\w+|causa|so|therefore|daher|deshalb"
    r"|also|asi que|donc|entao|quindi|perciò|with|when|while|during|after|for|if|mit|bei|beim"
    r"|wenn|con|cuando|al|quand|pendant|lors|avec|com|quando|ao|durante|nach|tras|despues"
)
LIKE = (
    r"love|loves|like|likes|enjoy\w*|prefer\w*|favou?rites?|fan of|want(?: to do| more)?|more"
    r"|please include|include|add|keep|lots of|would love|looking forward|happy with|focus on"
    r"|can do|able to do"
    r"|liebe|mag|gern\w*|lieber|lieblings\w*|am liebsten|mehr|bitte mit|unbedingt|will|mochte"
    r"|me gustan?|me encantan?|adoro|amo|prefiero|favorit\w+|quiero|mas"
    r"|j aime|adore|prefere|je veux|j adore|beaucoup de|favori\w*|kiffe"
    r"|gosto (?:muito )?d[eoa]s?|gosto|curto|prefiro|quero|mais|preferid\w+"
    r"|mi piac\w+|preferisco|voglio|piu|preferit\w+"
)
ONLY = (
    r"only|just|nothing but|nur|ausschliesslich|bloss|lediglich|solo|solamente|unicamente"
    r"|seulement|uniquement|ai que(?= (?:d|l|un))|n ai qu|juste|apenas|somente|so(?= (?:com"
    r"|halter|elastic|tenho|uso|posso))|soltanto|esclusivamente|all i have(?: is| are)?"
)
HAVE = (
    r"have|own|got|access to|habe|besitze|tengo|tenemos|j ai|dispose|tenho|ho|available|use"
    r"|train with|equipment|home gym"
)
OVER = (
    r"fine|no (?:problems?|issues?|pain|troubles?|complaints?)(?: \w+)? since(?: then)?"
    r"|(?:seitdem )?beschwerdefrei|seitdem keine \w+|(?:is|are|feels?|feeling) (?:now "
    r"|totally |completely )?(?:ok|okay|good|great)|all good|healed|gone|recovered|no longer"
    r"|resolved|any ?more|back to normal|used to(?: have)?|in the past|previously|cleared up"
    r"|completely ok|ok again|okay again|good again|sorted|behind me|over now|better again"
    r"|pain free|painless|fully fit|cured"
    r"|wieder (?:ganz |vollig |komplett )?(?:gut|ok|okay|fit|in ordnung|heil|gesund|belastbar"
    r"|schmerzfrei)|verheilt|ausgeheilt|weg|vorbei|nicht mehr|schmerzfrei|auskuriert|fruher"
    r"|geheilt|(?:ist|sind) (?:wieder )?in ordnung|uberstanden|abgeheilt"
    r"|ya no|curad\w*|recuperad\w*|ya esta\w* bien|esta\w* (?:ya )?bien|superad\w*|antes tenia"
    r"|en el pasado|ya paso|sanad\w*|como nuev\w+"
    r"|gueri\w*|va bien|va mieux maintenant|ne \w+ plus|n ai plus|plus (?:de |aucune )?(?:mal"
    r"|douleurs?|probleme)|retabli\w*|remise?|c est passe|avant j avais|soignee?"
    r"|ja nao|nao \w+ mais|esta\w* (?:bom|boa|bem|otim\w)|ja passou|sarou|sarad\w*|no passado|melhorou"
    r"|guarit\w*|non \w+ piu|a posto|sta bene|passat[oa]|risolt\w*|in passato|tutto ok"
)
STILL = (
    r"almost|nearly|mostly|fast|casi|presque|quase|quasi|"
    r"still|again and again|keeps?|yet|since then|immer noch|noch immer|noch|seitdem|todavia"
    r"|aun|sigue|desde entonces|toujours|encore|depuis|ainda|desde|ancora|da allora|comes back"
    r"|returns"
)
# Somebody else's trouble, or what isn't so (yet).
OTHERS = (
    r"my (?:father|mother|dad|mum|mom|wife|husband|brother|sister|son|daughter|friend|partner"
    r"|girlfriend|boyfriend|dog|kid|kids|grand\w+|family)|family history|runs in the family"
    r"|mein\w* (?:vater|mutter|frau|mann|bruder|schwester|sohn|tochter|freund\w*|partner\w*"
    r"|familie)"
    r"|mi (?:padre|madre|mujer|esposa|marido|hermano|hermana|hijo|hija|novia|novio|familia"
    r"|moglie)|(?:mon|ma) (?:pere|mere|femme|mari|frere|soeur|fils|fille|famille|copine)"
    r"|(?:meu|minha) (?:pai|mae|mulher|esposa|marido|irmao|irma|filho|filha|namorada|familia)"
    r"|(?:mio|mia) (?:padre|madre|moglie|marito|fratello|sorella|figlio|figlia)"
    r"|(?:want|trying|hope|hoping|planning|like) to (?:get|become|be|fall) pregnant"
    r"|trying to conceive|ttc|schwanger werden|quedar\w* embarazada|tomber enceinte|engravidar"
    r"|rimanere incinta|(?:prevent|avoid|worried about|afraid of|reduce (?:my )?risk of"
    r"|against) (?:\w+ )?(?:injur\w+|pain|osteoporosis|diabetes|heart \w+|stroke)"
)
CLEARED = (
    r"(?:doctor|physio|cardiologist|they) (?:\w+ )?said (?:it|that|all) (?:was |is "
    r"|s )?(?:nothing|fine|ok|okay|harmless|good)|(?:been |am |got "
    r"|was )?cleared(?! up)(?: yet)?(?: (?:by|to|for|from|after))?|(?:doctor"
    r"|physio|cardiologist|surgeon|gp|midwife|ob|obgyn) (?:\w+ )?(?:says? (?:it s |its )?(?:ok"
    r"|okay|fine|i can)|cleared|approved|allows?|gave)|medical clearance|green light"
    r"|freigegeben|(?:arzt|arztlich\w*|kardiologe) (?:\w+ ){0,3}(?:ok|okay|erlaubt|freigabe"
    r"|grunes licht)|freigabe|grunes licht"
    r"|(?:medico|cardiologo) (?:\w+ ){0,3}(?:permite|autoriz\w+|deja|visto bueno|liberou|ok"
    r"|permesso)|alta medica|autorizad\w+|liberad\w+|feu vert|medecin (?:\w+ ){0,3}(?:ok"
    r"|d accord|autoris\w+)|luz verde|via libera|autorizzat\w+"
)
COURTESY = (
    r"nothing(?: special)?|none|nada|keine?|nichts|rien|niente|nope|no|na|please|thanks?"
    r"|thank you|hi|hello|hey|bitte|danke|hallo|por favor|gracias|hola|merci"
    r"|bonjour|obrigad\w|ola|grazie|ciao|s il (?:te|vous) plait|svp|per favore|cheers|ok|okay"
    r"|best|lg|mfg|salut"
)
HEALTHY = (
    r"(?:i m |i am |completely |perfectly )?(?:healthy|injury free|fit and healthy)"
    r"|no (?:limitations?|restrictions?|health problems?|medical (?:issues?|conditions?))"
    r"|keine (?:einschrankungen|beschwerden|vorerkrankungen)|gesund|sano|sana|en bonne sante"
    r"|saudavel|in salute"
)
