//! Coded interventions: those that a municipality can be asked for, and those that it is never
//! asked for.

use crate::{choice, choice::Choice as _, mistake::Fault};

choice! {
    /// A health-care intervention, coded (C9.1.8, V5.2, V5.3).
    pub enum Intervention {
        WoundDressing = "wound_dressing", "Såromläggning";
        MedicineHandling = "medicine_handling", "Läkemedelsövertag";
        CatheterCare = "catheter_care", "Kateterskötsel";
        Sampling = "sampling", "Provtagning";
        /// Injektion eller infusion på primärvårdsnivå.
        Injection = "injection", "Injektion";
        StomaCare = "stoma_care", "Stomivård";
        Inhalation = "inhalation", "Inhalation eller syrgas enligt ordination";
        /// Näringstillförsel via sond.
        TubeFeeding = "tube_feeding", "Sondmatning";
        /// Kontroll av vitala värden.
        Observation = "observation", "Kontroll av blodtryck, puls eller blodsocker";
        Compression = "compression", "Kompressionsbehandling";
        /// Rehabilitering: never bought from the municipality (V5.3).
        Rehabilitation = "rehabilitation", "Rehabilitering";
        /// Sjukgymnastik: never bought from the municipality (V5.3).
        Physiotherapy = "physiotherapy", "Fysioterapi";
        /// Arbetsterapi: never bought from the municipality (V5.3).
        OccupationalTherapy = "occupational_therapy", "Arbetsterapi";
        /// Hjälpmedelsutprovning: region-financed rehab (V6B.9).
        DeviceFitting = "device_fitting", "Utprovning av hjälpmedel";
        /// Avancerad sjukvård i hemmet: above primary-care level (V5.2).
        AdvancedHomeCare = "advanced_home_care", "Avancerad sjukvård i hemmet";
        /// Blodtransfusion i hemmet: above primary-care level (V5.2).
        BloodTransfusion = "blood_transfusion", "Blodtransfusion";
        /// Cytostatikabehandling: above primary-care level (V5.2).
        Chemotherapy = "chemotherapy", "Cytostatikabehandling";
        /// Övertag av hela vårdansvaret: an agreement never expresses one (V5.2).
        TakeoverOfResponsibility = "takeover_of_responsibility", "Övertag av vårdansvaret";
    }
}

/// What is missing in an answer to a question: which interventions a partial yes covers, and what has to be
/// known before the municipality can answer.
#[must_use]
pub fn answer_faults(answer: MunicipalityAnswer, names_some: bool, commented: bool) -> Vec<Fault> {
    match answer {
        MunicipalityAnswer::Partly if !names_some => vec![
            Fault::new("required", "Välj vilka insatser kommunen kan utföra.").under("accepted"),
        ],
        MunicipalityAnswer::MoreInformation if !commented => vec![
            Fault::new(
                "required",
                "Skriv vad kommunen behöver veta, så att regionen kan svara.",
            )
            .under("comment"),
        ],
        MunicipalityAnswer::Yes
        | MunicipalityAnswer::No
        | MunicipalityAnswer::Partly
        | MunicipalityAnswer::MoreInformation => Vec::new(),
    }
}

/// Whether an intervention can be bought from municipal primary care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purchasable {
    /// Primary-care level: the municipality may be asked.
    Yes,
    /// Rehab: the region-financed rehab unit does it (V5.3).
    Rehab,
    /// Above primary-care level, or a takeover of responsibility (V5.2).
    OutsidePrimaryCareLevel,
}

impl Intervention {
    /// Those that the region may buy from municipal primary care.
    #[must_use]
    pub fn purchasable_ones() -> Vec<Self> {
        let all = Self::ALL.iter().copied();
        all.filter(|one| one.purchasable() == Purchasable::Yes)
            .collect()
    }

    /// Whether the region may buy it from municipal primary care (V5.2, V5.3).
    #[must_use]
    pub fn purchasable(self) -> Purchasable {
        match self {
            Self::WoundDressing
            | Self::MedicineHandling
            | Self::CatheterCare
            | Self::Sampling
            | Self::Injection
            | Self::StomaCare
            | Self::Inhalation
            | Self::TubeFeeding
            | Self::Observation
            | Self::Compression => Purchasable::Yes,
            Self::Rehabilitation
            | Self::Physiotherapy
            | Self::OccupationalTherapy
            | Self::DeviceFitting => Purchasable::Rehab,
            Self::AdvancedHomeCare
            | Self::BloodTransfusion
            | Self::Chemotherapy
            | Self::TakeoverOfResponsibility => Purchasable::OutsidePrimaryCareLevel,
        }
    }
}

choice! {
    /// The period that an intervention's number of times refers to.
    pub enum Per {
        Day = "day", "per dag";
        Week = "week", "per vecka";
    }
}

choice! {
    /// What the manager of municipal primary care answered (V6B.7).
    pub enum MunicipalityAnswer {
        /// Yes to all interventions.
        Yes = "yes", "Ja, kommunen kan utföra insatserna";
        /// Yes to some of the interventions, which are named.
        Partly = "partly", "Ja, men bara en del av insatserna";
        No = "no", "Nej";
        /// More is needed before an answer.
        MoreInformation = "more_information", "Kommunen behöver veta mer";
    }
}
