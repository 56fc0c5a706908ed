//! Why a text is no number of the kind it was entered as.

/// A mistake in a typed number. It never contains the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentifierMistake {
    /// Nothing was typed.
    Missing,
    /// A character that no such number has.
    ForbiddenCharacter,
    /// Not the eight digits of an LMA number.
    LmaLength,
    /// Neither ten nor twelve digits.
    PersonalLength,
    /// The birth date in the number does not exist.
    NoSuchDate,
    /// The birth date in the number is in the future.
    NotBornYet,
    /// A ten-digit number, and no day was given to determine the century.
    CenturyMissing,
    /// The check digit does not fit the others: most often one digit is mistyped.
    WrongCheckDigit,
    /// A coordination number entered as another kind.
    IsCoordinationNumber,
    /// A personnummer entered as a coordination number.
    IsPersonalNumber,
    /// As long as a personnummer or coordination number, entered as another kind.
    LooksLikePersonalNumber,
    /// It has letters, as only reserve numbers have.
    LooksLikeReserveNumber,
    /// Eight digits, entered as another kind.
    LooksLikeLmaNumber,
    /// A reserve number in no known format.
    UnknownReserveFormat,
    /// A number that nobody has, typed to fill a field.
    Placeholder,
}

impl IdentifierMistake {
    /// The stable code, for the API.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "number-missing",
            Self::ForbiddenCharacter => "forbidden-character",
            Self::LmaLength => "not-eight-digits",
            Self::PersonalLength => "not-twelve-digits",
            Self::NoSuchDate => "no-such-date",
            Self::NotBornYet => "not-born-yet",
            Self::CenturyMissing => "century-missing",
            Self::WrongCheckDigit => "wrong-check-digit",
            Self::IsCoordinationNumber => "is-coordination-number",
            Self::IsPersonalNumber => "is-personal-number",
            Self::LooksLikePersonalNumber => "looks-like-personal-number",
            Self::LooksLikeReserveNumber => "looks-like-reserve-number",
            Self::LooksLikeLmaNumber => "looks-like-lma-number",
            Self::UnknownReserveFormat => "unknown-reserve-format",
            Self::Placeholder => "placeholder-number",
        }
    }

    /// What is wrong and what to do, in Swedish.
    #[must_use]
    pub fn detail(self) -> &'static str {
        match self {
            Self::Missing => "Numret saknas. Skriv numret.",
            Self::ForbiddenCharacter => {
                "Numret innehåller ett tecken som inte hör dit. Skriv bara siffror, bokstäver \
                 A–Z och bindestreck."
            }
            Self::LmaLength => {
                "Ett LMA-nummer har åtta siffror, till exempel 12-345678. Läs av numret på kortet \
                 och skriv det igen."
            }
            Self::PersonalLength => {
                "Numret ska ha tolv siffror, ÅÅÅÅMMDD-NNNN. Kontrollera att alla siffror är med."
            }
            Self::NoSuchDate => {
                "Födelsedatumet i numret finns inte i kalendern. Kontrollera år, månad och dag."
            }
            Self::NotBornYet => {
                "Födelsedatumet i numret ligger efter dagens datum. Kontrollera år, månad och dag."
            }
            Self::CenturyMissing => "Skriv födelseåret med fyra siffror: ÅÅÅÅMMDD-NNNN.",
            Self::WrongCheckDigit => {
                "Numret stämmer inte med sin kontrollsiffra. Kontrollera varje siffra och skriv \
                 numret igen."
            }
            Self::IsCoordinationNumber => {
                "Det här är ett samordningsnummer. Ange det som samordningsnummer."
            }
            Self::IsPersonalNumber => "Det här är ett personnummer. Ange det som personnummer.",
            Self::LooksLikePersonalNumber => {
                "Numret har lika många siffror som ett personnummer eller samordningsnummer. \
                 Kontrollera vilken typ av nummer det är."
            }
            Self::LooksLikeReserveNumber => {
                "Numret innehåller en bokstav. Är det ett reservnummer? Ange det som \
                 reservnummer. Kontrollera annars siffrorna."
            }
            Self::LooksLikeLmaNumber => {
                "Numret har åtta siffror som ett LMA-nummer. Är det ett LMA-nummer? Ange det \
                 som LMA-nummer. Skriv annars alla tolv siffror."
            }
            Self::UnknownReserveFormat => {
                "Numret följer inget känt format för reservnummer. Kontrollera numret. Har \
                 patienten ett nummer i annat format, skapa ett reservnummer i VGR-format i \
                 Befreg."
            }
            Self::Placeholder => {
                "Numret är inget riktigt nummer. Skriv patientens nummer, eller lämna fältet tomt \
                 om det saknas."
            }
        }
    }
}

impl std::fmt::Display for IdentifierMistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.detail())
    }
}

impl std::error::Error for IdentifierMistake {}
