//! A step of a case: all steps on the left, the open one's form in the middle, "Vem ser vad" on
//! the right.

use axum::{
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect},
};
use disclosure::views::{ActionView, AudienceRow, CaseView, StepView};
use http::StatusCode;
use serde::Deserialize;
use vocabulary::{
    calendar::{local_date, local_time, relative_date, relative_moment, time_digits},
    choice::Choice as _,
    consent::ConsentKind,
    setting::Setting,
    step::StepStatus,
};

use super::{
    audience_panel,
    command_form::{CommandForm, FormPlace, citation},
    form_page, header,
    opened_case::{CaseShare, OpenedCase},
    page::{CaseStepPage, ConsentRow, NewsPanel, StepRow, StepRowState, StepsPanel},
    side_actions::{SIDE_ACTIONS, SideAction},
    step_summary,
    tabs::CaseTab,
};
use crate::{
    account::session::Signed,
    form_body::FormBody,
    html::{
        block::{Block, TextPart, TextView},
        form::FormView,
        part::PageLink,
    },
    menu::MenuEntry,
    pages::{PageResult, capital, shown},
    problem::Problem,
};

/// Which of a step's forms is asked for, counted from 1.
#[derive(Debug, Default, Deserialize)]
pub(super) struct StepQuery {
    #[serde(default)]
    val: usize,
}

/// The case's first page: the step to do next, or the reader's own share.
pub(super) async fn first(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id).await?;
    let to = match &opened.seen {
        CaseShare::Regional(_) => {
            let (app, caller) = (&opened.signed.app, &opened.signed.caller);
            let mut slug = app.next_step(caller, &id).await?;
            if slug.is_none() {
                let steps = app.steps(caller, &id).await?;
                slug = steps.view().first().map(|step| step.slug.clone());
            }
            slug.map_or_else(
                || format!("{}/patienten", opened.base()),
                |slug| format!("{}/steg/{slug}", opened.base()),
            )
        }
        CaseShare::Municipal(view) => {
            return crate::municipal::share::care_request(&opened, view).await;
        }
        CaseShare::HeadOffice(view) => {
            return crate::municipal::head_office::agreement(&opened, view).await;
        }
    };
    Ok(Redirect::to(&to).into_response())
}

/// A step with its form.
pub(super) async fn show(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    Query(asked): Query<StepQuery>,
) -> PageResult {
    let opened = OpenedCase::of(signed, &id).await?;
    opened.whole()?;
    let (steps, open) = steps(&opened, &slug).await?;
    let open = open.ok_or_else(Problem::not_found)?;
    let action = steps.get(open).and_then(|step| chosen(step, asked.val));
    let place = FormPlace::Step {
        steps,
        open,
        action,
    };
    match CommandForm::at(&opened, &place).await? {
        Some(task) => {
            let written = task.begun().await?;
            let form = task.drawn(&written).await?;
            form_page::form(&task, StatusCode::OK, form).await
        }
        None => match &place {
            FormPlace::Step { steps, open, .. } => shown(&page(&opened, steps, *open, None).await?),
            FormPlace::SideAction(_) => Err(Problem::not_found()),
        },
    }
}

/// A step's form, posted.
pub(super) async fn save(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    posted: FormBody,
) -> PageResult {
    let opened = OpenedCase::of(signed, &id).await?;
    opened.whole()?;
    let command = posted.get("command").to_owned();
    let (steps, open) = steps(&opened, &slug).await?;
    let place = match open {
        Some(open) => {
            let own = steps.get(open).and_then(|step| {
                let mut actions = step.actions.iter();
                actions.find(|action| action.command == command).cloned()
            });
            // A form may have been opened before the step moved on; what it says is still read,
            // and the case decides.
            let action = own.unwrap_or_else(|| ActionView {
                command: command.clone(),
                label: None,
                preset: std::collections::BTreeMap::new(),
                allowed: true,
            });
            FormPlace::Step {
                steps,
                open,
                action: Some(action),
            }
        }
        // The step is gone with a change of group or need: the text is not to be lost.
        None => SIDE_ACTIONS
            .iter()
            .find(|act| act.command == command)
            .map(FormPlace::SideAction)
            .ok_or_else(Problem::not_found)?,
    };
    let task = CommandForm::at(&opened, &place)
        .await?
        .ok_or_else(Problem::not_found)?;
    task.taken(posted).await
}

/// Something beside the steps.
pub(super) async fn act(signed: Signed, Path((id, slug)): Path<(String, String)>) -> PageResult {
    let opened = OpenedCase::of(signed, &id).await?;
    let place = FormPlace::SideAction(allowed(&opened, &slug).await?);
    let task = CommandForm::at(&opened, &place)
        .await?
        .ok_or_else(Problem::not_found)?;
    let written = task.begun().await?;
    let form = task.drawn(&written).await?;
    form_page::form(&task, StatusCode::OK, form).await
}

/// Something beside the steps, posted.
pub(super) async fn do_act(
    signed: Signed,
    Path((id, slug)): Path<(String, String)>,
    posted: FormBody,
) -> PageResult {
    let opened = OpenedCase::of(signed, &id).await?;
    let place = FormPlace::SideAction(SideAction::of(&slug).ok_or_else(Problem::not_found)?);
    let task = CommandForm::at(&opened, &place)
        .await?
        .ok_or_else(Problem::not_found)?;
    task.taken(posted).await
}

async fn allowed(opened: &OpenedCase, slug: &str) -> Result<&'static SideAction, Problem> {
    let act = SideAction::of(slug).ok_or_else(Problem::not_found)?;
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let may = app.may_on(caller, &opened.at_hand, &[act.command]).await?;
    if may.is_empty() {
        Err(vocabulary::refusal::Refusal::NotYourTask.into())
    } else {
        Ok(act)
    }
}

async fn steps(opened: &OpenedCase, slug: &str) -> Result<(Vec<StepView>, Option<usize>), Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let steps = app.steps(caller, &opened.at_hand).await?.into_view();
    let open = steps.iter().position(|step| step.slug == slug);
    Ok((steps, open))
}

/// The action whose form is shown: the one asked for, else the first that the reader may do. A step
/// that is done shows what was recorded, and a form only when it is asked for.
fn chosen(step: &StepView, asked: usize) -> Option<ActionView> {
    if let Some(index) = asked.checked_sub(1) {
        return step
            .actions
            .get(index)
            .filter(|action| action.allowed)
            .cloned();
    }
    if matches!(step.status, StepStatus::Done | StepStatus::NotApplicable) {
        return None;
    }
    step.actions.iter().find(|action| action.allowed).cloned()
}

/// The page of a step.
pub(super) async fn page(
    opened: &OpenedCase,
    steps: &[StepView],
    open: usize,
    form: Option<FormView>,
) -> Result<CaseStepPage, Problem> {
    let view = opened.whole()?;
    let signed = &opened.signed;
    let rows = signed
        .app
        .audiences(&signed.caller, &opened.at_hand)
        .await?;
    let mut frame = signed.frame("Ärende", MenuEntry::Cases);
    frame.has_steps = true;
    opened.dress(&mut frame);
    let step = steps.get(open).ok_or_else(Problem::not_found)?;
    let below = below(opened, view, step, open, form.as_ref());
    let news = signed.app.news(&signed.caller, &opened.at_hand).await?;
    Ok(CaseStepPage {
        frame,
        head: header::of(opened, view, CaseTab::Steps, "#vsv"),
        steps: list(opened, view, steps, open),
        form,
        below,
        news: news.map(|news| fresh(opened, news)),
        audiences: audience_panel::panel(&briefly(rows.view()), view.protected, opened.now),
        consents: consents(view, opened),
        consents_href: format!("{}/samtycken", opened.base()),
    })
}

/// How many new events the panel shows.
const FRESH: usize = 5;

/// What others have done since the reader last looked, the latest first.
fn fresh(opened: &OpenedCase, news: app::News) -> NewsPanel {
    let rows = news.rows.into_view();
    let when = |at| relative_moment(at, opened.now);
    NewsPanel {
        heading: format!("Nytt sedan {}", when(news.since)),
        rows: rows
            .iter()
            .rev()
            .take(FRESH)
            .map(|event| {
                let what = format!("{}. {}", event.what, event.by);
                (capital(&when(event.at.0)), what)
            })
            .collect(),
        more: rows.len().saturating_sub(FRESH),
        href: format!("{}/handelser", opened.base()),
    }
}

/// The panel without what each has been told; its own page has that.
pub(super) fn briefly(rows: &[AudienceRow]) -> Vec<AudienceRow> {
    rows.iter()
        .map(|row| AudienceRow {
            told: Vec::new(),
            ..row.clone()
        })
        .collect()
}

fn list(opened: &OpenedCase, view: &CaseView, steps: &[StepView], open: usize) -> StepsPanel {
    let count = |of: &dyn Fn(&&StepView) -> bool| {
        u32::try_from(steps.iter().filter(of).count()).unwrap_or(u32::MAX)
    };
    StepsPanel {
        pathway: pathway(view),
        on_demand: view.protected,
        done: count(&|step| step.status == StepStatus::Done),
        total: count(&|step| step.status != StepStatus::NotApplicable),
        steps: (1..)
            .zip(steps)
            .map(|(number, step)| row(opened, step, number, open))
            .collect(),
    }
}

/// "Spår 6 B, inneliggande".
fn pathway(view: &CaseView) -> String {
    let Some(code) = view.pathway else {
        return "Den ordinarie rutinen".to_owned();
    };
    let (section, letter) = code.split_at(code.len().min(1));
    let place = match view.setting {
        Setting::Inpatient => "inneliggande",
        Setting::Outpatient => "öppen vård",
    };
    let sure = if view.provisional {
        ", preliminärt"
    } else {
        ""
    };
    format!("Spår {section} {letter}, {place}{sure}")
}

fn row(opened: &OpenedCase, step: &StepView, number: u32, open: usize) -> StepRow {
    let citation = step.citation.trim_start_matches("avsnitt ").to_owned();
    StepRow {
        number,
        title: step.title.clone(),
        href: format!("{}/steg/{}", opened.base(), step.slug),
        citation,
        state: match step.status {
            StepStatus::Todo => StepRowState::Todo,
            StepStatus::Started => StepRowState::Started,
            StepStatus::Waiting => StepRowState::Waiting,
            StepStatus::Done => StepRowState::Done,
            StepStatus::NotApplicable => StepRowState::NotApplicable,
        },
        status: status(opened, step),
        reason: step
            .reason
            .clone()
            .filter(|_| step.status == StepStatus::NotApplicable)
            .unwrap_or_else(|| waiting(opened, step)),
        current: usize::try_from(number).is_ok_and(|number| number == open + 1),
    }
}

/// "Klart i går", "Försenat sedan i dag 12.00", "Senast i dag 12.00".
fn status(opened: &OpenedCase, step: &StepView) -> String {
    let today = local_date(opened.now);
    let day = |at: disclosure::views::Moment| relative_date(local_date(at.0), today);
    match (step.status, step.done_at, step.due) {
        (StepStatus::Done, Some(at), _) => format!("Klart {}", day(at)),
        (StepStatus::Todo | StepStatus::Started | StepStatus::Waiting, _, Some(due)) => {
            let clock = time_digits(local_time(due.0));
            let word = if step.overdue {
                "Försenat sedan"
            } else {
                "Senast"
            };
            format!("{word} {} {clock}", day(due))
        }
        _ => step.status_name.to_owned(),
    }
}

/// "Väntar på svar från chefen sedan i går."
fn waiting(opened: &OpenedCase, step: &StepView) -> String {
    if step.status != StepStatus::Waiting {
        return String::new();
    }
    let reason = step.reason.clone().unwrap_or_default();
    let Some(since) = step.waiting_since else {
        return reason;
    };
    let since = relative_date(local_date(since.0), local_date(opened.now));
    format!("{} Sedan {since}.", reason.trim())
}

fn consents(view: &CaseView, opened: &OpenedCase) -> Vec<ConsentRow> {
    ConsentKind::ALL
        .iter()
        .map(|kind| {
            let short = match kind {
                ConsentKind::Case => "Ärendet",
                ConsentKind::Sip => "SIP",
                ConsentKind::InformationTransfer => "Att lämna uppgifter",
            };
            match view.consents.iter().find(|found| found.kind == *kind) {
                Some(found) => ConsentRow {
                    title: format!("{short}: {}", found.answer_name.to_lowercase()),
                    detail: format!(
                        "{} {}, {}",
                        found.form.swedish(),
                        relative_date(local_date(found.given_at.0), local_date(opened.now)),
                        found.by.split(',').next().unwrap_or_default()
                    ),
                },
                None => ConsentRow {
                    title: format!("{short}: inte inhämtat än"),
                    detail: String::new(),
                },
            }
        })
        .collect()
}

/// What stands under the form, or in its place.
fn below(
    opened: &OpenedCase,
    view: &CaseView,
    step: &StepView,
    open: usize,
    form: Option<&FormView>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if form.is_none() {
        blocks.push(Block::Text(about(opened, step, open)));
    }
    blocks.extend(
        step_summary::of(view, step, opened.now)
            .into_iter()
            .map(Block::Facts),
    );
    blocks.extend(others(opened, step, form).map(Block::Text));
    blocks
}

/// The step in words, when it has no form now.
fn about(opened: &OpenedCase, step: &StepView, open: usize) -> TextView {
    let state = match step.status {
        StepStatus::NotApplicable | StepStatus::Waiting => {
            let why = step.reason.clone().unwrap_or_default();
            format!("{}. {why}", step.status_name)
        }
        StepStatus::Done => format!("{}.", status(opened, step)),
        StepStatus::Todo | StepStatus::Started => {
            format!(
                "{}. Det här gör: {}.",
                step.status_name,
                step.who.to_lowercase()
            )
        }
    };
    TextView {
        heading: format!("Steg {}. {}", open + 1, step.title),
        parts: vec![
            TextPart::Paragraph(state),
            TextPart::Quote(vec![step.help.clone()], citation(opened, step)),
        ],
    }
}

/// The step's other forms.
fn others(opened: &OpenedCase, step: &StepView, form: Option<&FormView>) -> Option<TextView> {
    let shown = form.and_then(|form| {
        let command = form.fields.iter().find(|field| field.name == "command")?;
        Some(command.single().to_owned())
    });
    let library = opened.signed.app.library();
    let links: Vec<TextPart> = (1..)
        .zip(&step.actions)
        .filter(|(_, action)| action.allowed && shown.as_deref() != Some(action.command.as_str()))
        .map(|(number, action)| {
            let heading = library
                .form(&action.command)
                .map(|form| form.heading.clone());
            let label = action.label.clone().or(heading).unwrap_or_default();
            let href = format!("{}/steg/{}?val={number}", opened.base(), step.slug);
            TextPart::Link(PageLink::new(&label, &href))
        })
        .collect();
    let heading = match step.status {
        StepStatus::Done => "Ändra eller lägg till",
        StepStatus::NotApplicable
        | StepStatus::Todo
        | StepStatus::Started
        | StepStatus::Waiting => "Mer i det här steget",
    };
    (!links.is_empty()).then(|| TextView {
        heading: heading.to_owned(),
        parts: links,
    })
}
