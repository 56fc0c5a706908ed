//! What the opener or actor should look at: warnings, never refusals.

use domain::{Case, Entry, Event, case::RelatedCase, event::RowChange};
use vocabulary::{
    choice::Choice as _,
    command::EstablishResidence,
    geography::{PostalMunicipality, municipality_of_postal_code},
    identifier::Identifier,
    opening::OpenCase,
};

use super::{Beyond, Notice, related};
use crate::{App, Caller, error::AppError};

impl App {
    /// Warnings after a command: a number in use in another case, a date that does not fit, a
    /// postal code of another municipality.
    pub(super) async fn command_warnings(
        &self,
        caller: &Caller,
        case: &Case,
        beyond: &Beyond<'_>,
    ) -> Result<Vec<Notice>, AppError> {
        match beyond {
            Beyond::Number(number) => {
                let number = std::slice::from_ref(*number);
                self.number_warnings(caller, case, number).await
            }
            Beyond::Residence(residence) => self.postal_warnings(residence).await,
            Beyond::Queues(_)
            | Beyond::Reviews(_)
            | Beyond::CarriesOut(_)
            | Beyond::PostedByHand(_)
            | Beyond::PaperToAgency
            | Beyond::Group
            | Beyond::Nothing => Ok(Vec::new()),
        }
    }

    /// That somebody else has written in the same place of the plan, so that somebody chooses.
    pub(super) fn contested(entries: &[Entry]) -> Option<Notice> {
        let of_plan = entries.iter().filter_map(|entry| {
            if let Event::PlanChanged { changes } = &entry.event {
                Some(changes)
            } else {
                None
            }
        });
        let contested = of_plan.flatten().any(|change| {
            matches!(
                change,
                RowChange::Contested { .. }
                    | RowChange::RemovalContested { .. }
                    | RowChange::Restored { .. }
            )
        });
        contested.then(|| Notice {
            case: None,
            code: "plan-contested".to_owned(),
            detail:
                "Någon annan har ändrat på samma ställe i planen. Båda texterna är kvar. Välj vad \
                     som ska stå."
                    .to_owned(),
        })
    }

    /// Warnings after an opening: that the group was not accepted as stated, and those about
    /// numbers.
    pub(super) async fn opening_warnings(
        &self,
        caller: &Caller,
        case: &Case,
        asked: &OpenCase,
    ) -> Result<Vec<Notice>, AppError> {
        let mut warnings = Vec::new();
        if case.group != asked.group {
            warnings.push(Notice {
                case: None,
                code: "opened-as-unestablished".to_owned(),
                detail: "LMA-nummer eller annat underlag saknas. Ärendet startade därför utan \
                         fastställd grupp och är skyddat. Fastställ gruppen först."
                    .to_owned(),
            });
        }
        warnings.extend(
            self.number_warnings(caller, case, &asked.identifiers)
                .await?,
        );
        for same in self.namesake_warnings(caller, case).await? {
            if warnings.iter().all(|warning| warning.case != same.case) {
                warnings.push(same);
            }
        }
        Ok(warnings)
    }

    /// Warnings about numbers: an older form, a birth date that differs, or another open case with
    /// the number (only if the caller is a party to that case too).
    pub(super) async fn number_warnings(
        &self,
        caller: &Caller,
        case: &Case,
        numbers: &[Identifier],
    ) -> Result<Vec<Notice>, AppError> {
        let mut warnings = Vec::new();
        for number in numbers {
            let number = &number.clone().in_century_of(case.person.birth_date);
            warnings.extend(number.warnings().into_iter().map(|warning| Notice {
                case: None,
                code: warning.code().to_owned(),
                detail: warning.detail(),
            }));
            if number.contradicts(case.person.birth_date) {
                warnings.push(Notice {
                    case: None,
                    code: "birth-date-differs".to_owned(),
                    detail: "Numrets datum är ett annat än födelsedatumet. Kontrollera båda."
                        .to_owned(),
                });
            }
            // Only the cases of the caller's unit are searched: a case of another unit must show
            // neither in the answer nor in its time.
            let unit = caller.unit().hsa_id.as_str();
            let holders = if vocabulary::leak::seeded("duplicate-hint") {
                store::identifiers::find(number.stored())
            } else {
                store::identifiers::find_of_unit(number.stored(), unit)
            };
            for holder in self.inner.database.read(holders).await? {
                let named = |other: &RelatedCase| other.case.to_string() == holder.id;
                if holder.kind != number.kind().code()
                    || holder.id == case.id.to_string()
                    || case.related.iter().any(named)
                {
                    continue;
                }
                let other = self.load_by_key(&holder.case_key).await?;
                if !self.knows(caller, &other.case) && !vocabulary::leak::seeded("duplicate-hint") {
                    continue;
                }
                warnings.push(if other.case.is_open() {
                    Notice {
                        code: "number-in-another-case".to_owned(),
                        detail: "Numret finns redan i ett annat öppet ärende hos er. Kontrollera \
                                 om det är samma patient."
                            .to_owned(),
                        case: Some(other.case.id),
                    }
                } else {
                    related::about(&other.case, "nummer")
                });
            }
        }
        Ok(warnings)
    }

    /// A warning when the postal code belongs to another municipality, by the built-in localities
    /// or, for a code that they lack, by the imported ones.
    async fn postal_warnings(
        &self,
        residence: &EstablishResidence,
    ) -> Result<Vec<Notice>, AppError> {
        let mut known = municipality_of_postal_code(residence.postal_code);
        if known == PostalMunicipality::Unknown {
            known = self.imported_municipality(residence.postal_code).await?;
        }
        if !known.contradicts(residence.municipality) {
            return Ok(Vec::new());
        }
        Ok(vec![Notice {
            case: None,
            code: "postal-code-of-another-municipality".to_owned(),
            detail: "Postnumret hör till en annan kommun. Kontrollera adressen. Postnummer följer \
                     inte alltid kommungränsen."
                .to_owned(),
        }])
    }
}
