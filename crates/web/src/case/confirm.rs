//! The page before something is sent, signed or closed: every answer in words, each recipient with
//! the exact text, and what is left out.

use app::AppError;
use disclosure::{
    Disclosed,
    text_check::group_words,
    views::{AgreementView, TextPiece},
};
use guidance::{Form, Shown};
use vocabulary::{
    calendar::{long_date, read_iso_date, weekday_name},
    command::Command,
};

use super::{
    command_form::{CHANGE, CHECKED, CommandForm, FormContent},
    form_fields, form_values,
    opened_case::CaseShare,
};
use crate::{
    form_body::FormBody,
    html::{
        field::{FieldChoice, FieldKind, FieldView, RowCell, RowColumn, RowsView},
        form::{FormButton, FormView, RecipientPreview},
        marked_text::{MarkedPiece, MarkedText},
        part::{Alert, Tone},
    },
    problem::Problem,
};

/// The form again, as text to read through.
pub(super) async fn form(
    command_form: &CommandForm<'_>,
    posted: &FormBody,
    (check, group): (Vec<RecipientPreview>, Option<Vec<String>>),
) -> Result<FormView, Problem> {
    let shape = form_fields::shape(command_form.form.command());
    let now = command_form.opened.now;
    let posted = &shape.map_or_else(
        || posted.clone(),
        |shape| form_values::understood(shape, posted, now),
    );
    let written = FormContent {
        typed: posted.clone(),
        ..FormContent::default()
    };
    let asked = command_form.drawn(&written).await?;
    let on_save = command_form.on_save().await?;
    let mut fields: Vec<FieldView> = posted
        .0
        .iter()
        .filter(|(name, _)| name != CHANGE && name != CHECKED)
        .map(|(name, value)| FieldView::hidden(name, value))
        .collect();
    fields.push(FieldView::hidden(CHECKED, "ja"));
    fields.extend(
        answers(&asked.fields)
            .into_iter()
            .map(|(label, answer)| line(&label, &answer)),
    );
    fields.extend(agreed(command_form));
    Ok(FormView {
        action: asked.action,
        heading: "Kontrollera innan du går vidare".to_owned(),
        eyebrow: asked.heading,
        check,
        fields,
        submit: command_form.submit(),
        secondary: vec![FormButton {
            label: "Ändra svaren".to_owned(),
            name: CHANGE.to_owned(),
            value: "ja".to_owned(),
        }],
        alerts: group_notice(command_form.form, posted)
            .into_iter()
            .collect(),
        on_save: group.unwrap_or(on_save.sentences),
        sends: command_form.form.confirm,
        ..FormView::default()
    })
}

/// The words that may tell the patient's group, in the answers that a municipality reads (X1).
pub(super) fn group_told<'a>(form: &Form, posted: &'a FormBody) -> Vec<&'a str> {
    let read_by_municipality = |name: &str| {
        let mut fields = form.fields.iter();
        fields.any(|field| field.name() == form_values::root(name) && field.read_by_municipality)
    };
    let answers = posted.0.iter();
    let read = answers.filter(|(name, _)| read_by_municipality(name));
    read.flat_map(|(_, answer)| group_words(answer)).collect()
}

/// The notice that a text that the municipality reads may tell the patient's group (X1).
fn group_notice(form: &Form, posted: &FormBody) -> Option<Alert> {
    let told = group_told(form, posted);
    let told: Vec<String> = told.iter().map(|word| format!("”{word}”")).collect();
    (!told.is_empty()).then(|| Alert {
        tone: Tone::Warning,
        heading: "Texten kan visa vilken grupp patienten tillhör".to_owned(),
        text: format!(
            "Kommunen läser texten och får inte veta gruppen. Ändra svaren om det inte måste stå där: {}.",
            told.join(", ")
        ),
        ..Alert::default()
    })
}

fn line(label: &str, text: &str) -> FieldView {
    FieldView {
        label: format!("{}:", label.trim_end_matches(['?', ':'])),
        help: text.to_owned(),
        kind: FieldKind::TextOnly,
        ..FieldView::default()
    }
}

/// Every answered question, with the answer in words.
pub(super) fn answers(fields: &[FieldView]) -> Vec<(String, String)> {
    let mut answers: Vec<(String, String)> = Vec::new();
    for field in fields {
        let answer = answer(field);
        if answer.is_empty() {
            continue;
        }
        match answers.last_mut() {
            // Date and time count as one answer.
            Some((_, before)) if matches!(field.kind, FieldKind::Time) => {
                *before = format!("{before} klockan {answer}");
            }
            _ => answers.push((field.label.clone(), answer)),
        }
    }
    answers
}

fn answer(field: &FieldView) -> String {
    let named = |choices: &[FieldChoice]| {
        let chosen = choices
            .iter()
            .filter(|choice| !choice.value.is_empty() && field.has(&choice.value));
        let labels: Vec<&str> = chosen.map(|choice| choice.label.as_str()).collect();
        labels.join(", ")
    };
    match &field.kind {
        FieldKind::Select(choices) | FieldKind::Radio(choices) | FieldKind::Checkboxes(choices) => {
            named(choices)
        }
        FieldKind::UnitPicker(units) => units
            .iter()
            .find(|unit| field.has(&unit.hsa_id))
            .map(|unit| unit.name.clone())
            .unwrap_or_default(),
        FieldKind::Rows(view) => rows(view).join(". "),
        FieldKind::Checkbox => if field.has("ja") { "Ja" } else { "" }.to_owned(),
        FieldKind::Text | FieldKind::Digits | FieldKind::Textarea(_) | FieldKind::Time => {
            field.single().trim().to_owned()
        }
        FieldKind::Date => {
            let typed = field.single().trim();
            read_iso_date(typed).map_or_else(
                |_| typed.to_owned(),
                |date| format!("{} {}", weekday_name(date), long_date(date)),
            )
        }
        FieldKind::Password
        | FieldKind::File(_)
        | FieldKind::Hidden
        | FieldKind::Heading
        | FieldKind::TextOnly => String::new(),
    }
}

/// The filled rows, each as one text: "Såromläggning, 3 gånger per vecka" where the row says how
/// often, otherwise what each column says, with the rows inside it.
fn rows(view: &RowsView) -> Vec<String> {
    view.rows
        .iter()
        .filter_map(|row| one_row(view, row))
        .collect()
}

fn one_row(view: &RowsView, row: &[RowCell]) -> Option<String> {
    let cells = view.columns.iter().zip(row);
    let written: Vec<(&RowColumn, String)> = cells
        .map(|(column, cell)| (column, said(column, cell)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let of = |name: &str| {
        let mut written = written.iter();
        let found = written.find(|(column, _)| column.name == name);
        found.map(|(_, text)| text.as_str())
    };
    if let (Some(what), Some(times), Some(per)) = (of("code"), of("times"), of("per")) {
        let many = if times == "1" { "gång" } else { "gånger" };
        return Some(format!("{what}, {times} {many} per {per}"));
    }
    let all: Vec<String> = written
        .iter()
        .map(|(column, text)| format!("{}: {text}", column.label))
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// What a cell says: the phrase of a choice, a text, or the rows inside it.
fn said(column: &RowColumn, cell: &RowCell) -> String {
    if let Some(inner) = &cell.rows {
        return rows(inner).join("; ");
    }
    let value = cell.value.trim();
    let mut choices = column.choices.iter();
    let choice = choices.find(|choice| choice.value == value);
    choice.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
}

/// The agreement that is about to be signed.
fn agreed(command_form: &CommandForm<'_>) -> Vec<FieldView> {
    if command_form.form.shows != Some(Shown::Agreement) {
        return Vec::new();
    }
    let agreement = match &command_form.opened.seen {
        CaseShare::Regional(view) => view.agreement.as_ref(),
        CaseShare::Municipal(view) => view.agreement.as_ref(),
        CaseShare::Signing(view) => Some(&view.agreement),
        CaseShare::HeadOffice(view) => view.agreement.as_ref(),
    };
    agreement.map(covered).unwrap_or_default()
}

fn covered(agreement: &AgreementView) -> Vec<FieldView> {
    let orders: Vec<&str> = agreement
        .interventions
        .iter()
        .map(|order| order.text.as_str())
        .collect();
    let ends = agreement.ends.map_or_else(
        || "tills vidare".to_owned(),
        |ends| format!("till {}", long_date(ends)),
    );
    let period = format!("Från {} {ends}", long_date(agreement.starts));
    vec![
        line("Insatser", &orders.join(". ")),
        line("Period", &period),
        line("Uppföljning", &agreement.follow_up),
    ]
}

/// Who will be told what, word for word, as the command would be decided now. Empty for readers who
/// do not see the whole case.
pub(super) async fn previewed(
    command_form: &CommandForm<'_>,
    command: &Command,
) -> Result<(Vec<RecipientPreview>, Option<Vec<String>>), AppError> {
    let app = &command_form.opened.signed.app;
    let (caller, at_hand) = (
        &command_form.opened.signed.caller,
        &command_form.opened.at_hand,
    );
    let Some(preview) = app.preview(caller, at_hand, command, app.moment()?).await? else {
        return Ok((Vec::new(), None));
    };
    let readings = preview.readings.into_view().into_iter();
    let readings = readings.map(|reading| RecipientPreview {
        name: reading.name,
        channel: reading.channel,
        text: marked(reading.pieces, true),
        left_out: reading.left_out.into_iter().map(str::to_owned).collect(),
    });
    Ok((readings.collect(), preview.group.map(Disclosed::into_view)))
}

/// A text with what the check has found in it.
pub(super) fn marked(pieces: Vec<TextPiece>, waits_for_reader: bool) -> MarkedText {
    let pieces = pieces.into_iter().map(|piece| MarkedPiece {
        text: piece.text,
        found: piece.mark.map(str::to_owned),
    });
    MarkedText {
        pieces: pieces.collect(),
        waits_for_reader,
    }
}

/// The letter that a second reader approves or refuses, word for word.
pub(super) async fn read_again(
    command_form: &CommandForm<'_>,
    typed: &FormBody,
) -> Result<Vec<RecipientPreview>, Problem> {
    let (app, caller) = (
        &command_form.opened.signed.app,
        &command_form.opened.signed.caller,
    );
    let letters = app.letters(caller, &command_form.opened.at_hand).await?;
    let chosen = typed.get("letter");
    let letter = letters.view().iter();
    let letter = letter.filter(|letter| letter.id.to_string() == chosen);
    Ok(letter
        .map(|letter| RecipientPreview {
            name: letter.kind_name.to_owned(),
            channel: "Det här står i brevet".to_owned(),
            // Whoever sees this page is the colleague.
            text: marked(letter.pieces.clone(), false),
            left_out: Vec::new(),
        })
        .collect())
}
