//! The plan's page: the whole plan at once, rows edited in place by many. The region's care units and
//! municipal primary care have the same page, each with what the guard shows of the plan. The same form is
//! used in the meeting, on a screen that everybody sees.

mod editor;
mod posted;
mod versions;

use app::{AppError, CasePage};
use axum::extract::Path;
use disclosure::views::{CaseView, Moment, PlanView};
use guidance::CaseTab;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;
use vocabulary::{
    calendar::relative_moment,
    command::{AgreePlan, ApprovePlan, Command, CommandKind},
    mistake::Mistake,
    refusal::Refusal,
    text::Line,
};

use self::posted::Posted;
use super::{
    opened_case::{CaseShare, OpenedCase},
    page::PlanMeetingPage,
    tabs,
};
use crate::{
    account::session::Signed,
    flash::Flash,
    form_body::{FormBody, KEY, kept},
    html::{
        block::{Block, FactsView},
        field::FieldView,
        form::FormView,
        part::{FactRow, PageLink},
    },
    municipal::share,
    pages::{PageResult, capital, shown_with},
    problem::Problem,
};

/// Why the plan is shown again instead of being saved.
pub(super) enum NotSaved {
    Mistakes(Vec<Mistake>),
    Refused(Refusal),
    /// Words that may tell a municipality the group, which somebody has to see before they are saved (X1).
    TellsGroup(Vec<String>),
    /// The store did not take it, or may have taken it.
    NotStored(String),
}

/// The plan's page.
pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Plan).await?;
    drawn(&opened, None, StatusCode::OK).await
}

/// The plan in the meeting: larger, without numbers and without the patient's name.
pub(super) async fn meeting(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Plan).await?;
    in_meeting(&opened, None, StatusCode::OK).await
}

/// How a version of the plan differs from the one before it.
pub(super) async fn version(
    signed: Signed,
    Path((id, number)): Path<(String, String)>,
) -> PageResult {
    let opened = OpenedCase::of(signed, &id, CasePage::Plan).await?;
    let plan = plan(&opened).await?;
    let number = number.parse().map_err(|_| Problem::not_found())?;
    let block = versions::block(&plan, number, opened.now).ok_or_else(Problem::not_found)?;
    let blocks = vec![block];
    with_blocks(&opened, blocks, Vec::new(), StatusCode::OK).await
}

/// Saves what is typed in the plan.
pub(super) async fn save(
    signed: Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: FormBody,
) -> PageResult {
    let (app, caller) = (&signed.app, &signed.caller);
    app.known_case(caller, &id).await?;
    let posted = Posted::read(&body);
    let autosaved = headers.contains_key("x-utkast");
    let regional = caller.unit().kind.is_regional_care();
    let told = posted.tells_group();
    let why = match posted.command(app.now()) {
        Ok(None) if autosaved => return Ok(kept(Some(app.now()))),
        Ok(None) => return Ok(signed.told(&posted.page(&id), Flash::Saved)),
        // Whoever works in the municipality does not know the group, and cannot tell it.
        Ok(Some(_)) if !told.is_empty() && regional => NotSaved::TellsGroup(told),
        Ok(Some(command)) => {
            let moment = app.moment()?;
            let done = app
                .save_on_any_version(caller, &id, &command, moment, None)
                .await;
            match done {
                Ok(done) if autosaved => {
                    let mut answer = kept(Some(app.now()));
                    if !done.warnings.is_empty() {
                        let contested = HeaderName::from_static("x-tvist");
                        answer
                            .headers_mut()
                            .insert(contested, HeaderValue::from_static("1"));
                    }
                    return Ok(answer);
                }
                Ok(done) => {
                    let warnings: Vec<String> = done
                        .warnings
                        .into_iter()
                        .map(|warning| warning.detail)
                        .collect();
                    let to = posted.page(&id);
                    return Ok(signed.told_more(&to, Flash::Saved, None, &warnings));
                }
                // Somebody has written the same already.
                Err(AppError::Refused(Refusal::NothingChanges)) if autosaved => {
                    return Ok(kept(Some(app.now())));
                }
                Err(AppError::Refused(Refusal::NothingChanges)) => {
                    return Ok(signed.told(&posted.page(&id), Flash::Saved));
                }
                Err(AppError::Refused(refusal)) if refusal != Refusal::NotYourTask => {
                    NotSaved::Refused(refusal)
                }
                Err(AppError::Mistakes(mistakes)) => NotSaved::Mistakes(mistakes),
                Err(error @ (AppError::Unknown | AppError::Stopped | AppError::NoRoom)) => {
                    let problem = Problem::from(error);
                    NotSaved::NotStored(problem.detail().to_owned())
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(mistakes) => NotSaved::Mistakes(mistakes),
    };
    let opened = OpenedCase::of(signed, &id, CasePage::Plan).await?;
    let again = Some((&posted, &why));
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut page = if posted.meeting {
        in_meeting(&opened, again, status).await?
    } else {
        drawn(&opened, again, status).await?
    };
    if matches!(why, NotSaved::TellsGroup(_)) {
        let asks = HeaderName::from_static("x-grupp");
        page.headers_mut()
            .insert(asks, HeaderValue::from_static("1"));
    }
    Ok(page)
}

/// Approves the plan for the reader's unit.
pub(super) async fn approve(signed: Signed, Path(id): Path<String>, body: FormBody) -> PageResult {
    let seen = Line(body.get(SEEN).to_owned());
    settle(signed, &id, Command::ApprovePlan(ApprovePlan { seen })).await
}

/// Makes what is written the version that holds.
pub(super) async fn agree(signed: Signed, Path(id): Path<String>, body: FormBody) -> PageResult {
    let seen = Line(body.get(SEEN).to_owned());
    settle(signed, &id, Command::AgreePlan(AgreePlan { seen })).await
}

/// Which version of the plan a form was drawn on.
const SEEN: &str = "sedd";

async fn settle(signed: Signed, id: &str, command: Command) -> PageResult {
    let (app, caller) = (&signed.app, &signed.caller);
    app.known_case(caller, id).await?;
    let moment = app.moment()?;
    let done = app
        .save_on_any_version(caller, id, &command, moment, None)
        .await;
    let refusal = match done {
        Ok(_) => return Ok(signed.told(&address(id), Flash::PlanSettled)),
        // Pressed twice.
        Err(AppError::Refused(Refusal::NothingChanges)) => {
            return Ok(signed.told(&address(id), Flash::PlanSettled));
        }
        Err(AppError::Refused(refusal)) if refusal != Refusal::NotYourTask => refusal,
        Err(error) => return Err(error.into()),
    };
    let opened = OpenedCase::of(signed, id, CasePage::Plan).await?;
    let again = (&Posted::default(), &NotSaved::Refused(refusal));
    drawn(&opened, Some(again), StatusCode::UNPROCESSABLE_ENTITY).await
}

fn address(id: &str) -> String {
    format!("/arenden/{id}/plan")
}

async fn plan(opened: &OpenedCase) -> Result<PlanView, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    Ok(app.plan(caller, &opened.at_hand).await?.into_view())
}

/// The plan's page, as it is or with what could not be saved.
async fn drawn(
    opened: &OpenedCase,
    again: Option<(&Posted, &NotSaved)>,
    status: StatusCode,
) -> PageResult {
    let plan = plan(opened).await?;
    let editor = editor::of(opened, &plan, again, false, on_save(opened).await?);
    let mut blocks = Vec::new();
    blocks.extend(editor::missing(opened, &plan));
    blocks.push(Block::Plan(Box::new(editor)));
    blocks.extend(editor::outline(&plan));
    let aside = beside(opened, &plan).await?;
    with_blocks(opened, blocks, aside, status).await
}

/// What saving tells whom, from the guard. A reader of a share is not told who else reads.
async fn on_save(opened: &OpenedCase) -> Result<Vec<String>, Problem> {
    let CaseShare::Regional(_) = &opened.seen else {
        return Ok(Vec::new());
    };
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let told = app
        .on_save(caller, &opened.at_hand, CommandKind::ChangePlan, None)
        .await?;
    Ok(told.into_view().sentences)
}

/// The meeting and the follow-up around the plan, which are written in steps of the case.
fn around(view: &CaseView, now: Timestamp) -> Option<Block> {
    let sip = &view.sip;
    let when = |at: Moment| capital(&relative_moment(at.0, now));
    let mut facts = Vec::new();
    if let Some(meeting) = sip.meeting.as_ref().map(|found| &found.value) {
        let text = format!("{}. {}", when(meeting.at), meeting.form_name);
        facts.push(FactRow::text("Planerat", &text));
        let questions = meeting.questions.iter();
        facts.extend(questions.map(|asked| FactRow::text("Frågor före mötet", asked)));
        if view.person.interpreter_needed {
            let booked = view.interpreter.is_some();
            facts.push(FactRow::text(
                "Tolk",
                if booked { "Bokad" } else { "Inte bokad" },
            ));
        }
    }
    if let Some(held) = sip.held.as_ref().map(|found| &found.value) {
        facts.push(FactRow::text("Hölls", &when(held.at)));
        facts.push(FactRow::text("Var med", &held.attended.join(", ")));
    }
    if let Some(decided) = sip.follow_up.as_ref().map(|found| &found.value) {
        facts.push(FactRow::text("Uppföljning", &when(decided.at)));
        facts.push(FactRow::text("Huvudansvarig", &decided.unit_name));
    }
    (!facts.is_empty()).then(|| {
        Block::Facts(FactsView {
            heading: "SIP-mötet".to_owned(),
            facts,
            link: None,
        })
    })
}

async fn with_blocks(
    opened: &OpenedCase,
    blocks: Vec<Block>,
    aside: Vec<Block>,
    status: StatusCode,
) -> PageResult {
    if let CaseShare::Municipal(view) = &opened.seen {
        return share::plan(opened, view, blocks, aside, status);
    }
    let lead = "Alla parter skriver i samma plan. Det du skriver sparas medan du skriver.";
    let mut page = tabs::page(opened, CaseTab::Plan, "Samordnad individuell plan", lead).await?;
    let meeting = format!("{}/plan/mote", opened.base());
    page.actions
        .insert(0, PageLink::new("Visa på mötet", &meeting));
    page.blocks.extend(blocks);
    page.aside = aside;
    if let CaseShare::Regional(view) = &opened.seen {
        page.aside.extend(around(view, opened.now));
    }
    shown_with(status, &page)
}

async fn in_meeting(
    opened: &OpenedCase,
    again: Option<(&Posted, &NotSaved)>,
    status: StatusCode,
) -> PageResult {
    let plan = plan(opened).await?;
    let mut frame = opened.signed.frame_of_meeting("SIP-möte");
    opened.dress(&mut frame);
    let page = PlanMeetingPage {
        frame,
        back: address(&opened.id),
        editor: editor::of(opened, &plan, again, true, Vec::new()),
    };
    shown_with(status, &page)
}

/// Beside the plan: what the reader can do with it as a whole, who has approved it, and its versions.
async fn beside(opened: &OpenedCase, plan: &PlanView) -> Result<Vec<Block>, Problem> {
    let (app, caller) = (&opened.signed.app, &opened.signed.caller);
    let names = [
        CommandKind::AgreePlan.name(),
        CommandKind::ApprovePlan.name(),
    ];
    let may = app.may_on(caller, &opened.at_hand, &names).await?;
    let mut blocks = Vec::new();
    if let Some(seen) = plan.seen.as_ref().filter(|_| may.contains(names[0]))
        && plan.differs_from_agreed
        && !plan.ended
    {
        let number = plan.versions.len() + 1;
        let text = if plan.held_at.is_none() {
            "Planen kan fastställas när SIP-mötet är antecknat."
        } else if plan.missing.is_empty() {
            "Parterna får frågan om de godkänner den. Den som inte har godkänt hindrar ingenting."
        } else {
            "Det som saknas står överst på sidan. Du kan spara ändå."
        };
        blocks.push(whole(
            opened,
            ("faststall", &format!("Fastställ version {number}")),
            seen,
            text,
        ));
    }
    if may.contains(names[1]) && plan.approval.open {
        blocks.push(whole(
            opened,
            ("godkann", "Godkänn planen för enheten"),
            &plan.approval.seen,
            "Godkännandet gäller enhetens rader och huvudansvaret. Ändras de gäller det inte längre.",
        ));
    }
    if !plan.approvals.is_empty() {
        let facts = plan.approvals.iter();
        blocks.push(Block::Facts(FactsView {
            heading: "Vem har godkänt".to_owned(),
            facts: facts
                .map(|one| FactRow::text(&one.name, &one.said))
                .collect(),
            link: None,
        }));
    }
    blocks.extend(versions::list(plan, &opened.base(), opened.now));
    Ok(blocks)
}

/// A form about the whole plan, as it has been read.
fn whole(opened: &OpenedCase, (path, label): (&str, &str), seen: &str, text: &str) -> Block {
    Block::Form(Box::new(FormView {
        action: format!("{}/plan/{path}", opened.base()),
        heading: label.to_owned(),
        fields: vec![
            FieldView::hidden(SEEN, seen),
            FieldView::hidden(KEY, &opened.signed.app.request_id()),
        ],
        submit: label.to_owned(),
        on_save: vec![text.to_owned()],
        sends: true,
        ..FormView::default()
    }))
}
