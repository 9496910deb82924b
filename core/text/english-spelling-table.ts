/**
 * British spellings and the American ones that the normaliser of published word error rates writes. A
 * rule replaces letters between a stem and an ending: `accessori` + s→z + `ed`. `-` is no ending.
 */
export interface SpellingRule {
  readonly from: string;
  readonly to: string;
  /** Lines of `stem stem … + ending ending …`. */
  readonly families: readonly string[];
}

export const SPELLING_RULES: readonly SpellingRule[] = [
  {
    from: 's',
    to: 'z',
    families: [
      `accessori analy anglici antagoni apologi authori bapti bastardi bowdleri brutali canali
      cannibali canoni capitali carameli carboni cataly categori cauteri centrali characteri
      circulari civili collectivi commerciali compartmentali computeri conceptuali contextuali
      criminali critici customi demoni deodori depersonali deputi digiti economi editoriali
      empathi emphasi energi epitomi eulogi evangeli exorci factori fantasi femini galvani ghettoi
      glamori homogeni humani hybridi hypnoti hypothesi idoli immortali individuali industriali
      initiali intellectuali italici itemi jeopardi legitimi locali magneti memori memoriali
      mesmeri metaboli militari minimi moderni morali optimi ostraci overemphasi paraly
      particulari penali personali philosophi plagiari propagandi psychoanaly publici radicali
      randomi revitali revolutioni rhapsodi romantici saniti satiri scandali scrutini sensationali
      sensiti sentimentali sermoni signali sodomi solemni summari symboli tempori tenderi terrori
      theori traumati triviali tyranni vandali verbali + e ed es ing`,
      `acclimati crystalli decentrali decriminali dehumani demilitari demobili democrati demorali
      denationali desensiti destabili extempori familiari finali formali fossili fraterni globali
      harmoni hospitali ideali immuni institutionali internali internationali legali liberali
      lioni marginali materiali maximi mechani miniaturi mobili monopoli naturali neutrali normali
      oxidi passivi pasteuri pedestriani polari politici populari pressuri prioriti professionali
      pulveri regulari seculari sociali standardi stigmati synchroni systemati unioni urbani
      vapori victimi vulgari westerni + e ed es ing ation`,
      `dramati externali fictionali generali nationali privati rationali reorgani seriali speciali
      visuali vocali + e ed es ing ation ations`,
      'annuali motori rituali transistori unauthori uncivili underutili unorgani vulcani + ed',
      'breathaly liquidi moisturi proselyti sympathi synthesi womani + e ed er es ers ing',
      'coloni equali fertili immobili ioni stabili subsidi + e ed er es ers ing ation',
      'agoni patroni tantali + e ed es ing ingly',
      'amorti reali + e ed es ing able ation ations',
      'aggrandi + ement',
      'appeti + er ers ing ingly',
      'co + y ier ies ily iest iness',
      'disorgani + ed ation',
      'organi + e ed er es ers ing ation ations ational',
      'recogni + e ed es ing able ably ance',
      'sterili + e ed er es ers ing ation ations',
      'unrecogni + ed able',
      'utili + e ed es ing able ation',
    ],
  },
  {
    from: 'l',
    to: '',
    families: [
      `backpedal bedevil cancel carol cavil channel chisel cudgel dial disembowel drivel duel
      enamel funnel gambol grovel impanel imperil initial label marshal parcel pedal pencil
      quarrel ravel refuel remodel rival shovel shrivel signal snivel snorkel spiral squirrel
      stencil swivel towel trial tunnel unravel weasel yodel + ed ing`,
      'bejewel bevel dishevel gravel tassel unequal unrival untrammel + ed',
      'level model revel travel + ed er ers ing',
      'cal + iper ipers isthenics',
      'chil + i',
      'council + or ors',
      'counsel + ed or ing ors',
      'cruel + er est',
      'fil + et ets eted eting',
      'gruel + ing ingly',
      'jewel + ed er ers',
      'libel + ed ing ous',
      'marvel + ed ing ous ously',
      'panel + ed ing ist ists',
      'tranquil + ity ize ized izer izes izers izing',
      'wool + y en ens ies',
    ],
  },
  {
    from: 'u',
    to: '',
    families: [
      'ardo cando clango demeano disfavo fervo misbehavio ranco technicolo valo vigo + r',
      'arbo misdemeano parlo rigo savio splendo tricolo tumo vapo watercolo + r rs',
      'belabo clamo discolo endeavo harbo succo + r rs red ring',
      'dishono hono + r rs red ring rable rably',
      'enamo multicolo + red',
      'armo + r ry red rer rers ries',
      'ba + lk lks lked lking',
      'behavio + r rs ral rism rist rists',
      'catalog + ed ing',
      'colo + r rs red rant reds rful ring rize rants rized rizes rless rfully rizing',
      'favo + r rs red ring rite rable rably rites ritism',
      'flavo + r rs red ring rings rless rsome',
      'humo + r rs red ring rless',
      'labo + r rs red rer rers ring',
      `mo + ld lt lds ldy lts lded lder lted lders ldier lding lting ldered ldiest ldings ldering`,
      'neighbo + r rs rly ring rhood rhoods rliness',
      'odo + r rs rless',
      'remo + ld lds lded lding',
      'rumo + r rs red',
      'savo + r rs ry red ries ring',
      'smo + lder lders ldered ldering',
      'unfavo + rable rably',
      'unsavo + ry',
    ],
  },
  {
    from: 're',
    to: 'er',
    families: [
      `amphitheat calib centilit centimet epicent goit kilomet lit louv met micromet millilit
      millimet mit reconnoit sab scept sepulch spect + - s`,
      'lacklust lust meag saltpet somb + -',
      'accout + ments',
      'cent + - s fold folds piece pieces',
      'fib + - s glass',
      'theat + - s goer goers',
    ],
  },
  {
    from: 'a',
    to: '',
    families: [
      'leuk tox + emia',
      'medi prim + eval',
      ' + eon eons esthete esthetes esthetic etiology esthetics esthetically',
      `an + emia emic esthesia esthetic esthetics esthetist esthetize esthetists esthetized
      esthetizes esthetizing`,
      'arch + eology eologist eologists eologically',
      'bougainvill + ea eas',
      'c + esarean esareans',
      'chim + era eras',
      'encyclop + edia edic edias',
      'f + ecal eces',
      'fl + utist utists',
      'gyn + ecology ecologist ecological ecologists',
      `h + ematology emoglobin emophilia emorrhage emophiliac emorrhaged emorrhages emorrhoids
      ematologist emophiliacs emorrhaging ematological ematologists`,
      'orthop + edic edics',
      `p + ederast ederasts ediatric edophile ediatrics edophiles edophilia ediatrician
      ediatricians`,
      'pal + eolithic eontology eontologist eontologists',
      'pr + esidium esidiums',
    ],
  },
  {
    from: '',
    to: 'l',
    families: [
      'appal distil enrol enthral instil + - s',
      'cancel + ation ations',
      'crenel + ated',
      'fulfil + - s ment',
      'instal + - s ment ments',
    ],
  },
  {
    from: 'e',
    to: '',
    families: ['ag bing glu + ing', 'phon stor + y', 'ax + -', 'judg + ment', 'lik + able'],
  },
  {
    from: 'o',
    to: '',
    families: [
      'diarrh gonorrh + ea',
      'ed + ema',
      'f + etal etid etus etuses',
      'hom + eopath eopaths eopathy eopathic',
      'm + ustache ustached ustaches ustachioed',
      ' + estrogen esophagus esophaguses',
      'pharmacop + eia eias',
    ],
  },
  {
    from: 'me',
    to: '',
    families: ['aerogram centigram gram kilogram milligram program + - s'],
  },
  {
    from: 'ue',
    to: '',
    families: ['analog catalog dialog epilog monolog prolog + - s'],
  },
  {
    from: 'c',
    to: 's',
    families: ['offen preten + e es', 'defen + e es eless', 'licen + e ed es ing'],
  },
  {
    from: 'y',
    to: 'i',
    families: ['c + pher phers', 's + phon phons phoned phoning', 't + re res'],
  },
  {
    from: 'c',
    to: 'k',
    families: ['dis videodis + - s', 's + eptic eptics eptical epticism eptically'],
  },
  {
    from: 'oeuv',
    to: 'euve',
    families: ['man + red ring rable rings rability', 'outman + red ring'],
  },
  {
    from: 'ugh',
    to: 'w',
    families: ['plo + - s ed ing man men share shares', 'snowplo + -'],
  },
  {
    from: 'ugh',
    to: 'f',
    families: ['dra + t ts ty tier tiest tsman tsmen tboard tboards tswoman tswomen tsmanship'],
  },
  {
    from: 'gao',
    to: 'jai',
    families: [' + l ls led ler lers ling lbird lbirds lbreak lbreaks'],
  },
];

/** Pairs that follow no rule: `british american`, one after the other. */
export const SPELLING_PAIRS = `
  aeroplane airplane aeroplanes airplanes almanack almanac almanacks almanacs aluminium aluminum
  anaesthetise anesthetize anaesthetised anesthetized anaesthetises anesthetizes anaesthetising
  anesthetizing archeological archaeological artefact artifact artefacts artifacts bannister
  banister bannisters banisters battleax battleaxe behove behoove behoved behooved behoves
  behooves bevvies bevies bevvy bevy biassed biased biassing biasing busses buses bussing busing
  centred centered cheque check chequebook checkbook chequebooks checkbooks chequered checkered
  cheques checks clarinettist clarinetist clarinettists clarinetists connexion connection
  connexions connections epaulette epaulet epaulettes epaulets gage gauge gaged gauged gages
  gauges gaging gauging gasses gases gipsies gypsies glamor glamour grey gray greyed grayed
  greying graying greyish grayish greyness grayness greys grays groyne groin groynes groins
  gryphon griffin gryphons griffins inflexion inflection inflexions inflections jewellery jewelry
  louvred louvered manoeuvre maneuver manoeuvres maneuvers minibusses minibuses misspelt
  misspelled omelette omelet omelettes omelets outmanoeuvre outmaneuver outmanoeuvres outmaneuvers
  philtre filter philtres filters pouffe pouf pouffes poufs practise practice practised practiced
  practises practices practising practicing pummelled pummel pummelling pummeled pyjama pajama
  pyjamas pajamas pzazz pizzazz reconnoitred reconnoitered reconnoitring reconnoitering sheikh
  sheik snowploughs snowplow storeys stories sulphate sulfate sulphates sulfates sulphide sulfide
  sulphides sulfides sulphur sulfur sulphurous sulfurous tonne ton tonnes tons tranquillise
  tranquilize tranquillised tranquilized tranquilliser tranquilizer tranquillisers tranquilizers
  tranquillises tranquilizes tranquillising tranquilizing tranquilly tranquility travelog
  travelogue travelogs travelogues waggon wagon waggons wagons worshipped worshiped worshipper
  worshiper worshipping worshiping yoghourt yogurt yoghourts yogurts yoghurt yogurt yoghurts
  yogurts
`;
