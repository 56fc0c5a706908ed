//! The page of a step: all steps on the left, the open one's form in the middle, "Vem ser vad" on the
//! right.

use disclosure::views::{AudienceRow, CaseView, StepView};
use guidance::CaseTab;
use vocabulary::{
    calendar::{local_date, local_time, relative_date, relative_moment, time_digits},
    choice::Choice as _,
    consent::ConsentKind,
    setting::Setting,
    step::StepStatus,
};

use super::{
    audience_panel,
    command_form::citation,
    header,
    opened_case::OpenedCase,
    page::{CaseStepPage, ConsentRow, NewsPanel, StepRow, StepRowState, StepsPanel},
    step_summary, tabs,
};
use crate::{
    html::{
        additions::Additions,
        block::{Block, TextPart, TextView},
        form::FormView,
        part::PageLink,
    },
    menu::MenuEntry,
    pages::capital,
    problem::Problem,
};

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
    frame.has_form = form.is_some();
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

/// The panel without what each audience has been told, which is on its own page.
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
        total: view
            .closed
            .is_none()
            .then(|| count(&|step| step.status != StepStatus::NotApplicable)),
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
                    title: format!("{short}: inte frågat än"),
                    detail: String::new(),
                },
            }
        })
        .collect()
}

/// The content under the form, or instead of it.
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
        step_summary::of(opened.signed.app.library(), view, step, opened.now)
            .into_iter()
            .map(Block::Facts),
    );
    blocks.extend(others(opened, step, form).map(Block::Text));
    blocks
}

/// The step in words, when it has no form.
fn about(opened: &OpenedCase, step: &StepView, open: usize) -> TextView {
    let state = match step.status {
        StepStatus::NotApplicable | StepStatus::Waiting => {
            let why = step.reason.clone().unwrap_or_default();
            // A reason that begins with the status says it already: "Väntar på …".
            if why.starts_with(step.status_name) {
                why
            } else {
                format!("{}. {why}", step.status_name)
            }
        }
        StepStatus::Done => format!("{}.", status(opened, step)),
        StepStatus::Todo | StepStatus::Started => {
            format!(
                "{}. Vem gör det: {}.",
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
            TextPart::Beside(Additions {
                all: step.additions.clone(),
            }),
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
            let form = library.form(&action.command);
            let page = form.and_then(|form| Some((form.page?, form.submit.clone())));
            let heading = form.map(|form| form.heading.clone());
            let (href, heading) = if let Some((tab, submit)) = page {
                let href = format!("{}{}", opened.base(), tabs::path(tab));
                (href, Some(submit))
            } else {
                let href = format!("{}/steg/{}?val={number}", opened.base(), step.slug);
                (href, heading)
            };
            let label = action.label.clone().or(heading).unwrap_or_default();
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
