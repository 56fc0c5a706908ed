//! "Förfrågningar": the region's questions, without the patient's identity, and the manager's
//! answers.

use app::{AppError, QuestionAnswer};
use axum::extract::Path;
use disclosure::views::QuestionView;
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value};
use vocabulary::{
    calendar::{long_date, relative_moment},
    choice::Choice as _,
    command::CommandKind,
    intervention::{MunicipalityAnswer, answer_faults},
    mistake::Mistake,
    reading::{Door, Fields, from_form, mistakes},
};

use super::page::MunicipalQuestionPage;
use crate::{
    account::session::Signed,
    flash::Flash,
    form_body::{FormBody, KEY, refilled},
    html::{
        block::{Block, FactsView, TextPart, TextView},
        field::{FieldChoice, FieldKind, FieldView},
        form::{FormView, RefusalNote},
        part::{FactRow, PageLink, Tag, Tone},
        plain::PlainPage,
        table::{Cell, Column, RowAction, TableView},
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown_with},
};

/// The questions that wait for the reader's unit.
pub(super) async fn list(signed: Signed) -> PageResult {
    let now = signed.app.now();
    let questions = signed.app.questions(&signed.caller).await?;
    let rows = questions
        .iter()
        .map(|question| row(question.view(), now))
        .collect();
    let page = PlainPage {
        frame: signed.frame("Frågor från regionen", MenuEntry::Questions),
        heading: "Frågor från regionen".to_owned(),
        lead: "Regionen frågar om ni kan utföra insatser. Frågan visar inte vem patienten är."
            .to_owned(),
        blocks: vec![Block::Table(TableView {
            caption: "Frågor från regionen".to_owned(),
            caption_hidden: true,
            columns: Column::all(&["Fråga", "Kommun", "Från och med", "Status", "Gör"]),
            rows,
            empty: "Ingen fråga väntar på svar.".to_owned(),
            ..TableView::default()
        })],
        ..PlainPage::default()
    };
    shown_with(StatusCode::OK, &page)
}

fn row(question: &QuestionView, now: Timestamp) -> Vec<Cell> {
    let href = address(question);
    let (state, tone) = match question.answer {
        None => ("Väntar på svar", Tone::Warning),
        Some(MunicipalityAnswer::MoreInformation) => ("Ni vill veta mer", Tone::Info),
        Some(MunicipalityAnswer::Yes | MunicipalityAnswer::Partly) => ("Ja", Tone::Success),
        Some(MunicipalityAnswer::No) => ("Nej", Tone::Info),
    };
    let asked = format!(
        "Från {} {}",
        question.asked_by,
        relative_moment(question.asked_at.0, now)
    );
    vec![
        Cell::link(&orders(question).join(". "), &href).with_small(&asked),
        Cell::text(&question.municipality_name),
        Cell::text(&long_date(question.starts)),
        Cell::tag(Tag::toned(state, tone)),
        Cell::acts(vec![RowAction::link("Öppna", "frågan", &href)]),
    ]
}

/// The page of a question.
fn address(question: &QuestionView) -> String {
    format!("/forfragningar/{}", question.id)
}

fn orders(question: &QuestionView) -> Vec<String> {
    question
        .interventions
        .iter()
        .map(|order| order.text.clone())
        .collect()
}

/// One question with the form for its answer.
pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> PageResult {
    let question = signed.app.question(&signed.caller, &id).await?;
    let may = signed.app.may_answer(&signed.caller, &id).await?;
    let form = may.then(|| form(&signed, question.view(), &signed.app.request_id()));
    page(&signed, question.view(), form, StatusCode::OK)
}

/// Handles the manager's posted answer.
pub(super) async fn answer(signed: Signed, Path(id): Path<String>, posted: FormBody) -> PageResult {
    let (app, caller) = (&signed.app, &signed.caller);
    let request = posted.request(&format!("/forfragningar/{id}"), &[]);
    let outcome = match read(&posted, app.now()) {
        Ok(answer) => {
            let moment = app.moment()?;
            app.answer_question(caller, &id, &answer, moment, request.as_ref())
                .await
        }
        Err(mistakes) => Err(AppError::Mistakes(mistakes)),
    };
    let (found, refusal) = match outcome {
        Ok(()) => return Ok(signed.told("/forfragningar", Flash::Answered)),
        Err(AppError::Mistakes(mistakes)) => (mistakes, None),
        Err(AppError::Refused(refusal)) => (Vec::new(), Some(refusal)),
        Err(error) => return Err(error.into()),
    };
    let question = app.question(caller, &id).await?;
    let mut form = refilled(
        form(&signed, question.view(), posted.get(KEY)),
        &posted,
        &found,
    );
    form.refusals.extend(refusal.map(|refusal| RefusalNote {
        text: refusal.detail().to_owned(),
        citation: None,
    }));
    let may = app.may_answer(caller, &id).await?;
    page(
        &signed,
        question.view(),
        may.then_some(form),
        StatusCode::UNPROCESSABLE_ENTITY,
    )
}

fn read(posted: &FormBody, now: Timestamp) -> Result<QuestionAnswer, Vec<Mistake>> {
    let map: Map<String, Value> = from_form(&posted.0);
    let mut fields = Fields::new(&map, Door::Form, now);
    let (answer, accepted, comment) = (
        fields.take::<MunicipalityAnswer>("answer"),
        fields.take("accepted"),
        fields.take("comment"),
    );
    fields.finish().map_err(mistakes)?;
    let answer = (|| {
        Some(QuestionAnswer {
            answer: answer?,
            accepted: accepted?,
            comment: comment?,
        })
    })();
    let answer = answer.ok_or_else(Vec::new)?;
    let named = answer
        .accepted
        .as_ref()
        .is_some_and(|codes| !codes.is_empty());
    let faults = answer_faults(answer.answer, named, answer.comment.is_some());
    if faults.is_empty() {
        Ok(answer)
    } else {
        Err(mistakes(faults))
    }
}

fn form(signed: &Signed, question: &QuestionView, key: &str) -> FormView {
    let library = signed.app.library();
    let words = library.form(CommandKind::RecordMunicipalityAnswer.name());
    let text = |name: &str| {
        words
            .and_then(|form| form.field(name))
            .map(|field| (field.label.clone(), field.help.clone()))
            .unwrap_or_default()
    };
    let answers = MunicipalityAnswer::ALL
        .iter()
        .map(|answer| FieldChoice::new(answer.code(), answer.swedish()))
        .collect();
    let orders = question
        .interventions
        .iter()
        .map(|order| FieldChoice::new(order.code.code(), &order.text))
        .collect();
    let field = |name: &str, kind: FieldKind| {
        let (label, help) = text(name);
        FieldView::new(name, &label, kind).help(&help)
    };
    FormView {
        action: format!("/forfragningar/{}", question.id),
        heading: "Svara".to_owned(),
        fields: vec![
            FieldView::hidden(KEY, key),
            FieldView {
                label: "Vad svarar ni?".to_owned(),
                ..field("answer", FieldKind::Radio(answers)).required()
            },
            FieldView {
                label: "Vilka insatser kan ni utföra?".to_owned(),
                ..field("accepted", FieldKind::Checkboxes(orders))
            },
            FieldView::new("comment", "Kommentar", FieldKind::Textarea(3)).help(
                "Behöver ni veta mer: skriv vad, så ringer den som frågade. Fråga inte efter vem patienten \
                 är. Det får ni veta om ni blir part i ärendet.",
            ),
        ],
        submit: "Skicka svaret".to_owned(),
        cancel: Some("/forfragningar".to_owned()),
        on_save: vec![format!(
            "{} får svaret, med ditt namn och din roll.",
            capital(&question.asked_by)
        )],
        sends: true,
        ..FormView::default()
    }
}

/// The page of a question. Only users who may answer get the form; others at the unit may read it.
fn page(
    signed: &Signed,
    question: &QuestionView,
    form: Option<FormView>,
    status: StatusCode,
) -> PageResult {
    let now = signed.app.now();
    let mut facts = vec![
        FactRow::text("Insatser", &orders(question).join(". ")),
        FactRow::text("Kommun", &question.municipality_name),
        FactRow::text("Från och med", &long_date(question.starts)),
    ];
    let ends = question
        .ends
        .map_or_else(|| "Inte bestämt".to_owned(), long_date);
    facts.push(FactRow::text("Till och med", &ends));
    if let Some(answer) = question.answer {
        facts.push(FactRow::text("Ni har svarat", answer.swedish()));
    }
    let comment = question.comment.iter();
    facts.extend(comment.map(|comment| FactRow::text("Er kommentar", comment)));
    let page = MunicipalQuestionPage {
        frame: signed.frame("Fråga från regionen", MenuEntry::Questions),
        crumbs: vec![PageLink::new("Frågor från regionen", "/forfragningar")],
        heading: "Kan ni utföra insatserna?".to_owned(),
        lead: format!(
            "Från {}, {}.",
            question.asked_by,
            relative_moment(question.asked_at.0, now)
        ),
        facts: FactsView {
            heading: "Det här gäller frågan".to_owned(),
            facts,
            link: None,
        },
        form,
        below: vec![Block::Text(TextView {
            heading: "Vad händer sedan?".to_owned(),
            parts: vec![TextPart::List(vec![
                "Ja eller delvis: ni kan läggas till som part och får då en vårdbegäran."
                    .to_owned(),
                "Nej: frågan försvinner härifrån.".to_owned(),
                "Behöver ni veta mer: skriv vad i kommentaren. Den som frågade ser det och ringer er. Frågan står kvar.".to_owned(),
            ])],
        })],
    };
    shown_with(status, &page)
}
