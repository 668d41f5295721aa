"""Equipment as people name it, in six languages: the slugs of the catalogue by words."""

GEAR: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (words, frozenset(slugs.split()))
    for words, slugs in (
        (
            (
                r"(?:resistance |loop |mini |fitness |thera )?bands?|(?:widerstands|fitness|thera"
                r"|gummi)? ?band|(?:widerstands|fitness|thera|gummi) ?bander|bandern?"
                r"|bandas?(?: elasticas?)?|gomas?|ligas?|elastic[oi]s?|elastiques?|tubes?|elastici"
            ),
            "resistance-band",
        ),
        (
            (
                r"barbells?|bars?(?: and plates)?|lang ?hantel\w*|barras?(?: olimpica)?"
                r"|barres?(?: olympique)?|bilancier[ei]|barra"
            ),
            "barbell ez-bar trap-bar landmine",
        ),
        (r"dumb ?bells?|dbs?|kurz ?hantel\w*|hanteln?|mancuernas?|pesas|halteres?|manubri[o]?", "dumbbell"),
        (r"kettle ?bells?|kbs?|kugel ?hantel\w*|pesas? rusas?|girya", "kettlebell"),
        (
            r"machines?|maschinen?|geraten?|gerate|maquinas?|appareils?|macchin[ea]|macchinari|aparelhos?",
            (
                "smith-machine cable-machine lat-pulldown-machine seated-row-machine "
                "chest-press-machine pec-deck shoulder-press-machine leg-press-machine "
                "hack-squat-machine leg-extension-machine leg-curl-machine calf-raise-machine "
                "hip-machine assisted-pull-up-machine"
            ),
        ),
        (
            r"cables?(?: machine)?|pulleys?|kabel ?z(?:ug|uge)|poleas?|poulies?|polias?|cavi|cavo|seilzug",
            "cable-machine",
        ),
        (r"smith(?: machine)?|multipower|multipresse", "smith-machine"),
        (r"leg press machine", "leg-press-machine"),
        (r"(?:squat |power )?racks?|power cage|kniebeugenstander|jaulas?|cage a squat|gaiola", "squat-rack"),
        (
            (
                r"(?:flat |weight |adjustable )?bench(?:es)?(?= |$)(?! press)|hantelbank|bank|bancos?"
                r"|bancs?|panca regolabile|panche"
            ),
            "bench",
        ),
        (
            (
                r"pull ?up bars?|chin ?up bars?|klimmzugstange|barra de dominadas|barre de traction"
                r"|barra para trazioni|sbarra"
            ),
            "pull-up-bar",
        ),
        (r"dip (?:bars?|station)|barren|barres paralleles", "dip-bars"),
        (r"(?:gym(?:nastic)? )?rings|ringe|anillas|anneaux|argolas|anelli", "gymnastic-rings"),
        (r"trx|suspension trainer|schlingentrainer|slingtrainer|sling trainer", "suspension-trainer"),
        (
            r"treadmills?|laufband|cintas? de correr|cinta|tapis(?: de course| roulant)|esteira|passadeira",
            "treadmill",
        ),
        (
            (
                r"(?:stationary |exercise |spin )bikes?|heimtrainer|bicicleta estatica|velo d appartement"
                r"|cyclette|bicicleta ergometrica"
            ),
            "stationary-bike",
        ),
        (r"rowing machines?|rower|ruder ?gerate?|rameur|vogatore|maquina de remo", "rowing-machine"),
        (r"ellipticals?(?: trainer)?|cross ?trainer|eliptica|elliptique|eliptico|ellittica", "elliptical"),
        (r"sandbags?|sandsack", "sandbag"),
        (r"medicine balls?|medizinball|balon medicinal", "medicine-ball"),
        (r"sleds?|prowler", "sled"),
        (r"plates?|hantelscheiben?|discos", "weight-plate"),
    )
)
NOTHING = (
    r"(?:no |without |zero )(?:any )?(?:equipment|gear|weights)|body ?weight(?: (?:only"
    r"|training|exercises))?|nothing but (?:my )?body ?weight|calisthenics|ohne (?:gerate"
    r"|equipment|hanteln|gewichte)|keine gerate|korpergewicht|eigengewicht"
    r"|sin (?:equipo|equipamiento|material|pesas|maquinas)|peso corporal|sans (?:materiel"
    r"|equipement)|poids du corps|sem (?:equipamento|material|aparelhos)|peso do corpo"
    r"|senza (?:attrezz\w+|pesi)|corpo libero|no weights"
)
WHEN = (
    r"this week|diese woche|esta semana|cette semaine|questa settimana|at home|zu hause"
    r"|en casa|a la maison|em casa|a casa|in the hotel|travell?ing|on holiday|on vacation"
    r"|hotel"
)
