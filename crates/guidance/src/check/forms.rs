//! Checks that every command has a form and every form a command, and that their fields match.

use std::collections::BTreeSet;

use vocabulary::{
    command::{Command, CommandShape},
    opening::OpenCase,
    reading::{FieldShape, Shape},
};

use crate::{
    finding::Finding,
    form::{Form, FormColumn, FormField, FormKind},
    library::Library,
};

/// Every command that is given through a form, including opening a case.
pub(super) fn shapes() -> Vec<CommandShape> {
    let open = CommandShape {
        name: "open_case",
        doc: "Opens a case.",
        fields: OpenCase::shape(),
    };
    std::iter::once(open).chain(Command::shapes()).collect()
}

/// A library without forms is used only for its steps, so nothing is checked.
pub(super) fn check(library: &Library) -> Vec<Finding> {
    let mut findings = Vec::new();
    let shapes = shapes();
    for form in library.forms() {
        let file = &library.form_files[form.file];
        match shapes.iter().find(|shape| shape.name == form.command()) {
            None => findings.push(file.error(
                form.command.span().start,
                format!("unknown command `{}`", form.command()),
            )),
            Some(shape) => findings.extend(paired(library, form, shape)),
        }
    }
    let Some(first) = library.form_files.first() else {
        return findings;
    };
    findings.extend(side_actions(library));
    for shape in shapes
        .iter()
        .filter(|shape| library.form(shape.name).is_none())
    {
        findings.push(first.error(0, format!("{} has no form", shape.name)));
    }
    findings
}

/// A draft is stored under the part of the URL, so a side action shares it with nothing; places say
/// the order; an answer that the form starts with is one of its fields.
fn side_actions(library: &Library) -> Vec<Finding> {
    let steps = library.packs().flat_map(crate::Pack::steps);
    let mut slugs: BTreeSet<&str> = steps.map(|step| step.slug.as_str()).collect();
    let mut places = BTreeSet::new();
    let mut findings = Vec::new();
    let shapes = Command::shapes();
    for action in library.side_actions() {
        let Some(form) = library.form(&action.command) else {
            continue;
        };
        let mut wrong = |what: String| {
            let file = &library.form_files[form.file];
            findings.push(file.error(form.command.span().start, what));
        };
        if !slugs.insert(&action.slug) {
            wrong(format!("the address {} is taken", action.slug));
        }
        if !places.insert(action.place) {
            wrong(format!(
                "{}: the place {} is taken",
                action.slug, action.place
            ));
        }
        let shape = shapes.iter().find(|shape| shape.name == action.command);
        let fields = shape.map_or(&[][..], |shape| &shape.fields);
        for (name, value) in &action.preset {
            let field = fields.iter().find(|field| field.name == name);
            if let Some(fault) = super::step::fault(field, value) {
                wrong(format!("{}: {name}: {fault}", action.slug));
            }
        }
    }
    findings
}

fn paired(library: &Library, form: &Form, shape: &CommandShape) -> Vec<Finding> {
    // The page asks for what the command needs.
    if form.page.is_some() && form.fields.is_empty() {
        return Vec::new();
    }
    let file = &library.form_files[form.file];
    let mut findings = Vec::new();
    for field in &shape.fields {
        if form.field(field.name).is_none() {
            let reason = format!("{}: {} has no label", shape.name, field.name);
            findings.push(file.error(form.command.span().start, reason));
        }
    }
    let code_of = |name: &str, code: &String| {
        let mut fields = shape.fields.iter();
        let field = fields.find(|field| field.name == name);
        field.is_some_and(|field| accepts(&field.shape, code))
    };
    for question in &form.fields {
        let at = question.name.span().start;
        for (name, needed) in &question.when {
            for code in needed.iter().filter(|code| !code_of(name, code)) {
                findings.push(file.error(at, format!("{name} has no answer {code}")));
            }
        }
        for code in question
            .without
            .iter()
            .filter(|code| !code_of(question.name(), code))
        {
            findings.push(file.error(at, format!("{} has no answer {code}", question.name())));
        }
        let named = format!("{}: {}", shape.name, question.name());
        match shape
            .fields
            .iter()
            .find(|field| field.name == question.name())
        {
            None => findings.push(file.error(at, format!("{named} is no field of the command"))),
            Some(field) if !fits(question, field) => {
                findings.push(file.error(at, format!("{named} cannot be answered that way")));
            }
            Some(_)
                if !question
                    .prefill
                    .is_none_or(|known| known.fits(question.kind)) =>
            {
                findings.push(file.error(at, format!("{named} cannot start with that")));
            }
            Some(_) => {}
        }
    }
    findings
}

/// Whether a field accepts a code.
fn accepts(shape: &Shape, code: &str) -> bool {
    let mut all = shape.alternatives().iter();
    all.any(|choice| choice.code == code)
}

/// Whether a kind of question gives values that the field accepts.
fn fits(question: &FormField, field: &FieldShape) -> bool {
    let units = !question.unit_kinds.is_empty()
        && question
            .unit_kinds
            .iter()
            .all(|kind| !kind.is_never_a_party());
    match (question.kind, &field.shape) {
        (FormKind::Text | FormKind::Prose, Shape::Text { .. })
        | (FormKind::Date, Shape::Date(_) | Shape::BirthDate)
        | (FormKind::Instant, Shape::Instant(_))
        | (FormKind::Radio | FormKind::Select, Shape::Choice(_))
        | (FormKind::Checkbox | FormKind::YesNo, Shape::Boolean)
        | (FormKind::Municipality, Shape::Municipality)
        | (FormKind::PostalCode, Shape::PostalCode)
        | (FormKind::Letter | FormKind::MeetingPoint | FormKind::Text, Shape::PublicId)
        | (FormKind::Language, Shape::Language) => question.unit_kinds.is_empty(),
        (FormKind::Unit, Shape::HsaId) => units,
        (FormKind::Rows, Shape::List(item)) => rows_fit(&question.columns, item),
        (kind, Shape::List(item)) => list_fits(kind, item, units),
        (FormKind::Identifier, Shape::Object(_)) => true,
        (_, _) => false,
    }
}

/// Whether the columns are the row's fields, each of a type that a cell can hold.
fn rows_fit(columns: &[FormColumn], row: &Shape) -> bool {
    let Shape::Object(fields) = row else {
        return false;
    };
    let column_of = |field: &FieldShape| columns.iter().find(|column| column.name == field.name);
    let fits = |field: &FieldShape| {
        column_of(field).is_some_and(|column| match &field.shape {
            Shape::List(inner) => rows_fit(&column.columns, inner),
            choice @ Shape::Choice(_) => {
                column.columns.is_empty() && column.phrases.keys().all(|code| accepts(choice, code))
            }
            Shape::Text { .. } | Shape::Count { .. } => {
                column.columns.is_empty() && column.phrases.is_empty()
            }
            Shape::Boolean
            | Shape::Date(_)
            | Shape::BirthDate
            | Shape::Instant(_)
            | Shape::HsaId
            | Shape::Municipality
            | Shape::PostalCode
            | Shape::Language
            | Shape::PublicId
            | Shape::Object(_) => false,
        })
    };
    columns.len() == fields.len() && fields.iter().all(fits)
}

fn list_fits(kind: FormKind, item: &Shape, units: bool) -> bool {
    match (kind, item) {
        (FormKind::Units, Shape::HsaId) => units,
        (FormKind::Checkboxes, Shape::Choice(_)) => true,
        (FormKind::Identifiers, Shape::Object(fields)) => {
            fields.iter().any(|field| field.name == "value")
        }
        (_, _) => false,
    }
}
