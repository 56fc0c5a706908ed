//! Patients' identity numbers.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use vocabulary::{
    choice::Choice,
    identifier::{
        Identifier, IdentifierKind, IdentifierMistake as Mistake, IdentifierWarning, ReserveScheme,
    },
};

use IdentifierKind::{CoordinationNumber, LmaNumber, PersonalNumber, ReserveNumber};

/// The day the checked-in vectors were made for.
const TODAY: Date = date(2026, 3, 5);

const PERSONAL_VECTORS: &str = include_str!("../vectors/personnummer.tsv");

fn reserve(text: &str) -> Identifier {
    Identifier::parse(ReserveNumber, text)
        .unwrap_or_else(|mistake| panic!("{text} is refused: {mistake}"))
}

fn stored(kind: IdentifierKind, text: &str) -> Result<String, Mistake> {
    Identifier::parse_on(kind, text, TODAY).map(|identifier| identifier.stored().to_owned())
}

// covers: V3.5
// covers: C2.1
#[test]
fn an_lma_number_is_read_from_the_card_however_it_is_typed() {
    for text in [
        "12-345678",
        "12345678",
        " 12 345678 ",
        "12–345678",
        "12-345678/3",
        "12345678/12",
    ] {
        let number = Identifier::parse(LmaNumber, text).unwrap();
        assert_eq!(number.stored(), "12345678", "{text}");
        assert_eq!(number.shown(), "12-345678", "{text}");
        assert_eq!(number.birth_date(), None);
        assert!(number.warnings().is_empty());
    }
}

// covers: V3.5
#[test]
fn the_serial_of_the_card_is_kept_apart_from_the_lma_number() {
    let serial = |text: &str| {
        let number = Identifier::parse(LmaNumber, text).unwrap();
        assert_eq!(number.stored(), "12345678", "{text}");
        number.card_serial().map(str::to_owned)
    };
    assert_eq!(serial("12-345678"), None);
    assert_eq!(serial("12-345678/1"), Some("1".to_owned()));
    assert_eq!(serial("900101 12-345678/02"), Some("02".to_owned()));
    assert_eq!(serial("9001011234567802"), Some("02".to_owned()));
    assert_eq!(serial("90010112345678"), None);

    let card_one = Identifier::parse(LmaNumber, "12-345678/1").unwrap();
    let card_two = Identifier::parse(LmaNumber, "12-345678/2").unwrap();
    assert_eq!(card_one, card_two, "a new card is not a new number");
}

// covers: V3.5
#[test]
fn what_is_no_lma_number_is_refused_with_what_to_do() {
    for (text, mistake) in [
        ("", Mistake::Missing),
        ("  ", Mistake::Missing),
        ("12-34567", Mistake::LmaLength),
        ("12-3456789", Mistake::LmaLength),
        ("12-345678/", Mistake::LmaLength),
        ("12-345678/123", Mistake::LmaLength),
        ("9001011234567802/1", Mistake::LmaLength),
        ("12-345678/1/2", Mistake::ForbiddenCharacter),
        ("12+345678", Mistake::ForbiddenCharacter),
        ("12_345678", Mistake::ForbiddenCharacter),
        ("00-000000", Mistake::Placeholder),
        ("821105-9954", Mistake::LooksLikePersonalNumber),
        ("19821105-9954", Mistake::LooksLikePersonalNumber),
        ("19810829M071", Mistake::LooksLikeReserveNumber),
    ] {
        assert_eq!(Identifier::parse(LmaNumber, text), Err(mistake), "{text}");
    }
}

// covers: C2.3
#[test]
fn a_reserve_number_of_the_region_is_accepted_by_its_check_digit() {
    for (text, born) in [
        ("19810829M071", date(1981, 8, 29)),
        ("19450829-K088", date(1945, 8, 29)),
        ("19930829x802", date(1993, 8, 29)),
        ("20210325 K069", date(2021, 3, 25)),
    ] {
        let number = reserve(text);
        assert_eq!(
            number.scheme(),
            Some(ReserveScheme::VastraGotaland),
            "{text}"
        );
        assert_eq!(number.birth_date(), Some(born), "{text}");
        assert_eq!(number.stored().len(), 12);
        assert_eq!(number.system(), Some("urn:oid:1.2.752.113.11.0.2.1.1.1"));
        assert!(number.warnings().is_empty(), "{text}");
    }
    let number = Identifier::parse(ReserveNumber, "19810829m071").unwrap();
    assert_eq!(number.shown(), "19810829-M071");
}

// covers: C2.3
#[test]
fn every_wrong_check_digit_of_the_regions_reserve_number_is_noticed() {
    for right in [
        "19810829M071",
        "19450829K088",
        "19930829X802",
        "20210325K069",
    ] {
        for check in '0'..='9' {
            let text = format!("{}{check}", &right[..11]);
            let read = Identifier::parse(ReserveNumber, &text);
            if text == right {
                assert!(read.is_ok());
            } else {
                assert_eq!(read, Err(Mistake::WrongCheckDigit), "{text}");
            }
        }
    }
}

// covers: C2.3
#[test]
fn the_regions_old_reserve_number_is_accepted_and_a_new_one_asked_for() {
    // The last has a correct check digit and a serial that the present format does not use.
    for text in [
        "19810829A071",
        "19810829-Z999",
        "19819999B001",
        "19810829K000",
    ] {
        let number = reserve(text);
        assert_eq!(
            number.scheme(),
            Some(ReserveScheme::VastraGotalandOld),
            "{text}"
        );
        assert_eq!(
            number.warnings(),
            [IdentifierWarning::OldReserveFormat],
            "{text}"
        );
        assert_eq!(number.system(), None, "{text}");
    }
    assert!(
        IdentifierWarning::OldReserveFormat
            .detail()
            .contains("Skapa ett nytt")
    );
    let undated = Identifier::parse(ReserveNumber, "19819999B001").unwrap();
    assert_eq!(undated.birth_date(), None);
}

#[test]
fn a_national_reserve_number_is_accepted_by_its_check_digit() {
    for (text, born) in [
        ("98240301AA06", Some(date(2024, 3, 1))),
        ("22950606FH20", Some(date(1995, 6, 6))),
    ] {
        let number = reserve(text);
        assert_eq!(number.scheme(), Some(ReserveScheme::National), "{text}");
        assert_eq!(number.birth_date(), born, "{text}");
        assert_eq!(
            number.system(),
            Some("http://electronichealth.se/identifier/nationelltReservnummer")
        );
        for check in '0'..='9' {
            let slip = format!("{}{check}", &text[..11]);
            assert_eq!(
                Identifier::parse(ReserveNumber, &slip).is_ok(),
                slip == text,
                "{slip}"
            );
        }
    }
    // A date that does not exist after the century is shifted back; letters that the format does
    // not use.
    assert_eq!(
        Identifier::parse(ReserveNumber, "98240230AA06"),
        Err(Mistake::NoSuchDate)
    );
    assert_eq!(
        Identifier::parse(ReserveNumber, "99240301AA06"),
        Err(Mistake::NoSuchDate)
    );
    assert_eq!(
        Identifier::parse(ReserveNumber, "98240301AO06"),
        Err(Mistake::UnknownReserveFormat)
    );
}

#[test]
fn a_national_reserve_number_without_known_date_carries_no_birth_date() {
    let valid: Vec<Identifier> = (0..10)
        .filter_map(|check| Identifier::parse(ReserveNumber, &format!("00012045AAA{check}")).ok())
        .collect();
    assert_eq!(valid.len(), 1, "exactly one check digit fits");
    assert_eq!(valid[0].scheme(), Some(ReserveScheme::National));
    assert_eq!(valid[0].birth_date(), None);
}

#[test]
fn other_regions_reserve_numbers_are_known_by_their_form() {
    for (text, scheme, born) in [
        ("991981000010", ReserveScheme::Stockholm, None),
        ("991945000023", ReserveScheme::Stockholm, None),
        ("991993000032", ReserveScheme::Stockholm, None),
        ("198108320014", ReserveScheme::Inera, None),
        (
            "19810829SU3A",
            ReserveScheme::Varmland,
            Some(date(1981, 8, 29)),
        ),
        (
            "19450829SF2B",
            ReserveScheme::Varmland,
            Some(date(1945, 8, 29)),
        ),
        (
            "19930829SX0C",
            ReserveScheme::Varmland,
            Some(date(1993, 8, 29)),
        ),
        (
            "19810829DA0B",
            ReserveScheme::Skane,
            Some(date(1981, 8, 29)),
        ),
        ("810829FZ1Q", ReserveScheme::Skane, None),
        (
            "19810829TA3J",
            ReserveScheme::Orebro,
            Some(date(1981, 8, 29)),
        ),
        (
            "19810829123R",
            ReserveScheme::Vasternorrland,
            Some(date(1981, 8, 29)),
        ),
        (
            "19810829AB3C",
            ReserveScheme::Blekinge,
            Some(date(1981, 8, 29)),
        ),
    ] {
        let number = reserve(text);
        assert_eq!(number.scheme(), Some(scheme), "{text}");
        assert_eq!(number.birth_date(), born, "{text}");
        assert_eq!(
            number.warnings(),
            [IdentifierWarning::AnotherRegion(scheme)],
            "{text}"
        );
        assert!(number.warnings()[0].detail().contains(scheme.swedish()));
    }
    assert_eq!(
        Identifier::parse(ReserveNumber, "991981000011"),
        Err(Mistake::WrongCheckDigit)
    );
    assert_eq!(
        Identifier::parse(ReserveNumber, "198108320015"),
        Err(Mistake::WrongCheckDigit)
    );
}

#[test]
fn what_is_no_reserve_number_is_refused_with_what_to_do() {
    for (text, mistake) in [
        ("", Mistake::Missing),
        ("12-345678", Mistake::LooksLikeLmaNumber),
        ("821105-9954", Mistake::LooksLikePersonalNumber),
        ("19821105-9954", Mistake::LooksLikePersonalNumber),
        ("19570574-9959", Mistake::IsCoordinationNumber),
        ("19810231K088", Mistake::NoSuchDate),
        ("19811331AB3C", Mistake::NoSuchDate),
        ("19810829+M071", Mistake::ForbiddenCharacter),
        ("19810829M07", Mistake::UnknownReserveFormat),
        ("ABCDEFGHIJKL", Mistake::UnknownReserveFormat),
        ("990229DA0B", Mistake::UnknownReserveFormat),
        ("19810829M07É", Mistake::ForbiddenCharacter),
    ] {
        assert_eq!(
            Identifier::parse(ReserveNumber, text),
            Err(mistake),
            "{text}"
        );
    }
}

#[test]
fn personal_and_coordination_numbers_are_judged_as_pypi_personnummer_judges_them() {
    let mut judged = 0;
    for line in PERSONAL_VECTORS.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [text, verdict, kind, long, born] = cells[..] else {
            panic!("a vector: {line}")
        };
        let kind = IdentifierKind::from_code(kind).unwrap();
        let read = Identifier::parse_on(kind, text, TODAY);
        if verdict == "valid" {
            let number = read.unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
            assert_eq!(number.stored(), long, "{text}");
            assert_eq!(number.birth_date(), Some(born.parse().unwrap()), "{text}");
            let other = if kind == PersonalNumber {
                CoordinationNumber
            } else {
                PersonalNumber
            };
            assert!(Identifier::parse_on(other, text, TODAY).is_err(), "{text}");
        } else {
            assert!(
                matches!(read, Err(Mistake::WrongCheckDigit | Mistake::NoSuchDate)),
                "{text}: {read:?}"
            );
        }
        judged += 1;
    }
    assert_eq!(judged, 600);
}

#[test]
fn a_ten_digit_number_gets_its_century_from_today() {
    // Twelve digits by the mark; the numbers are from Skatteverket's test series.
    assert_eq!(
        stored(PersonalNumber, "821105-9954"),
        Ok("198211059954".to_owned())
    );
    assert_eq!(
        stored(PersonalNumber, "8211059954"),
        Ok("198211059954".to_owned())
    );
    assert_eq!(
        stored(PersonalNumber, "791221+9990"),
        Ok("187912219990".to_owned())
    );
    assert_eq!(
        stored(CoordinationNumber, "570574-9959"),
        Ok("195705749959".to_owned())
    );
    assert_eq!(
        Identifier::parse(PersonalNumber, "821105-9954"),
        Err(Mistake::CenturyMissing),
        "without a day to reckon from, the century must be typed"
    );
    let number = Identifier::parse(PersonalNumber, "198211059954").unwrap();
    assert_eq!(number.shown(), "19821105-9954");
}

#[test]
fn nobody_has_a_number_from_a_day_to_come() {
    let number = "20001209-9891";
    assert_eq!(
        Identifier::parse_on(PersonalNumber, number, date(2000, 12, 8)),
        Err(Mistake::NotBornYet)
    );
    // Without a century the number may belong to somebody who turns 100 this year, and people paste
    // any mark.
    for text in ["001209-9891", "0012099891"] {
        let old = Identifier::parse_on(PersonalNumber, text, date(2000, 12, 8)).unwrap();
        assert_eq!(old.birth_date(), Some(date(1900, 12, 9)));
    }
    assert!(Identifier::parse_on(PersonalNumber, number, date(2000, 12, 9)).is_ok());
    // The same holds for a reserve number.
    assert_eq!(
        Identifier::parse_on(ReserveNumber, "20210325K069", date(2021, 3, 24)),
        Err(Mistake::NotBornYet)
    );
}

#[test]
fn a_number_of_another_kind_is_named_so_that_the_user_can_change_kind() {
    for (kind, text, mistake) in [
        (
            PersonalNumber,
            "19570574-9959",
            Mistake::IsCoordinationNumber,
        ),
        (
            CoordinationNumber,
            "19821105-9954",
            Mistake::IsPersonalNumber,
        ),
        (PersonalNumber, "12-345678", Mistake::LooksLikeLmaNumber),
        (
            PersonalNumber,
            "19810829M071",
            Mistake::LooksLikeReserveNumber,
        ),
        (PersonalNumber, "19821105-995", Mistake::PersonalLength),
        (
            PersonalNumber,
            "1982+1105-9954",
            Mistake::ForbiddenCharacter,
        ),
        (
            PersonalNumber,
            "1982/1105-9954",
            Mistake::ForbiddenCharacter,
        ),
        (PersonalNumber, "19870704-9996", Mistake::WrongCheckDigit),
        (PersonalNumber, "19870732-9996", Mistake::NoSuchDate),
    ] {
        assert_eq!(Identifier::parse(kind, text), Err(mistake), "{text}");
    }
}

#[test]
fn no_number_is_printed_by_accident() {
    for (kind, text, shown) in [
        (LmaNumber, "12-345678/1", "[LMA number]"),
        (ReserveNumber, "19810829M071", "[reserve number]"),
        (CoordinationNumber, "195705749959", "[coordination number]"),
        (PersonalNumber, "198211059954", "[personal number]"),
    ] {
        let number = Identifier::parse(kind, text).unwrap();
        assert_eq!(format!("{number}"), shown);
        assert_eq!(format!("{number:?}"), shown);
        assert_eq!(
            format!("{:#?}", Some(&number))
                .matches(char::is_numeric)
                .count(),
            0
        );
    }
}

#[test]
fn a_number_in_the_journal_is_read_back_also_when_the_rules_have_changed() {
    let number = Identifier::parse(LmaNumber, "12-345678/1").unwrap();
    let json = serde_json::to_value(&number).unwrap();
    assert_eq!(
        json,
        serde_json::json!({"kind": "lma_number", "value": "12345678", "card_serial": "1"})
    );
    let back: Identifier = serde_json::from_value(json).unwrap();
    assert_eq!(back, number);
    assert_eq!(back.card_serial(), Some("1"));

    let odd: Identifier =
        serde_json::from_str(r#"{"kind": "reserve_number", "value": "åäö-1"}"#).unwrap();
    assert_eq!(odd.stored(), "åäö-1");
    assert_eq!(odd.scheme(), None);
    assert_eq!(odd.birth_date(), None);
    assert!(odd.shown().contains('1'));
}

#[test]
fn every_mistake_says_what_to_do_in_swedish_and_has_a_code_of_its_own() {
    let mistakes = [
        Mistake::Missing,
        Mistake::ForbiddenCharacter,
        Mistake::LmaLength,
        Mistake::PersonalLength,
        Mistake::NoSuchDate,
        Mistake::NotBornYet,
        Mistake::CenturyMissing,
        Mistake::WrongCheckDigit,
        Mistake::IsCoordinationNumber,
        Mistake::IsPersonalNumber,
        Mistake::LooksLikePersonalNumber,
        Mistake::LooksLikeReserveNumber,
        Mistake::LooksLikeLmaNumber,
        Mistake::UnknownReserveFormat,
        Mistake::Placeholder,
    ];
    let mut codes: Vec<&str> = mistakes.iter().map(|mistake| mistake.code()).collect();
    for mistake in mistakes {
        let said = mistake.detail();
        assert!(
            ["Skriv", "skriv", "Kontrollera", "Ange", "ange"]
                .iter()
                .any(|verb| said.contains(verb)),
            "{said}"
        );
        assert!(
            said.ends_with('.') && !said.contains('!') && !said.contains("  "),
            "{said}"
        );
        assert!(
            mistake
                .code()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        );
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), mistakes.len());
}

fn kinds() -> impl Strategy<Value = IdentifierKind> {
    prop::sample::select(IdentifierKind::ALL.to_vec())
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_or_refused_and_never_breaks(kind in kinds(), text in any::<String>()) {
        if let Ok(number) = Identifier::parse_on(kind, &text, TODAY) {
            prop_assert!(!number.shown().is_empty());
        }
    }

    #[test]
    fn a_number_that_is_shown_can_be_typed_again(
        kind in kinds(),
        text in "[0-9]{6,8}[-+ ]?[0-9A-Z]{4}|[0-9]{2}-[0-9]{6}(/[1-9])?",
    ) {
        if let Ok(number) = Identifier::parse_on(kind, &text, TODAY) {
            let again = Identifier::parse_on(kind, &number.shown(), TODAY);
            prop_assert_eq!(again.as_ref(), Ok(&number));
            let stored = Identifier::parse_on(kind, number.stored(), TODAY);
            prop_assert_eq!(stored.as_ref(), Ok(&number));
        }
    }

    #[test]
    fn one_mistyped_digit_in_a_personal_number_is_always_noticed(
        place in 2_usize..12,
        other in 1_u8..10,
    ) {
        let right = "198211059954";
        let mut slip = right.as_bytes().to_vec();
        slip[place] = b'0' + (slip[place] - b'0' + other) % 10;
        let slip = String::from_utf8(slip).unwrap();
        prop_assert!(Identifier::parse_on(PersonalNumber, right, TODAY).is_ok());
        prop_assert!(Identifier::parse_on(PersonalNumber, &slip, TODAY).is_err());
    }
}
