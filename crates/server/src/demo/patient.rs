//! Invented patients: names by language, birth dates by age, numbers that nobody has.

use std::collections::BTreeMap;

use jiff::civil::Date;
use vocabulary::{
    group::{Group, VerifiedIn},
    identifier::{Identifier, IdentifierKind},
    need::NursingNeed,
    opening::OpenCase,
    setting::Setting,
    text::{Language, Line},
};

use super::{
    days::Days,
    phrases::Phrases,
    seeded_random::SeededRandom,
    table::{DemoDataError, rows},
};

const NAMES: &str = include_str!("../../demo/names.tsv");

/// The ending of every invented given name, so that no printout is mistaken for a real person's.
pub(crate) const MARK: &str = "-Demo";

/// Sex, which decides which names are drawn and a letter in VGR reserve numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sex {
    Woman,
    Man,
}

/// Names by language.
#[derive(Debug, Clone)]
pub(crate) struct PatientNames(BTreeMap<&'static str, [Vec<&'static str>; 3]>);

impl PatientNames {
    pub(crate) fn read() -> Result<Self, DemoDataError> {
        let split = |names: &'static str| names.split(',').collect();
        Ok(Self(
            rows::<4>(NAMES)?
                .into_iter()
                .map(|[language, women, men, families]| {
                    (language, [split(women), split(men), split(families)])
                })
                .collect(),
        ))
    }

    /// The languages there are names for.
    pub(crate) fn languages(&self) -> Vec<&'static str> {
        self.0.keys().copied().collect()
    }

    /// A given name with its mark and a family name.
    fn draw(
        &self,
        language: &str,
        sex: Sex,
        draw: &mut SeededRandom,
    ) -> Result<String, DemoDataError> {
        let error = || DemoDataError(format!("no names in {language}"));
        let [women, men, families] = self.0.get(language).ok_or_else(error)?;
        let given = match sex {
            Sex::Woman => women,
            Sex::Man => men,
        };
        let given = draw.one(given).ok_or_else(error)?;
        let family = draw.one(families).ok_or_else(error)?;
        Ok(format!("{given}{MARK} {family}"))
    }
}

/// Who an invented case is about.
#[derive(Debug, Clone)]
pub(crate) struct Patient {
    name: String,
    birth_date: Date,
    language: &'static str,
    sex: Sex,
    room: Option<String>,
    protected_identity: bool,
}

impl Patient {
    /// A patient of an age who speaks a language.
    pub(crate) fn aged(
        names: &PatientNames,
        days: Days,
        draw: &mut SeededRandom,
        (language, sex, age): (&'static str, Sex, i64),
    ) -> Result<Self, DemoDataError> {
        let since_birthday = i64::from(draw.below(360)) + 2;
        Ok(Self {
            name: names.draw(language, sex, draw)?,
            birth_date: days.birth(age, since_birthday),
            language,
            sex,
            room: None,
            protected_identity: false,
        })
    }

    /// With this name; the mark is added to it.
    pub(crate) fn named(mut self, given: &str, family: &str) -> Self {
        self.name = format!("{given}{MARK} {family}");
        self
    }

    /// With the birth date of somebody who turns `age` in a number of days.
    pub(crate) fn turns(mut self, age: i64, days_ahead: i64, days: Days) -> Self {
        self.birth_date = days.birth(age, -days_ahead);
        self
    }

    pub(crate) fn room(mut self, room: &str) -> Self {
        self.room = Some(format!("sal {room}"));
        self
    }

    /// With protected identity.
    pub(crate) fn protected(mut self) -> Self {
        self.protected_identity = true;
        self
    }

    /// The name, with its mark.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The request that opens the case, without group, numbers and needs.
    fn request(self, setting: Setting) -> OpenCase {
        OpenCase {
            rehab_intervention_need: None,
            permit_from: None,
            setting,
            group: Group::Unestablished,
            group_evidence: None,
            verified_in: None,
            name: Line(self.name),
            birth_date: self.birth_date.into(),
            under_18: None,
            continues: None,
            identifiers: Vec::new(),
            language: Some(Language(self.language.to_owned())),
            interpreter_needed: true,
            nursing_need: NursingNeed::Unknown,
            health_care_need: true,
            device_need: false,
            admitted_at: None,
            room: self.room.map(Line),
            protected_identity: self.protected_identity,
            kin: None,
        }
    }

    /// The request for a person of a group, with the number and the evidence that go with it.
    pub(crate) fn of_group(
        self,
        setting: Setting,
        group: Group,
        phrases: &Phrases,
        draw: &mut SeededRandom,
    ) -> Result<OpenCase, DemoDataError> {
        let reserve = reserve_number(self.birth_date, self.sex, draw)?;
        let mut request = self.request(setting);
        request.group = group;
        match group {
            Group::AsylumSeeker => {
                request.identifiers.push(lma_number(draw)?);
                let evidence = phrases.one("card", draw)?;
                request.verified_in = Some(if evidence.contains("Vera Asyl") {
                    VerifiedIn::VeraAsyl
                } else {
                    VerifiedIn::Card
                });
                request.group_evidence = Some(Line(evidence));
            }
            Group::MassRefugee => {
                request.identifiers.push(lma_number(draw)?);
                request.group_evidence = Some(Line(phrases.one("mass-card", draw)?));
                request.verified_in = Some(VerifiedIn::Card);
            }
            Group::WithoutPermits => {
                request.identifiers.push(reserve);
                request.group_evidence = Some(Line(phrases.one("own-word", draw)?));
                request.verified_in = Some(VerifiedIn::Other);
            }
            Group::Unestablished | Group::Resident => request.identifiers.push(reserve),
        }
        Ok(request)
    }

    /// The request for a person who claims to belong to a group without evidence: the case is
    /// opened as unestablished (V3.7).
    pub(crate) fn unseen(
        self,
        setting: Setting,
        stated: Group,
        phrases: &Phrases,
        draw: &mut SeededRandom,
    ) -> Result<OpenCase, DemoDataError> {
        let mut request = self.of_group(setting, Group::Unestablished, phrases, draw)?;
        request.group = stated;
        Ok(request)
    }
}

/// An LMA number that begins with a zero, which no real card's number is known to do.
pub(crate) fn lma_number(draw: &mut SeededRandom) -> Result<Identifier, DemoDataError> {
    let digits = format!("0{:07}", draw.below(9_999_999) + 1);
    Identifier::parse(IdentifierKind::LmaNumber, &digits)
        .map_err(|_| DemoDataError(format!("no LMA number: {digits}")))
}

/// A reserve number in VGR's format: the invented birth date, M with an odd serial for a man and K
/// with an even one for a woman, and the check digit that fits.
pub(crate) fn reserve_number(
    birth: Date,
    sex: Sex,
    draw: &mut SeededRandom,
) -> Result<Identifier, DemoDataError> {
    let (letter, odd) = match sex {
        Sex::Woman => ('K', 0),
        Sex::Man => ('M', 1),
    };
    // Serials 06 to 79.
    let serial = 6 + 2 * draw.below(37) + odd;
    let date = birth.strftime("%Y%m%d");
    (0..10)
        .find_map(|check| {
            let number = format!("{date}{letter}{serial:02}{check}");
            Identifier::parse(IdentifierKind::ReserveNumber, &number).ok()
        })
        .ok_or_else(|| DemoDataError(format!("no reserve number for {date}")))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use vocabulary::identifier::ReserveScheme;

    use super::{PatientNames, SeededRandom, Sex, lma_number, reserve_number};

    #[test]
    fn every_reserve_number_drawn_is_one_of_vgrs_present_format_and_carries_the_birth_date() {
        for seed in 0..400 {
            let mut draw = SeededRandom::new(seed);
            let birth = date(1930, 1, 1)
                .saturating_add(jiff::Span::new().days(i64::from(draw.below(34_000))));
            let sex = if draw.chance(50) {
                Sex::Woman
            } else {
                Sex::Man
            };
            let number = reserve_number(birth, sex, &mut draw).unwrap();
            assert_eq!(number.scheme(), Some(ReserveScheme::VastraGotaland));
            assert_eq!(number.birth_date(), Some(birth));
            assert!(number.warnings().is_empty());
        }
    }

    #[test]
    fn lma_numbers_are_eight_digits_that_no_card_has() {
        for seed in 0..400 {
            let number = lma_number(&mut SeededRandom::new(seed)).unwrap();
            assert!(number.stored().starts_with('0') && number.stored().len() == 8);
        }
    }

    #[test]
    fn there_are_names_in_the_languages_that_the_patient_copy_is_made_in() {
        let names = PatientNames::read().unwrap();
        for language in ["ar", "prs", "ps", "fa", "so", "ti", "uk", "ru"] {
            assert!(names.languages().contains(&language));
            let name = names
                .draw(language, Sex::Woman, &mut SeededRandom::new(1))
                .unwrap();
            assert!(name.contains("-Demo "), "{name}");
        }
    }
}
