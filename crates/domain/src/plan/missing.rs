//! What a plan lacks before it can be agreed on. It never stops anybody from saving.

use vocabulary::{
    choice::Choice as _,
    intervention::Intervention,
    plan::{PlanField, PlanRowKind},
    public_id::PublicId,
    unit::UnitKind,
};

use super::PlanRow;
use crate::case::Case;

/// Something that the plan lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingPart {
    WhatMatters,
    Need,
    Intervention,
    /// A row that says nothing.
    Text,
    ResponsibleUnit,
    /// The responsible unit has left the case.
    UnitHasLeft,
    /// Which of the interventions that the municipality has said yes to it is.
    BoughtIntervention,
    /// The municipality has not said yes to the intervention.
    OutsideTheAnswer,
    OverallResponsibility,
    /// Two have written different texts, and nobody has chosen.
    Choice,
}

impl MissingPart {
    /// What to do, in Swedish.
    #[must_use]
    pub fn swedish(self) -> &'static str {
        match self {
            Self::WhatMatters => "Skriv det som är viktigt för patienten",
            Self::Need => "Skriv minst ett behov",
            Self::Intervention => "Skriv minst en insats",
            Self::Text => "Skriv något på raden, eller ta bort den",
            Self::ResponsibleUnit => "Välj vilken enhet som ansvarar för insatsen",
            Self::UnitHasLeft => "Enheten är inte längre part. Välj en annan",
            Self::BoughtIntervention => "Välj vilken insats som köps av kommunen",
            Self::OutsideTheAnswer => "Kommunen har inte sagt ja till insatsen. Välj en annan",
            Self::OverallResponsibility => "Välj vilken enhet som har huvudansvar för planen",
            Self::Choice => "Två har skrivit olika. Välj vad som ska stå",
        }
    }
}

/// A part that is missing, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    pub part: MissingPart,
    /// The kind of row that lacks it.
    pub kind: PlanRowKind,
    /// The row; `None` when there is no row yet.
    pub row: Option<PublicId>,
    pub field: PlanField,
}

impl Case {
    /// What the plan lacks before it can be agreed on (V6B.13: responsibility for each need is clear).
    #[must_use]
    pub fn missing_in_plan(&self) -> Vec<Missing> {
        let plan = &self.plan;
        let mut missing = Vec::new();
        let none = |kind: PlanRowKind, part| Missing {
            part,
            kind,
            row: None,
            field: kind.fields()[0],
        };
        for (kind, part) in [
            (PlanRowKind::WhatMatters, MissingPart::WhatMatters),
            (PlanRowKind::Need, MissingPart::Need),
            (PlanRowKind::Intervention, MissingPart::Intervention),
            (
                PlanRowKind::Responsibility,
                MissingPart::OverallResponsibility,
            ),
        ] {
            if plan.single(kind).is_none() {
                missing.push(none(kind, part));
            }
        }
        for row in &plan.rows {
            let found = self.missing_in_row(row);
            missing.extend(found.into_iter().map(|(field, part)| Missing {
                part,
                kind: row.kind,
                row: Some(row.id),
                field,
            }));
        }
        missing
    }

    fn missing_in_row(&self, row: &PlanRow) -> Vec<(PlanField, MissingPart)> {
        let mut missing = Vec::new();
        let contested = row.cells.iter().filter(|(_, cell)| !cell.others.is_empty());
        missing.extend(contested.map(|(field, _)| (*field, MissingPart::Choice)));
        if row.removal.is_some() {
            missing.push((row.kind.fields()[0], MissingPart::Choice));
        }
        if row.kind.fields().contains(&PlanField::Text) && row.value(PlanField::Text).is_none() {
            missing.push((PlanField::Text, MissingPart::Text));
        }
        let party = row.unit().map(|unit| self.parties.get(&unit));
        match (row.kind, party) {
            (PlanRowKind::Intervention, None) => {
                missing.push((PlanField::Unit, MissingPart::ResponsibleUnit));
            }
            (PlanRowKind::Responsibility, None) => {
                missing.push((PlanField::Unit, MissingPart::OverallResponsibility));
            }
            (PlanRowKind::Intervention | PlanRowKind::Responsibility, Some(None)) => {
                missing.push((PlanField::Unit, MissingPart::UnitHasLeft));
            }
            (PlanRowKind::Intervention, Some(Some(party)))
                if party.unit.kind == UnitKind::MunicipalPrimaryCare =>
            {
                let bought = row
                    .value(PlanField::Bought)
                    .and_then(Intervention::from_code);
                let answered = self.confirmed_interventions(&party.unit.hsa_id);
                match bought {
                    None => missing.push((PlanField::Bought, MissingPart::BoughtIntervention)),
                    Some(bought) if !answered.contains(&bought) => {
                        missing.push((PlanField::Bought, MissingPart::OutsideTheAnswer));
                    }
                    Some(_) => {}
                }
            }
            _ => {}
        }
        missing
    }
}
