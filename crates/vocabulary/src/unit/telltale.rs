//! Social services and municipal rehab under another kind: recognised by the words of a unit's own
//! name and mailbox, however they are spelt. An organisation's name proves nothing, because home
//! nursing often lies under the administration of social services; it is a warning.

use super::UnitKind;

/// Beginnings and middles of words that only social services use of themselves, folded.
const SOCIAL_SERVICES: [&str; 23] = [
    "socialtjanst",
    "socialforvalt",
    "socialkontor",
    "socialnamnd",
    "socialsekret",
    "socialjour",
    "socialbyra",
    "socialenhet",
    "socialavdel",
    "socialomsorg",
    "socialasektor",
    "bistand",
    "forsorjningsstod",
    "individochfamilj",
    "familjeratt",
    "familjehem",
    "hemtjanst",
    "lsshandlagg",
    "myndighetsenhet",
    "myndighetsutov",
    "socialservices",
    "soctjanst",
    "familjeomsorg",
];
/// Whole words that mean social services. Within a longer word they mean nothing.
const SOCIAL_SERVICES_WORDS: [&str; 6] = ["soc", "ifo", "lss", "socialen", "iof", "soctj"];
/// What rehab calls itself, folded. Together with a municipality it is municipal rehab.
const REHAB: [&str; 4] = ["rehab", "fysioterap", "arbetsterap", "sjukgymnast"];
/// What makes rehab the municipality's.
const MUNICIPAL: [&str; 2] = ["kommun", "hemrehab"];
/// What in an organisation's name may mean social services or municipal rehab, folded.
const ORGANISATION: [&str; 3] = ["social", "omsorg", "rehab"];

/// The kind that a unit is treated as. A unit whose own name or mailbox says that it is social
/// services or municipal rehab is that, whatever kind it was given (X1, V5.3).
#[must_use]
pub fn recognised_kind(kind: UnitKind, name: &str, mailbox: Option<&str>) -> UnitKind {
    if kind.is_never_a_party() || kind.is_placeholder() {
        return kind;
    }
    let words = [words(name), words(mailbox.unwrap_or_default())].concat();
    if says_social_services(&words) {
        return UnitKind::SocialServices;
    }
    let text = words.concat().replace("kommunik", "");
    let municipal = kind == UnitKind::MunicipalPrimaryCare || holds(&text, &MUNICIPAL);
    if municipal && holds(&text, &REHAB) {
        return UnitKind::MunicipalRehab;
    }
    kind
}

/// Whether an organisation's name may be that of social services or of municipal rehab. It proves
/// nothing, so it is shown to two persons, who decide.
#[must_use]
pub fn organisation_may_be_social_services(organisation: &str) -> bool {
    let words = words(organisation);
    says_social_services(&words) || holds(&words.concat(), &ORGANISATION)
}

fn says_social_services(words: &[String]) -> bool {
    let whole = |word: &String| SOCIAL_SERVICES_WORDS.contains(&word.as_str());
    words.iter().any(whole) || holds(&words.concat(), &SOCIAL_SERVICES)
}

fn holds(text: &str, parts: &[&str]) -> bool {
    // A capital i is drawn like a small l.
    let text = text.replace('l', "i");
    parts
        .iter()
        .any(|part| text.contains(&part.replace('l', "i")))
}

/// The words of a text, in lower case, without marks over letters, with look-alikes of other
/// scripts and digits as the letters that they look like. What has no width parts no words.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in text.chars().flat_map(char::to_lowercase) {
        let folded = folded(letter);
        if folded.is_alphanumeric() {
            if let Some(word) = words.last_mut() {
                word.push(folded);
            }
        } else if !has_no_width(folded) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Soft hyphens, joiners, direction marks, combining marks: nothing that a reader sees as a border.
fn has_no_width(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn folded(letter: char) -> char {
    let plain = match letter {
        // Full width, as East Asian keyboards write it.
        '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
            u32::from(letter)
                .checked_sub(0xfee0)
                .and_then(char::from_u32)
                .unwrap_or(letter)
                .to_ascii_lowercase()
        }
        _ => letter,
    };
    match plain {
        'å' | 'ä' | 'á' | 'à' | 'â' | 'ã' | 'ā' | 'æ' | 'а' | 'α' => 'a',
        'в' | 'ь' => 'b',
        'с' | 'ç' | 'ć' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'е' | 'ё' | 'ε' | '3' => 'e',
        'һ' | 'н' => 'h',
        'í' | 'ì' | 'î' | 'ï' | 'ı' | 'і' | 'ї' | 'ι' | '1' | '|' | '!' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'ñ' | 'ń' | 'η' => 'n',
        'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' | 'ō' | 'о' | 'ο' | 'ό' | '0' => 'o',
        'р' | 'ρ' => 'p',
        'г' => 'r',
        'ѕ' | 'š' | 'ś' | 'ſ' | '5' | '$' => 's',
        'т' | 'τ' => 't',
        'ü' | 'ú' | 'ù' | 'û' | 'υ' => 'u',
        'ν' => 'v',
        'х' | 'χ' => 'x',
        'ý' | 'ÿ' | 'у' | 'γ' => 'y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{UnitKind, organisation_may_be_social_services, recognised_kind};

    fn seen(kind: UnitKind, name: &str, mailbox: &str) -> UnitKind {
        recognised_kind(kind, name, Some(mailbox))
    }

    #[test]
    fn social_services_are_known_by_their_own_name_however_it_is_spelt() {
        for name in [
            "Biståndsenheten",
            "BISTÅNDSENHETEN, Trollhättan",
            "Bistands-enheten",
            "Bi\u{ad}stånds\u{200b}enheten",
            "Bistа\u{301}ndsenheten",
            "Bista\u{30a}ndsenheten",
            "Ｂｉｓｔåndsenheten",
            "B1ståndsenheten",
            "Social tjänsten",
            "Ѕocialtjänsten",
            "Individ- och familjeomsorg",
            "IFO Trollhättan",
            "Enheten för ekonomiskt bistånd",
            "LSS, vuxen",
            "Hemtjänsten Sylte",
            "Myndighetsenheten",
            "Soctjänsten",
            "Individ & familjeomsorg",
            "SociaItjänsten",
            "ſocialtjänſten",
        ] {
            for kind in [
                UnitKind::HealthCentre,
                UnitKind::HospitalWard,
                UnitKind::MunicipalPrimaryCare,
                UnitKind::RegionalRehab,
                UnitKind::HeadOffice,
            ] {
                assert_eq!(seen(kind, name, ""), UnitKind::SocialServices, "{name}");
            }
        }
        for mailbox in [
            "bistand@trollhattan.example",
            "soc@x.example",
            "x@socialtjansten.example",
        ] {
            let kind = seen(UnitKind::HealthCentre, "Enhet 1", mailbox);
            assert_eq!(kind, UnitKind::SocialServices, "{mailbox}");
        }
    }

    #[test]
    fn rehab_is_the_municipalitys_when_it_or_its_kind_says_so() {
        for (kind, name) in [
            (UnitKind::MunicipalPrimaryCare, "Rehabenheten"),
            (
                UnitKind::MunicipalPrimaryCare,
                "Fysioterapi och arbetsterapi",
            ),
            (
                UnitKind::MunicipalPrimaryCare,
                "Arbetsterapeuter och fysioterapeuter",
            ),
            (UnitKind::RegionalRehab, "Kommunens rehab"),
            (UnitKind::HealthCentre, "Kommunrehab Trollhättan"),
            (UnitKind::RegionalRehab, "Hemrehab"),
        ] {
            assert_eq!(seen(kind, name, ""), UnitKind::MunicipalRehab, "{name}");
        }
    }

    #[test]
    fn care_units_keep_their_kind() {
        for (kind, name) in [
            (
                UnitKind::MunicipalPrimaryCare,
                "Kommunal primärvård, Trollhättan",
            ),
            (
                UnitKind::MunicipalPrimaryCare,
                "Hemsjukvården Sociala torget",
            ),
            (UnitKind::RegionalRehab, "Närhälsan Rehabmottagning"),
            (UnitKind::RegionalRehab, "Rehabilitering och kommunikation"),
            (UnitKind::SpecialistClinic, "Psykosociala mottagningen"),
            (UnitKind::SpecialistClinic, "Arbets- och socialmedicin"),
            (UnitKind::HospitalWard, "Avdelning 43, NÄL"),
            (UnitKind::HeadOffice, "Koncernkontoret"),
            (UnitKind::PlaceholderMunicipality, "Fiktiv kommun"),
        ] {
            assert_eq!(seen(kind, name, ""), kind, "{name}");
        }
    }

    #[test]
    fn an_organisations_name_is_only_a_warning() {
        for organisation in [
            "Omsorgsförvaltningen",
            "Socialförvaltningen",
            "Kommunens rehab",
        ] {
            assert!(organisation_may_be_social_services(organisation));
        }
        for organisation in [
            "Trollhättans stad",
            "Västra Götalandsregionen",
            "Orust kommun",
        ] {
            assert!(!organisation_may_be_social_services(organisation));
        }
    }
}
