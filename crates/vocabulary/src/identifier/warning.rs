//! Remarks about numbers that are accepted although something is unusual.

use super::ReserveScheme;

/// A remark about an accepted number. It never stops the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentifierWarning {
    /// An old reserve number of Västra Götaland that is not in the VGR format: it "shall not be
    /// used", and a new one is created at the next care contact.
    OldReserveFormat,
    /// A reserve number in another region's format.
    AnotherRegion(ReserveScheme),
}

impl IdentifierWarning {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OldReserveFormat => "old-reserve-number",
            Self::AnotherRegion(_) => "reserve-number-of-another-region",
        }
    }

    /// What to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> String {
        match self {
            Self::OldReserveFormat => "Reservnumret har ett gammalt format som inte ska användas. \
                Skapa ett nytt reservnummer i Befreg vid vårdkontakten och ge det till patienten."
                .to_owned(),
            Self::AnotherRegion(scheme) => format!(
                "Reservnumret har formatet {}. Kontrollera i Befreg om patienten redan har ett \
                 reservnummer i VGR-format. Skapa annars ett nytt.",
                scheme.swedish()
            ),
        }
    }
}

/// The remark about a scheme in Västra Götaland.
pub(super) fn of_scheme(scheme: ReserveScheme) -> Option<IdentifierWarning> {
    match scheme {
        ReserveScheme::VastraGotaland | ReserveScheme::National => None,
        ReserveScheme::VastraGotalandOld => Some(IdentifierWarning::OldReserveFormat),
        ReserveScheme::Stockholm
        | ReserveScheme::Skane
        | ReserveScheme::Orebro
        | ReserveScheme::Varmland
        | ReserveScheme::Blekinge
        | ReserveScheme::Vasternorrland
        | ReserveScheme::Inera => Some(IdentifierWarning::AnotherRegion(scheme)),
    }
}
