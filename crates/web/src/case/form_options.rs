//! The choices in a form: the units that can take part, nearest first, and the alternatives that
//! this case allows. Units that can never take part are in no list.

use std::collections::BTreeSet;

use app::NearUnit;
use disclosure::{
    offered::{OfferedIn, withheld as withheld_in},
    views::{CaseView, StepView},
};
use guidance::{Form, FormKind, OfferedUnits};
use vocabulary::{
    choice::Choice as _,
    unit::{UnitCard, UnitKind},
};

use super::{
    form_fields::{self, FormOptions},
    opened_case::{CaseShare, OpenedCase},
};
use crate::{
    html::field::{FieldChoice, UnitChoice},
    problem::Problem,
};

/// Explains the distances (V6B.6).
pub(super) const BETWEEN_TOWNS: &str = "Avstånden räknas mellan orter, inte inom dem. Är flera lika nära väljer du \
     själv.";
/// How many units of a kind are shown in a list with several kinds.
const NEAREST: usize = 3;

/// The choices for a command, in a step or beside the steps.
pub(super) async fn of(
    opened: &OpenedCase,
    form: &Form,
    step: Option<&StepView>,
) -> Result<FormOptions, Problem> {
    let mut offered = FormOptions {
        withheld: withheld(opened, form),
        ..FormOptions::default()
    };
    let view = match &opened.seen {
        CaseShare::Regional(view) => view,
        CaseShare::Municipal(view) => {
            let orders = view.agreement.as_ref().map(|found| &found.interventions);
            offered.asked_for = orders
                .into_iter()
                .flatten()
                .map(|order| order.code)
                .collect();
            return Ok(offered);
        }
        CaseShare::Signing(_) | CaseShare::HeadOffice(_) => return Ok(offered),
    };
    let question = view.questions.last();
    let orders = question.into_iter().flat_map(|asked| &asked.interventions);
    offered.asked_for = orders.map(|order| order.code).collect();
    for field in &form.fields {
        if field.kind == FormKind::MeetingPoint {
            let points = opened.signed.app.meeting_points().into_iter();
            let choices =
                points.map(|point| FieldChoice::new(&point.id.to_string(), &point.shown()));
            offered.points = choices.collect();
        }
        let several = field.kind == FormKind::Units;
        if !several && field.kind != FormKind::Unit {
            continue;
        }
        let kinds = &field.unit_kinds;
        let units = match field.units {
            OfferedUnits::OtherParties => parties(view, kinds, false),
            OfferedUnits::Parties => parties(view, kinds, true),
            OfferedUnits::Asked => asked(view),
            OfferedUnits::SameHospital => {
                let (app, caller) = (&opened.signed.app, &opened.signed.caller);
                let wards = app.wards_of_hospital(caller, &opened.at_hand).await?;
                wards.into_iter().map(ward).collect()
            }
            OfferedUnits::New | OfferedUnits::Near => {
                let new = field.units == OfferedUnits::New;
                // A step that adds a party says which kind. Other steps tell more units than the
                // one that is chosen.
                let narrowed = new.then(|| narrowed(kinds, step));
                let kinds = narrowed.as_ref().unwrap_or(kinds);
                let near = near(opened, view, kinds, several, new).await?;
                if near.iter().any(|(_, measured)| *measured) {
                    offered.units_note = BETWEEN_TOWNS;
                }
                near.into_iter().map(|(unit, _)| unit).collect()
            }
        };
        offered.units.insert(field.name().to_owned(), units);
    }
    Ok(offered)
}

/// The kinds that the step is about, if it names any.
fn narrowed(kinds: &[UnitKind], step: Option<&StepView>) -> Vec<UnitKind> {
    let told = |kind: &UnitKind| {
        step.is_some_and(|step| step.discloses.iter().any(|told| told.to == kind.swedish()))
    };
    let named: Vec<UnitKind> = kinds.iter().copied().filter(told).collect();
    if named.is_empty() {
        kinds.to_vec()
    } else {
        named
    }
}

/// Units that take part already.
fn parties(view: &CaseView, kinds: &[UnitKind], with_coordinator: bool) -> Vec<UnitChoice> {
    kinds
        .iter()
        .flat_map(|kind| view.parties.iter().filter(move |party| party.kind == *kind))
        .filter(|party| with_coordinator || !party.coordinates)
        .map(|party| UnitChoice {
            hsa_id: party.unit.as_str().to_owned(),
            name: party.name.clone(),
            group: party.kind_name.to_owned(),
        })
        .collect()
}

fn ward(unit: UnitCard) -> UnitChoice {
    UnitChoice {
        hsa_id: unit.hsa_id.as_str().to_owned(),
        name: unit.name,
        group: unit.kind.swedish().to_owned(),
    }
}

/// Units that have been asked and may answer by phone.
fn asked(view: &CaseView) -> Vec<UnitChoice> {
    let mut units: Vec<UnitChoice> = Vec::new();
    for question in view.questions.iter().filter(|question| !question.withdrawn) {
        let unit = UnitChoice {
            hsa_id: question.unit.as_str().to_owned(),
            name: question.unit_name.clone(),
            group: UnitKind::MunicipalPrimaryCare.swedish().to_owned(),
        };
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// Units near where the person stays, and whether their distances are known.
async fn near(
    opened: &OpenedCase,
    view: &CaseView,
    kinds: &[UnitKind],
    several: bool,
    new: bool,
) -> Result<Vec<(UnitChoice, bool)>, Problem> {
    let mut found = Vec::new();
    for kind in kinds {
        let (app, caller) = (&opened.signed.app, &opened.signed.caller);
        let units = app.units_to_add(caller, &opened.at_hand, *kind).await?;
        let is_party = |near: &NearUnit| {
            view.parties
                .iter()
                .any(|party| party.unit == near.unit.hsa_id)
        };
        let most = match (several, view.residence.is_some()) {
            (true, true) => NEAREST,
            // Before it is known where the person stays, units have no distances.
            (true, false) => 0,
            (false, _) => usize::MAX,
        };
        let (here, others): (Vec<_>, Vec<_>) = units.into_iter().partition(is_party);
        // A consent may name a unit that takes part already, but no unit is added twice.
        let here = here.into_iter().filter(|_| !new);
        found.extend(
            here.chain(others.into_iter().take(most))
                .map(|near| choice(&near)),
        );
    }
    Ok(found)
}

fn choice(near: &NearUnit) -> (UnitChoice, bool) {
    let name = near.kilometres.map_or_else(
        || near.unit.name.clone(),
        |away| format!("{}, {}", near.unit.name, kilometres(away)),
    );
    let unit = UnitChoice {
        hsa_id: near.unit.hsa_id.as_str().to_owned(),
        name,
        group: near.unit.kind.swedish().to_owned(),
    };
    (unit, near.kilometres.is_some())
}

/// "14 km", or "samma ort" below one.
pub(super) fn kilometres(away: f64) -> String {
    if away < 1.0 {
        "samma ort".to_owned()
    } else {
        format!("{away:.0} km")
    }
}

/// What decides which alternatives are offered in a case.
pub(super) fn offered_in(opened: &OpenedCase) -> OfferedIn {
    match &opened.seen {
        CaseShare::Regional(view) => OfferedIn::of(view),
        CaseShare::Municipal(_) | CaseShare::Signing(_) | CaseShare::HeadOffice(_) => {
            OfferedIn::LEAST
        }
    }
}

/// Whether a case leaves a form without an answer to one of its questions.
pub(super) fn offers_nothing(form: &Form, case: OfferedIn) -> bool {
    let fields = form_fields::shape(form.command()).map_or(&[][..], |shape| &shape.fields);
    fields.iter().any(|field| {
        let all = field.shape.alternatives();
        let left_out = withheld_in(&field.shape, case).len();
        field.required && !all.is_empty() && left_out >= all.len()
    })
}

/// Alternatives that are not possible in this case, by field.
fn withheld(opened: &OpenedCase, form: &Form) -> BTreeSet<(String, String)> {
    let case = offered_in(opened);
    let fields = form_fields::shape(form.command()).map_or(&[][..], |shape| &shape.fields);
    let told = fields.iter().flat_map(|field| {
        let codes = withheld_in(&field.shape, case).into_iter();
        codes.map(|code| (field.name.to_owned(), code.to_owned()))
    });
    let by_another_form = form.fields.iter().flat_map(|field| {
        let codes = field.without.iter();
        codes.map(|code| (field.name().to_owned(), code.clone()))
    });
    told.chain(by_another_form).collect()
}
