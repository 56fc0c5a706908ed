//! Two hundred ordinary certificates about persons with short names: at most one in twenty may be
//! marked, or nobody reads the marks any more.

use vocabulary::letter::LetterKind;

use super::{certificate, marked, queued};

/// Names of two to five letters, most of them ordinary words or parts of such.
const NAMES: [&str; 23] = [
    "Ali", "Van", "Maka", "Son", "My", "Bo", "Li", "Ana", "Omar", "Lin", "Sara", "Man", "Nil",
    "Eva", "Amal", "Liv", "Dag", "Ina", "Rut", "Sam", "Nader", "Ester", "Linda",
];

const OPENINGS: &[&str] = &[
    "Undertecknad har undersökt patienten i samband med pågående slutenvård.",
    "Patienten vårdas sedan två veckor på sjukhuset efter en stroke med högersidig svaghet.",
    "Patienten inkom akut den 2 mars 2026 på grund av höftfraktur och opererades samma dag.",
    "Intyget avser en person med långvarig lungsjukdom och nedsatt ork.",
    "Man ser hos patienten en uttalad trötthet och nedsatt rörlighet efter lång sjukdomstid.",
    "Patienten har diabetes typ 2 sedan 2009, högt blodtryck och kronisk njursvikt.",
    "Patienten har känd demenssjukdom, sannolikt av Alzheimertyp, och nedsatt orienteringsförmåga.",
    "Patienten har en ryggmärgsskada sedan 2014 och använder rullstol.",
    "Patienten är en äldre kvinna som vårdas för urinvägsinfektion och allmän svaghet.",
    "Patienten är en man i sextioårsåldern med Parkinsons sjukdom.",
];

const NEEDS: &[&str] = &[
    "Hon behöver hjälp med all personlig hygien, av- och påklädning samt toalettbesök.",
    "Han behöver hjälp av två personer vid förflyttning och vänds i säng 3 gånger per natt.",
    "Behöver hjälp med medicinerna fyra gånger per dag, klockan 08.00, 12.00, 16.00 och 20.00.",
    "Kan inte bo ensam utan tillsyn dygnet runt. Är van att klara sig själv men orkar inte längre.",
    "Måltider måste förberedas och patienten behöver påminnas om att äta och dricka.",
    "Hon går korta sträckor med rollator inomhus men kan inte gå i trappor.",
    "Såren läggs om tre gånger i veckan av sjuksköterska. Risk för trycksår föreligger.",
    "Patienten har en kvarliggande urinkateter som sköts dagligen och byts var 8:e vecka.",
    "Insulin ges med penna morgon och kväll. Blodsocker kontrolleras före måltid, mål 6–10 mmol/l.",
    "Han saknar egen förmåga att tillkalla hjälp och är i behov av larm.",
    "Patienten äter själv om maten är uppskuren, men dricker för lite, ungefär 1 000 ml per dygn.",
    "Talet är påverkat och hon förstår enkla meningar på sitt eget språk.",
    "Blodtrycket är 140/90, vikten 62,5 kg och längden 170 cm.",
    "Behandlas med β-blockerare och diuretika. Nyinsatt läkemedel är Metoprolol 50 mg 1x2.",
    "Smärtan är måttlig i vila och svår vid rörelse, VAS 6 av 10.",
    "Omvårdnadsbehovet är omfattande, både dag och natt, och bedöms kvarstå minst 6 månader.",
];

const KIN: &[&str] = &[
    "Hans son och hustru hjälper till på dagarna men orkar inte med nätterna.",
    "Sonen bor i ett annat rum på samma boende och arbetar på dagarna.",
    "Hennes maka är själv sjuk och kan inte ge den omvårdnad som behövs.",
    "En god vän kommer ibland på besök. Övriga anhöriga finns i hemlandet.",
    "Anhöriga saknas i Sverige.",
    "Dottern hjälpte till redan i våras, före semestern, men orkar inte mer och resan är lång.",
    "Benen lindas varje morgon. Övrig hjälp rester av familjen ger arbetar emot rehabiliteringen.",
    "Dottern har små barn och kan inte ta över omvårdnaden. Makan är van vid situationen.",
    "Maken lever inte längre. Bror och syster bor i Göteborg.",
    "Man har talat med sonen, som inte kan vara hemma på nätterna.",
    "Patientens vänner har försökt hjälpa till, men det är inte hållbart i längden.",
    "Familjen delar en liten lägenhet på tredje våningen utan hiss, två rum och kök.",
];

const ENDINGS: &[&str] = &[
    "Omvårdnadsbehovet kan inte tillgodoses i det egna boendet.",
    "Boende med tillgång till personal dygnet runt bedöms nödvändigt från utskrivningsdagen.",
    "Patienten är medicinskt färdigbehandlad men kan inte återvända till boendet utan insatser.",
    "Uppföljning sker på vårdcentralen om fyra veckor, med provtagning och läkarbesök.",
    "Jag har god kännedom om patienten och ansvarar för vården på avdelningen.",
    "Rehabteamet fortsätter träningen och ett nytt hembesök planeras i april.",
    "Bedömningen grundas på undersökning, journaluppgifter och samtal med tolk den 3 mars 2026.",
    "Tillståndet är allvarligt men stabilt. Liv och hälsa riskeras om omvårdnaden uteblir.",
    "Samtliga uppgifter är lämnade med patientens samtycke.",
    "Uppgivenhet, klenhet och sängbundenhet präglar läget. Då ger man Alvedon, ibland 4–5 gånger.",
    "Medvetenhet om sjukdomen finns. Erfarenheten är att nya miljöer förvärrar oron.",
];

/// The certificate of a number: each part changes at its own pace, so that all of them meet.
fn text(number: usize) -> String {
    let of =
        |parts: &[&'static str], pace: usize| parts[(number * pace + number / 7) % parts.len()];
    let mut text = vec![of(OPENINGS, 1)];
    for needs in 0..4 {
        text.push(NEEDS[(number * 3 + needs * 5 + number / 10) % NEEDS.len()]);
    }
    text.extend([of(KIN, 3), of(ENDINGS, 7)]);
    text.join(if number.is_multiple_of(3) { "\n" } else { " " })
}

// covers: V6A.7
#[test]
fn of_two_hundred_ordinary_certificates_at_most_one_in_twenty_is_marked() {
    let mut found = Vec::new();
    for number in 0..200 {
        let name = NAMES[number % NAMES.len()];
        let kin = NAMES[(number * 3 + 1) % NAMES.len()];
        let noted = match number % 6 {
            0 => format!("{kin}, 070-123 45 67"),
            4 => format!("Sonen {kin} arbetar dagtid och orkar inte med nätterna. Orkar inte mer."),
            5 => format!(
                "Dottern bor nära. Kan hjälpa ibland. Trött efter en resa. {kin} har telefon"
            ),
            1 => format!("Sonen {kin} Haddad"),
            2 => format!("{kin} Nguyen (dotter)"),
            _ => format!("Hustrun {kin} och brodern {name}"),
        };
        let content = text(number);
        let story = certificate(&format!("{name} Rahimi"), &noted, &content);
        let marks = marked(&queued(story, LetterKind::Certificate));
        if !marks.is_empty() {
            found.push(format!("{name}, kin {noted}: {marks:?} in {content}"));
        }
    }
    assert!(found.len() <= 10, "{}: {}", found.len(), found.join("\n"));
}
