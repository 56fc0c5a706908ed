//! Ordinary Swedish words that are no names, or not always: what kin are to a patient, and the words
//! that hold sentences together. A word that is missing here costs a second reader, no secret.

/// What kin are to a patient, without endings, as they are written.
const RELATIONS: &[&str] = &[
    "mamma",
    "pappa",
    "mor",
    "far",
    "moder",
    "fader",
    "morsa",
    "farsa",
    "syster",
    "bror",
    "broder",
    "syskon",
    "tvilling",
    "son",
    "dotter",
    "man",
    "maka",
    "make",
    "fru",
    "hustru",
    "sambo",
    "särbo",
    "partner",
    "fästman",
    "fästmö",
    "flickvän",
    "pojkvän",
    "barn",
    "barnbarn",
    "bonusbarn",
    "bonusson",
    "bonusdotter",
    "styvson",
    "styvdotter",
    "sonson",
    "sondotter",
    "dotterson",
    "dotterdotter",
    "förälder",
    "föräldrar",
    "farmor",
    "farfar",
    "mormor",
    "morfar",
    "faster",
    "farbror",
    "moster",
    "morbror",
    "kusin",
    "brorson",
    "brorsdotter",
    "systerson",
    "systerdotter",
    "svärmor",
    "svärfar",
    "svägerska",
    "svåger",
    "svärson",
    "vän",
    "väninna",
    "närstående",
    "anhörig",
];

/// Forms that no ending makes.
const RELATION_FORMS: &[&str] = &[
    "makan",
    "maken",
    "makar",
    "modern",
    "fadern",
    "brodern",
    "bröder",
    "bröderna",
    "söner",
    "sönerna",
    "döttrar",
    "döttrarna",
    "mannen",
    "männen",
    "vänner",
    "vännen",
    "systrar",
    "systrarna",
    "föräldrarna",
    "barnen",
    "svägerskan",
    "svågern",
    "grannen",
    "granne",
];

const ENDINGS: &[&str] = &[
    "", "s", "n", "en", "et", "ns", "ens", "ets", "a", "an", "ar", "er", "na", "arna", "erna", "e",
];

/// Whether a word, in lower case, says what somebody is to the patient: "son", "sonen", "hustruns".
pub(super) fn is_relation(word: &str) -> bool {
    let genitive = word.strip_suffix('s').unwrap_or(word);
    RELATION_FORMS.contains(&word)
        || RELATION_FORMS.contains(&genitive)
        || RELATIONS.iter().any(|relation| {
            word.strip_prefix(relation)
                .is_some_and(|rest| ENDINGS.contains(&rest))
        })
}

/// The same without an ending: "son", and not "sonen".
pub(super) fn is_bare_relation(word: &str) -> bool {
    RELATIONS.contains(&word)
}

/// What people of a note do.
const VERBS: &[&str] = &[
    "är", "kan", "ska", "skall", "vill", "har", "hade", "måste", "hjälper", "kommer", "bor",
    "arbetar", "jobbar", "studerar", "pluggar", "tar", "får", "går", "kör", "ringer", "svarar",
    "orkar", "sköter", "handlar", "lagar", "besöker", "lever", "sover", "talar", "pratar",
    "tolkar", "vet", "finns",
];

/// Whether a word is a verb that stands after the names of kin.
pub(super) fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

/// Whether a word ends as verbs do; some names do so too.
pub(super) fn looks_like_verb(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "ar", "er", "ör", "år", "ade", "de", "te", "at", "it", "as", "es",
    ];
    is_verb(word) || ENDS.iter().any(|end| word.ends_with(end))
}

/// Whether a word is the title of somebody who works with the patient. An interpreter is none: in a
/// list of those who attended, "tolk" stands for itself.
pub(super) fn is_title(word: &str) -> bool {
    const TITLES: &[&str] = &[
        "läkare",
        "sköterska",
        "sköterskan",
        "ssk",
        "usk",
        "dsk",
        "kurator",
        "handläggare",
        "sekreterare",
        "terapeut",
        "samordnare",
        "planerare",
        "chef",
        "dietist",
        "logoped",
        "psykolog",
        "koordinator",
        "kuratorn",
        "läkaren",
    ];
    TITLES.iter().any(|title| word.ends_with(title))
}

/// Words with a meaning of their own that people are also called. Written with a capital letter
/// they may be a name; written with a small one they are the word.
const ALSO_NAMES: &[&str] = &[
    "bo", "bror", "dag", "ek", "far", "gran", "hans", "lin", "linda", "liv", "lo", "love", "maka",
    "man", "mark", "mo", "mor", "my", "ren", "sky", "sol", "son", "sten", "tage", "ung", "van",
    "vide", "äng",
];

/// The words that hold Swedish sentences together, and those that notes about kin are made of.
const ORDINARY: &str = "\
    adress advokat aldrig all alla allt alltid and andra annan annars annat arabiska att av \
    be behov behöva behöver ber berättar besöker bli blir bo boende boendet bor bostad bra \
    bredvid bry båda både bör c cirka co dag dagar dagen dagligen dagtid dari de deltagit \
    deltar dem den denna deras dess det detta dig din dit dock du där då efter ej eller en \
    ena endast engelska ensam er ett fem finns fler flera flyttar folk fort fram från fyra \
    få får för före förr förvaltare ge genom ger ges gift god gode godman gå går gör göra ha \
    hade han hans har helg helger heller hem hemma hemmet hemsjukvården hemtjänsten henne \
    hennes heter hittills hjälp hjälpa hjälper hon honom hos hur här i ibland icke idag in \
    inga ingen inget inom inte ja jag jobb jobbar jourtid kan klart klockan kom komma kommer \
    kommun kommunen kontakt kontaktar kontaktas kontaktperson kunna kvar kväll kvällar \
    kvällen kvällstid lever ligger lite lägenhet läkaren man med medan meddelas mellan men \
    mer mest mig migrationsverket min mobil mot mycket må många mår måste natt ned nej ni \
    nog nr nu nummer när nära närmast någon något några och ofta oftast okänd okänt om ombud \
    omsorg oss patient patienten per pratar på redan region regionen ring ringa ringer ringt \
    runt saknas samma samt se sedan ser sig sin sist sjukhuset sjuksköterskan själv ska \
    skall skriver skulle sköter snart som sover stad stor stora står stöd svar svarar \
    svenska sverige säger sätt så sådan talar tar tel telefon tid tigrinja till tills tolk \
    tolkar tolken tre två ukrainska under upp ur ut utan utanför vad van vana var vara \
    vardagar varit varje vem vet vid vidare vilja vilken vill väl vår våra vård vårdcentral \
    vårdcentralen vårt yngre yngst yngsta äldre äldst äldsta än ännu är även åt önskar över \
    arbete arbetet barnen bosatt bostaden dåligt gammal gamla heltid deltid helst hemadress jour \
    jourtelefon kvällar lindar lindas liten långt länge morgon morgnar natten nattetid nätter \
    ofta orolig pensionär sjuk sjuka skola små svårt trött utomlands vuxen vuxna växel växeln";

/// Whether a word, in lower case as written, is an ordinary word of Swedish.
pub(super) fn is_ordinary(word: &str) -> bool {
    ORDINARY.split(' ').any(|known| known == word) || ALSO_NAMES.contains(&word)
}

/// Whether people are called so, too.
pub(super) fn is_also_a_name(word: &str) -> bool {
    ALSO_NAMES.contains(&word)
}

/// Words that so often begin a sentence that a capital letter there says nothing.
pub(super) fn begins_sentences(word: &str) -> bool {
    const BEGIN: &[&str] = &[
        "man", "hon", "han", "hans", "den", "det", "de", "alla", "är", "var", "far", "mor", "i",
        "år",
    ];
    BEGIN.contains(&word)
}
