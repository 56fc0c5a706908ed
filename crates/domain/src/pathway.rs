//! Which pathway a case follows: group × setting × nursing need (domain.md, the table).

use vocabulary::{group::Group, need::NursingNeed, setting::Setting};

/// Section 6 (inpatient) or 7 (regional primary care and open specialist care) of the guidance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Inpatient.
    Six,
    /// Outpatient.
    Seven,
}

/// One of the six pathways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pathway {
    /// Inpatient, LMA, nursing need unmet or unknown.
    SixA,
    /// Inpatient, LMA, nursing need met or none.
    SixB,
    /// Inpatient, without permits, or unestablished.
    SixC,
    /// Outpatient, LMA, nursing need unmet or unknown.
    SevenA,
    /// Outpatient, LMA, nursing need met or none.
    SevenB,
    /// Outpatient, without permits, or unestablished.
    SevenC,
}

impl Pathway {
    pub const ALL: [Self; 6] = [
        Self::SixA,
        Self::SixB,
        Self::SixC,
        Self::SevenA,
        Self::SevenB,
        Self::SevenC,
    ];

    /// The pathway of a combination; `None` for a resident (X3).
    #[must_use]
    pub fn of(group: Group, setting: Setting, nursing: NursingNeed) -> Option<Self> {
        let institution = matches!(nursing, NursingNeed::Unmet | NursingNeed::Unknown);
        match (group, setting) {
            (Group::AsylumSeeker | Group::MassRefugee, Setting::Inpatient) => {
                Some(if institution { Self::SixA } else { Self::SixB })
            }
            (Group::AsylumSeeker | Group::MassRefugee, Setting::Outpatient) => {
                Some(if institution {
                    Self::SevenA
                } else {
                    Self::SevenB
                })
            }
            (Group::WithoutPermits | Group::Unestablished, Setting::Inpatient) => Some(Self::SixC),
            (Group::WithoutPermits | Group::Unestablished, Setting::Outpatient) => {
                Some(Self::SevenC)
            }
            (Group::Resident, _) => None,
        }
    }

    /// The code that the guidance uses, for example `6A`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SixA => "6A",
            Self::SixB => "6B",
            Self::SixC => "6C",
            Self::SevenA => "7A",
            Self::SevenB => "7B",
            Self::SevenC => "7C",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pathway| pathway.code() == code)
    }

    #[must_use]
    pub fn section(self) -> Section {
        match self {
            Self::SixA | Self::SixB | Self::SixC => Section::Six,
            Self::SevenA | Self::SevenB | Self::SevenC => Section::Seven,
        }
    }

    /// Whether institution housing is sought through Migrationsverket (the A pathways).
    #[must_use]
    pub fn seeks_institution(self) -> bool {
        matches!(self, Self::SixA | Self::SevenA)
    }

    /// Whether placeholder units join on consent to the case (6B, 6C).
    #[must_use]
    pub fn starts_with_placeholders(self) -> bool {
        matches!(self, Self::SixB | Self::SixC)
    }

    /// Whether Migrationsverket takes any part in the pathway.
    #[must_use]
    pub fn involves_migration_agency(self) -> bool {
        !matches!(self, Self::SixC | Self::SevenC)
    }
}
