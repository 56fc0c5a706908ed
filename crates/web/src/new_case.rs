//! "Nytt ärende": one question per page, because a wrong answer here has large consequences. The
//! last page says which pathway follows, why, and who may be told.
//!
//! The answers are kept in the user's draft on the server until the case is opened; no URL contains
//! any of them. `vocabulary::opening` decides which answers are valid, the guidance and the guard
//! what follows from them.

mod answers;
mod confirm;
pub mod page;
mod question;

use app::{AppError, CasePage};
use axum::{
    Router,
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use http::StatusCode;
use serde::Deserialize;
use vocabulary::{calendar::local_date, mistake::Mistake, refusal::Refusal};

use self::{answers::Answers, page::QuestionPage, question::OpeningQuestion};
use crate::{
    Web,
    account::session::{CaseOpener, Signed},
    case::opened_case::OpenedCase,
    flash::Flash,
    form_body::{FormBody, kept, refilled},
    html::{field::FieldView, form::RefusalNote},
    menu::MenuEntry,
    pages::{PageResult, shown, shown_with},
    problem::Problem,
};

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/arenden/nytt", get(begin))
        .route("/arenden/nytt/granska", get(review).post(open))
        .route("/arenden/nytt/{fraga}", get(ask).post(answer))
        .route("/arenden/nytt/{fraga}/utkast", post(draft))
        .route("/arenden/{id}/fortsatt", get(ask_to_go_on).post(go_on))
}

/// The form field with the version of the draft that a page was opened on.
const VERSION: &str = "utkast";
/// The form field with the mark of the answers that a page was shown on.
const MARK: &str = "svaren";

/// Whether a question is shown with the mistakes in its answer.
#[derive(Debug, Default, Deserialize)]
struct QuestionQuery {
    #[serde(default)]
    ratta: String,
}

/// Redirects to where the user left off.
async fn begin(CaseOpener(signed): CaseOpener) -> PageResult {
    let answers = Answers::kept(&signed).await?;
    Ok(Redirect::to(&answers.next(&signed).address()).into_response())
}

async fn ask(
    CaseOpener(signed): CaseOpener,
    Path(fraga): Path<String>,
    Query(asked): Query<QuestionQuery>,
) -> PageResult {
    let question = OpeningQuestion::of(&fraga).ok_or_else(Problem::not_found)?;
    let answers = Answers::kept(&signed).await?;
    let mistakes = if asked.ratta.is_empty() {
        Vec::new()
    } else {
        answers.mistakes_for(&signed, question).await?
    };
    shown(&page(&signed, question, &answers, &mistakes))
}

async fn answer(
    CaseOpener(signed): CaseOpener,
    Path(fraga): Path<String>,
    posted: FormBody,
) -> PageResult {
    let question = OpeningQuestion::of(&fraga).ok_or_else(Problem::not_found)?;
    match posted.get(question::BEGIN_AGAIN) {
        "" => {}
        question::SURE => {
            answers::forget(&signed).await?;
            return Ok(Redirect::to("/arenden/nytt").into_response());
        }
        _ => return shown(&begin_again_page(&signed, question)),
    }
    let answers = Answers::kept(&signed).await?;
    if is_of_others(&posted, &answers.mark(Some(question))) {
        let mut page = page(&signed, question, &answers.typed(question, &posted), &[]);
        page.form.refusals.insert(0, other_answers());
        return shown_with(StatusCode::CONFLICT, &page);
    }
    let mut answers = answers.answered(question, &posted);
    let mistakes = answers.mistakes_in(&signed, question);
    answers.save(&signed).await?;
    if mistakes.is_empty() {
        Ok(Redirect::to(&answers.next(&signed).address()).into_response())
    } else {
        let page = page(&signed, question, &answers, &mistakes);
        shown_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
    }
}

/// Saves what is typed, right or wrong, unless the question has been answered since.
async fn draft(
    CaseOpener(signed): CaseOpener,
    Path(fraga): Path<String>,
    posted: FormBody,
) -> PageResult {
    let question = OpeningQuestion::of(&fraga).ok_or_else(Problem::not_found)?;
    let answers = Answers::kept(&signed).await?;
    if is_of_others(&posted, &answers.mark(Some(question))) {
        return Ok(kept(None));
    }
    let answers = answers.typed(question, &posted);
    // An unreadable version becomes one that no draft has.
    let at = match posted.get(VERSION).parse::<u32>() {
        Ok(version) => answers.keep(&signed, version.into()).await?,
        Err(_) => None,
    };
    Ok(kept(at))
}

async fn review(CaseOpener(signed): CaseOpener) -> PageResult {
    let answers = Answers::kept(&signed).await?;
    let foreseen = match answers.opening(&signed) {
        Ok(asked) => {
            signed
                .app
                .foresee_case(&signed.caller, &asked, signed.app.moment()?)
                .await
        }
        Err(mistakes) => Err(AppError::Mistakes(mistakes)),
    };
    match foreseen {
        Ok(foreseen) => shown(&confirm::page(
            &signed,
            &foreseen,
            &answers.mark(None),
            None,
        )),
        Err(error) => put_right(error),
    }
}

async fn open(CaseOpener(signed): CaseOpener, posted: FormBody) -> PageResult {
    let answers = Answers::kept(&signed).await?;
    if is_of_others(&posted, &answers.mark(None)) {
        if answers.is_empty() {
            return shown_with(StatusCode::CONFLICT, &confirm::nothing_left(&signed));
        }
        return match answers.opening(&signed) {
            Ok(asked) => {
                let foreseen =
                    signed
                        .app
                        .foresee_case(&signed.caller, &asked, signed.app.moment()?);
                let (foreseen, mark) = (foreseen.await?, answers.mark(None));
                let page = confirm::page(&signed, &foreseen, &mark, Some(other_answers()));
                shown_with(StatusCode::CONFLICT, &page)
            }
            Err(mistakes) => put_right(AppError::Mistakes(mistakes)),
        };
    }
    let opened = match answers.opening(&signed) {
        Ok(asked) => {
            let (moment, request) = (signed.app.moment()?, answers.request());
            signed
                .app
                .open_case(&signed.caller, &asked, moment, Some(&request))
                .await
        }
        Err(mistakes) => Err(AppError::Mistakes(mistakes)),
    };
    match opened {
        Ok(opened) => {
            answers::forget(&signed).await?;
            let warnings: Vec<String> = opened
                .warnings
                .into_iter()
                .map(|warning| warning.detail)
                .collect();
            let to = format!("/arenden/{}", opened.id);
            Ok(signed.told_more(&to, Flash::Opened, None, &warnings))
        }
        Err(error) => put_right(error),
    }
}

/// A closed case that a new one may go on from; not found for those who do not read it whole.
async fn earlier_case(signed: Signed, id: &str) -> Result<OpenedCase, Problem> {
    let opened = OpenedCase::of(signed, id, CasePage::Case).await?;
    let earlier = opened.whole()?;
    if !opened.signed.may("open_case") {
        return Err(Problem::not_found());
    }
    if earlier.closed.is_none() {
        return Err(AppError::from(Refusal::EarlierCaseOpen).into());
    }
    Ok(opened)
}

/// The page that asks before a new case goes on from a closed one (X4).
async fn ask_to_go_on(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = earlier_case(signed, &id).await?;
    let begun = !Answers::kept(&opened.signed).await?.is_empty();
    shown(&confirm::going_on(&opened, opened.whole()?, begun))
}

/// Starts a draft with what the closed case knows of the person. What may have changed is asked again.
async fn go_on(signed: Signed, Path(id): Path<String>) -> PageResult {
    let opened = earlier_case(signed, &id).await?;
    let earlier = opened.whole()?;
    let answers = Answers::kept(&opened.signed).await?;
    if !answers.is_empty() {
        // Another patient's answers are not overwritten.
        return shown_with(
            StatusCode::CONFLICT,
            &confirm::going_on(&opened, earlier, true),
        );
    }
    let mut answers = answers.going_on_from(earlier);
    answers.save(&opened.signed).await?;
    Ok(Redirect::to("/arenden/nytt").into_response())
}

/// Whether a page was shown on other answers than those that are kept now: in another tab the user has
/// gone on, begun again, or started the case.
fn is_of_others(posted: &FormBody, mark: &str) -> bool {
    posted.has(MARK) && posted.get(MARK) != mark
}

fn other_answers() -> RefusalNote {
    RefusalNote {
        text:
            "Svaren har ändrats sedan du öppnade sidan, kanske i en annan flik. Inget är sparat. \
               Kontrollera att det gäller rätt patient innan du går vidare."
                .to_owned(),
        citation: None,
    }
}

/// Redirects to the question whose answer is wrong.
fn put_right(error: AppError) -> Result<Response, Problem> {
    let AppError::Mistakes(mistakes) = &error else {
        return Err(error.into());
    };
    let question = OpeningQuestion::ALL
        .into_iter()
        .find(|question| mistakes.iter().any(|mistake| question.owns(&mistake.field)))
        .ok_or_else(|| Problem::from(error.clone()))?;
    Ok(Redirect::to(&format!("{}?ratta=ja", question.address())).into_response())
}

/// The page that asks before every answer is thrown away.
fn begin_again_page(signed: &Signed, question: OpeningQuestion) -> QuestionPage {
    QuestionPage {
        frame: signed.frame("Nytt ärende", MenuEntry::Cases),
        back: None,
        form: question::begin_again_form(question),
        below: Vec::new(),
    }
}

fn page(
    signed: &Signed,
    question: OpeningQuestion,
    answers: &Answers,
    mistakes: &[Mistake],
) -> QuestionPage {
    let texts = signed.app.library().form("open_case");
    let today = local_date(signed.app.now());
    let mut form = question.form(texts, signed.caller.unit().kind, answers, today);
    let version = answers.version().to_string();
    form.fields.push(FieldView::hidden(VERSION, &version));
    let mark = answers.mark(Some(question));
    form.fields.push(FieldView::hidden(MARK, &mark));
    let name = answers.get("name").trim();
    if !name.is_empty() && question != OpeningQuestion::Person {
        form.eyebrow = format!("{}. Gäller {name}", form.eyebrow);
    }
    QuestionPage {
        frame: signed.frame("Nytt ärende", MenuEntry::Cases),
        back: Some(answers.before(question)),
        form: refilled(form, &answers.shown(question), mistakes),
        below: question.below(signed),
    }
}
