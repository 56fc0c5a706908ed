//! Handles a posted form: parses it, carries out the command, redirects. Only a form that is shown
//! again (because of mistakes, for a last check, or because somebody else was first) opens the
//! case, as a page does.

use std::{collections::BTreeMap, sync::Arc};

use app::{AppError, CasePage, Done, DraftPlace};
use disclosure::views::ActionView;
use guidance::{Form, Library, SideAction};
use http::StatusCode;
use vocabulary::{
    calendar::read_iso_date, command::Command, mistake::Mistake, reading::Door, refusal::Refusal,
};

use super::{
    command_form::{CHANGE, CHECKED, CommandForm, FormContent, FormPlace, LONGER, THEN},
    confirm, conflict, form_fields, form_page, form_values,
    opened_case::OpenedCase,
    side_actions, step, tabs,
};
use crate::{account::session::Signed, form_body::FormBody, pages::PageResult, problem::Problem};

/// The URL that a form was posted to.
#[derive(Clone, Copy)]
pub(super) enum PostedTo<'a> {
    /// A step, by its part of the URL.
    Step(&'a str),
    /// An action beside the steps.
    SideAction(&'a Arc<SideAction>),
}

/// Why a form is shown again instead of being carried out.
enum ComesBack {
    /// The user did not ask to save it, but for one more row, another choice, or to change it.
    NotYetSent,
    /// The answers contain mistakes.
    Mistaken(Vec<Mistake>),
    /// A rule refuses the command.
    Refused(Refusal),
    /// It sends or signs something and must be confirmed first.
    LastLook(Box<Command>),
    /// Somebody has changed the case since this version was shown.
    Stale(u64),
    /// The store did not take it, or may have taken it.
    NotStored(Problem),
}

/// A form to be carried out.
struct PostedForm<'a> {
    signed: &'a Signed,
    id: &'a str,
    to: PostedTo<'a>,
    body: &'a FormBody,
}

/// Handles a posted form.
pub(super) async fn save(signed: Signed, id: &str, to: PostedTo<'_>, body: FormBody) -> PageResult {
    let posted = PostedForm {
        signed: &signed,
        id,
        to,
        body: &body,
    };
    let why = match posted.read() {
        Ok((command, confirmed)) if confirmed => match posted.carried_out(&command).await? {
            Ok(done) => return posted.redirect(done).await,
            Err(why) => why,
        },
        Ok((command, _)) => ComesBack::LastLook(Box::new(command)),
        Err(why) => why,
    };
    // Boxed, so that this rare and long path does not enlarge the usual future.
    Box::pin(come_back(signed, id, to, body, why)).await
}

impl PostedTo<'_> {
    /// The form's URL in the case.
    fn address(self, base: &str) -> String {
        match self {
            Self::Step(slug) => format!("{base}/steg/{slug}"),
            Self::SideAction(act) => side_actions::at(base, &act.slug),
        }
    }

    /// The name under which a draft of it is saved.
    fn slug(&self) -> &str {
        match self {
            Self::Step(slug) => slug,
            Self::SideAction(act) => &act.slug,
        }
    }

    /// Whether pages have this URL.
    fn is_known(self, library: &Library) -> bool {
        match self {
            Self::Step(slug) => {
                let mut steps = library.packs().flat_map(guidance::Pack::steps);
                steps.any(|step| step.slug == slug)
            }
            Self::SideAction(_) => true,
        }
    }

    /// The page on which the form is shown again.
    fn page(self, library: &Library, why: &ComesBack) -> CasePage {
        match (self, why) {
            (_, ComesBack::Stale(_)) => CasePage::Conflict,
            (Self::Step(_), _) => CasePage::Steps,
            (Self::SideAction(act), _) => side_actions::page(library, act),
        }
    }
}

impl PostedForm<'_> {
    fn base(&self) -> String {
        format!("/arenden/{}", self.id)
    }

    fn command(&self) -> &str {
        match self.to {
            PostedTo::Step(_) => self.body.get("command"),
            PostedTo::SideAction(act) => &act.command,
        }
    }

    /// The command as filled in, and whether it may be carried out now: one that sends or signs
    /// must be confirmed first.
    fn read(&self) -> Result<(Command, bool), ComesBack> {
        let (app, name) = (&self.signed.app, self.command());
        let sent = self.body.has("command");
        let first = app.library().form(name).and_then(Form::first);
        if sent && let Some(first) = first.filter(|first| self.body.text(first.name()).is_none()) {
            let mistake = Mistake::new(first.name(), "required", "Välj ett alternativ.");
            return Err(ComesBack::Mistaken(vec![mistake]));
        }
        if !sent || self.body.has(CHANGE) || !self.body.get(LONGER).is_empty() {
            return Err(ComesBack::NotYetSent);
        }
        let (Some(form), Some(shape), true) = (
            app.library().form(name),
            form_fields::shape(name),
            self.to.is_known(app.library()),
        ) else {
            return Err(ComesBack::NotYetSent);
        };
        let fields = form_values::map(shape, self.body);
        let command = Command::read(&fields, Door::Form, app.now()).map_err(ComesBack::Mistaken)?;
        let looked_through = self.body.has(CHECKED);
        // A text that may tell the group is pointed out also in a form that has no last look of its own.
        let saved_at_once = !form.confirm && confirm::group_told(form, self.body).is_empty();
        Ok((command, looked_through || saved_at_once))
    }

    async fn carried_out(&self, command: &Command) -> Result<Result<Done, ComesBack>, Problem> {
        let version = self.body.version();
        let address = self.to.address(&self.base());
        let request = self.body.request(&address, &[THEN, CHECKED]);
        let (app, caller) = (&self.signed.app, &self.signed.caller);
        let moment = app.moment()?;
        let done = app
            .save(caller, self.id, version, command, moment, request.as_ref())
            .await;
        match done {
            Ok(done) => Ok(Ok(done)),
            Err(AppError::Mistakes(mistakes)) => Ok(Err(ComesBack::Mistaken(mistakes))),
            Err(AppError::Refused(refusal)) => Ok(Err(ComesBack::Refused(refusal))),
            Err(AppError::Stale { .. }) => Ok(Err(ComesBack::Stale(version))),
            Err(error @ (AppError::Unknown | AppError::Stopped | AppError::NoRoom)) => {
                Ok(Err(ComesBack::NotStored(error.into())))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Asks the user to look at the date again when its year was not typed: a meeting next week and one
    /// next year look alike in a form. The sentence names no date, because the cookie that carries it
    /// contains nothing about a case.
    fn year_not_typed(&self) -> Option<String> {
        let shape = form_fields::shape(self.command())?;
        let read = form_values::understood(shape, self.body, self.signed.app.now());
        let without_year = |(name, value): &(String, String)| {
            read_iso_date(value)
                .is_ok_and(|date| !self.body.get(name).contains(&date.year().to_string()))
        };
        let sentence = "Året var inte skrivet. Kontrollera att datumet blev rätt.";
        read.0.iter().any(without_year).then(|| sentence.to_owned())
    }

    /// Redirects to where the user continues: the same step while something is left to do in it,
    /// otherwise the next step. From an action beside the steps it goes back to the page that the
    /// form belongs to.
    async fn redirect(&self, done: Done) -> PageResult {
        let (signed, base) = (self.signed, self.base());
        let (app, caller) = (&signed.app, &signed.caller);
        let draft = DraftPlace {
            case: self.id,
            step: self.to.slug(),
        };
        app.purge_draft(caller, draft).await?;
        let step = match self.to {
            PostedTo::Step(slug) => Some(slug),
            PostedTo::SideAction(_) => None,
        };
        let after = app.after_saving(caller, self.id, &done, step).await?;
        let warnings = done.warnings.into_iter().map(|warning| warning.detail);
        let warnings = warnings.chain(self.year_not_typed()).collect::<Vec<_>>();
        let form = app.library().form(self.command());
        let receipt = form.and_then(|form| form.receipt);
        if !after.known {
            // The command took away the reader's access to the case.
            let said = form_page::said(receipt, false);
            return Ok(signed.told_more(signed.home(), said, None, &warnings));
        }
        let closes = self.body.get(THEN) == "stang";
        // A letter has its own page, which offers the next act.
        let letter = self.body.text("letter");
        let letter = letter.filter(|_| form.is_some_and(Form::is_of_a_letter));
        let to = match (self.to, letter) {
            _ if closes => signed.home().to_owned(),
            (PostedTo::Step(slug), _) if after.left_in_step => format!("{base}/steg/{slug}"),
            (PostedTo::Step(slug), _) => {
                let next = after.next.as_deref().unwrap_or(slug);
                format!("{base}/steg/{next}")
            }
            (PostedTo::SideAction(_), Some(letter)) => format!("{base}/brev/{letter}"),
            (PostedTo::SideAction(act), None) if after.whole => {
                format!("{base}{}", tabs::path(act.tab))
            }
            (PostedTo::SideAction(_), None) => base.clone(),
        };
        let undo = after.undoable.then(|| format!("{base}/angra"));
        let said = form_page::said(receipt, after.step_done && !after.left_in_step);
        Ok(signed.told_more(&to, said, undo.as_deref(), &warnings))
    }
}

/// Shows the form again on its page.
async fn come_back(
    signed: Signed,
    id: &str,
    to: PostedTo<'_>,
    body: FormBody,
    why: ComesBack,
) -> PageResult {
    let page = to.page(signed.app.library(), &why);
    let opened = OpenedCase::of(signed, id, page).await?;
    let place = match to {
        PostedTo::Step(slug) => place_in_step(&opened, slug, &body).await?,
        PostedTo::SideAction(act) => FormPlace::SideAction(Arc::clone(act)),
    };
    let form = CommandForm::at(&opened, &place)
        .await?
        .ok_or_else(Problem::not_found)?;
    match why {
        ComesBack::NotYetSent => {
            let content = FormContent {
                longer: body.get(LONGER).to_owned(),
                typed: body,
                ..FormContent::default()
            };
            let view = form.drawn(&content).await?;
            form_page::form(&form, StatusCode::OK, view).await
        }
        ComesBack::LastLook(command) => match confirm::previewed(&form, &command).await {
            Ok(previewed) => {
                let view = confirm::form(&form, &body, previewed).await?;
                form_page::form(&form, StatusCode::OK, view).await
            }
            Err(AppError::Refused(refusal)) => form.again(body, Vec::new(), Some(refusal)).await,
            Err(AppError::Mistakes(mistakes)) => form.again(body, mistakes, None).await,
            Err(error) => Err(error.into()),
        },
        ComesBack::Mistaken(mistakes) => form.again(body, mistakes, None).await,
        ComesBack::Refused(refusal) => form.again(body, Vec::new(), Some(refusal)).await,
        ComesBack::Stale(version) => conflict::page(&form, body, version).await,
        // With the same key, so that sending it again changes the case once.
        ComesBack::NotStored(problem) => form.not_stored(body, &problem).await,
    }
}

async fn place_in_step(
    opened: &OpenedCase,
    slug: &str,
    body: &FormBody,
) -> Result<FormPlace, Problem> {
    opened.whole()?;
    let command = body.get("command");
    let (steps, open) = step::steps(opened, slug).await?;
    let Some(open) = open else {
        // The step has disappeared with a change of group or need, but the text must not be lost.
        let mut acts = opened.signed.app.library().side_actions().iter();
        let act = acts.find(|act| act.command == command).cloned();
        return act
            .map(FormPlace::SideAction)
            .ok_or_else(Problem::not_found);
    };
    let own = steps.get(open).and_then(|step| {
        let mut actions = step.actions.iter();
        actions.find(|action| action.command == command).cloned()
    });
    // The form may have been opened before the step changed. It is still parsed, and the case
    // decides.
    let action = own.unwrap_or_else(|| ActionView {
        command: command.to_owned(),
        label: None,
        preset: BTreeMap::new(),
        allowed: true,
    });
    Ok(FormPlace::Step {
        steps,
        open,
        action: Some(action),
    })
}
