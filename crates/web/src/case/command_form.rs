//! A command's form in a case: its content and how it is drawn, in the same way for every command.
//! [`FormPlace`] says whether it is shown in a step or beside the steps; [`super::saving`] handles
//! the posted form.

use std::{collections::BTreeMap, sync::Arc};

use app::{AppError, DraftPlace};
use disclosure::views::{ActionView, EndPlace, OnSave, StepView};
use guidance::{Form, Shown, SideAction};
use http::StatusCode;
use jiff::Timestamp;
use vocabulary::{
    audience::{ContactChannel, ContactWith},
    calendar::{local_time, time_digits},
    choice::Choice as _,
    command::{Command, CommandKind, CommandShape},
    mistake::Mistake,
    reading::Door,
    refusal::Refusal,
};

use super::{
    confirm,
    form_fields::{self, FieldsBuilder, FormOptions},
    form_options, form_page, form_values,
    opened_case::{CaseShare, OpenedCase},
    prefill, presence, side_actions, tabs,
};
use crate::{
    form_body::FormBody,
    guidance::address as guidance_address,
    html::{
        additions::Additions,
        field::FieldView,
        form::{FormButton, FormView, RecipientPreview, RefusalNote},
        part::{Citation, PageLink},
    },
    pages::{PageResult, capital},
    problem::Problem,
};

/// Where a form is shown.
pub(super) enum FormPlace {
    /// In a step of the guidance.
    Step {
        steps: Vec<StepView>,
        /// Index of the open step.
        open: usize,
        /// The step's action; none when there is nothing to fill in.
        action: Option<ActionView>,
    },
    /// Beside the steps.
    SideAction(Arc<SideAction>),
}

/// The form of a command in a case.
pub(super) struct CommandForm<'a> {
    pub(super) opened: &'a OpenedCase,
    pub(super) place: &'a FormPlace,
    pub(super) form: &'a Form,
    preset: BTreeMap<String, String>,
    label: Option<String>,
    offered: FormOptions,
}

/// The answers in a form, and the mistakes in them.
#[derive(Default)]
pub(super) struct FormContent {
    pub(super) typed: FormBody,
    pub(super) mistakes: Vec<Mistake>,
    pub(super) refusal: Option<Refusal>,
    pub(super) draft_saved_at: Option<Timestamp>,
    pub(super) longer: String,
}

/// Names that every form posts in addition to the command's own.
pub(super) use crate::form_body::{KEY, VERSION};

pub(super) const CHECKED: &str = "granskad";
pub(super) const CHANGE: &str = "andra";
pub(super) const LONGER: &str = "lagg-till";
pub(super) const THEN: &str = "sedan";

impl FormPlace {
    /// The open step.
    pub(super) fn step(&self) -> Option<&StepView> {
        match self {
            Self::Step { steps, open, .. } => steps.get(*open),
            Self::SideAction(_) => None,
        }
    }

    /// The form's URL in the case.
    pub(super) fn address(&self, base: &str) -> String {
        match self {
            Self::Step { .. } => {
                let slug = self.step().map_or("", |step| step.slug.as_str());
                format!("{base}/steg/{slug}")
            }
            Self::SideAction(act) => side_actions::at(base, &act.slug),
        }
    }

    /// The name under which a draft of it is saved.
    pub(super) fn slug(&self) -> &str {
        match self {
            Self::Step { .. } => self.step().map_or("", |step| step.slug.as_str()),
            Self::SideAction(act) => &act.slug,
        }
    }
}

impl<'a> CommandForm<'a> {
    /// The form at a place; none when the step has nothing to fill in now.
    pub(super) async fn at(
        opened: &'a OpenedCase,
        place: &'a FormPlace,
    ) -> Result<Option<Self>, Problem> {
        let (command, label, preset) = match place {
            FormPlace::Step { action: None, .. } => return Ok(None),
            FormPlace::Step {
                action: Some(found),
                ..
            } => (
                found.command.as_str(),
                found.label.clone(),
                found.preset.clone(),
            ),
            FormPlace::SideAction(act) => (act.command.as_str(), None, act.preset.clone()),
        };
        let library = opened.signed.app.library();
        let Some(form) = library.form(command).filter(|form| form.page.is_none()) else {
            return Ok(None);
        };
        Ok(Some(Self {
            opened,
            place,
            form,
            preset,
            label,
            offered: form_options::of(opened, form, place.step()).await?,
        }))
    }

    fn base(&self) -> String {
        self.opened.base()
    }

    fn draft_place(&self) -> DraftPlace<'_> {
        DraftPlace {
            case: &self.opened.id,
            step: self.place.slug(),
        }
    }

    /// The form's initial content: the user's draft, otherwise what the case already says.
    pub(super) async fn begun(&self) -> Result<FormContent, Problem> {
        let (app, caller) = (&self.opened.signed.app, &self.opened.signed.caller);
        let draft = app.draft(caller, self.draft_place()).await?;
        let own = draft.filter(|draft| {
            let command = draft.fields.iter().find(|(name, _)| name == "command");
            command.is_some_and(|(_, command)| command == self.form.command())
        });
        Ok(match own {
            Some(draft) => FormContent {
                typed: FormBody(draft.fields),
                draft_saved_at: Some(draft.saved_at),
                ..FormContent::default()
            },
            None => FormContent {
                typed: self.prefilled(),
                ..FormContent::default()
            },
        })
    }

    /// What the case already says.
    pub(super) fn prefilled(&self) -> FormBody {
        prefill::of(self.opened, self.form, &self.preset)
    }

    /// Draws the form with its content.
    pub(super) async fn drawn(&self, written: &FormContent) -> Result<FormView, Problem> {
        let Some(shape) = form_fields::shape(self.form.command()) else {
            return Err(Problem::not_found());
        };
        let asking = FieldsBuilder {
            form: self.form,
            shape,
            preset: &self.preset,
            typed: &written.typed,
            mistakes: &written.mistakes,
            offered: &self.offered,
            longer: &written.longer,
        };
        let (questions, mut refusals) = asking.fields();
        refusals.extend(written.refusal.map(|refusal| self.refused(refusal)));
        let asks = !questions
            .iter()
            .all(|field| matches!(field.kind, crate::html::field::FieldKind::Hidden));
        let check = asks && self.form.confirm;
        let on_save = self.on_save().await?;
        let step = self.place.step();
        let mut all = self.hidden(&written.typed);
        let mut view = FormView {
            action: self.place.address(&self.base()),
            autosave: asks.then(|| format!("{}/utkast/{}", self.base(), self.place.slug())),
            heading: step.map_or_else(|| self.form.heading.clone(), |step| step.title.clone()),
            eyebrow: self.eyebrow(),
            guidance_text: step.map(|step| step.help.clone()).into_iter().collect(),
            citation: step.map(|step| self.citation(step)),
            additions: Additions {
                all: step.map(|step| step.additions.clone()).unwrap_or_default(),
            },
            refusals,
            submit: self.submit(),
            secondary: self.secondary(self.form.confirm),
            draft_saved_at: written.draft_saved_at.map(|at| time_digits(local_time(at))),
            cancel: step.is_none().then(|| self.back()),
            on_save: on_save.sentences.clone(),
            open_by: self.open_by(asks).await?,
            ..FormView::default()
        };
        let introduction = self.introduction(step.is_some());
        // In a step the guidance comes first and then its first question; the form's own text can wait.
        let (first, last): (Vec<FieldView>, Vec<FieldView>) = introduction
            .into_iter()
            .partition(|words| step.is_none() || !words.label.is_empty());
        all.extend(first);
        all.extend(self.called());
        view.links = self.links();
        let (ends, places) = self.open_ends().await?;
        all.extend(ends);
        view.links.extend(places);
        if self.form.shows == Some(Shown::Letter) {
            view.check = confirm::read_again(self, &written.typed).await?;
        }
        if asks {
            all.extend(questions);
        } else {
            // With nothing to fill in, this is the last check before it is done.
            all.extend(questions);
            all.push(FieldView::hidden(CHECKED, "ja"));
            let (check, refusal) = self.last_look(shape, &written.typed).await?;
            view.check = check;
            view.refusals.extend(refusal);
            view.sends = self.form.confirm;
        }
        all.extend(last);
        if check {
            "Kontrollera innan du går vidare".clone_into(&mut view.submit);
        }
        view.fields = all;
        if asking.asks_first() {
            "Fortsätt".clone_into(&mut view.submit);
            view.secondary.clear();
            view.on_save.clear();
            view.autosave = None;
        }
        Ok(view)
    }

    /// The questions with their answers, without mistakes.
    pub(super) fn questions(&self, typed: &FormBody) -> Vec<FieldView> {
        let Some(shape) = form_fields::shape(self.form.command()) else {
            return Vec::new();
        };
        let asking = FieldsBuilder {
            form: self.form,
            shape,
            preset: &self.preset,
            typed,
            mistakes: &[],
            offered: &self.offered,
            longer: "",
        };
        asking.fields().0
    }

    /// Text of the button.
    pub(super) fn submit(&self) -> String {
        self.label
            .clone()
            .unwrap_or_else(|| self.form.submit.clone())
    }

    pub(super) fn heading(&self) -> String {
        self.form.heading.clone()
    }

    fn eyebrow(&self) -> String {
        match self.place {
            FormPlace::Step { open, .. } => format!("Steg {}", open + 1),
            FormPlace::SideAction(_) => String::new(),
        }
    }

    /// Other buttons of the form. A button that sends or signs has no other next to it that does
    /// the same under another name.
    fn secondary(&self, confirm: bool) -> Vec<FormButton> {
        if confirm || self.place.step().is_none() {
            return Vec::new();
        }
        vec![FormButton {
            label: "Spara och gå till inkorgen".to_owned(),
            name: THEN.to_owned(),
            value: "stang".to_owned(),
        }]
    }

    /// The form's own heading and text, when the step's heading is above it.
    fn introduction(&self, in_step: bool) -> Vec<FieldView> {
        let words = |label: &str, help: &str| FieldView {
            label: label.to_owned(),
            help: help.to_owned(),
            kind: crate::html::field::FieldKind::TextOnly,
            ..FieldView::default()
        };
        if in_step && self.place.step().is_some_and(|step| step.actions.len() > 1) {
            let heading = self.label.as_deref().unwrap_or(&self.form.heading);
            return vec![FieldView::heading("formular", heading).help(self.intro())];
        }
        if self.intro().is_empty() {
            Vec::new()
        } else {
            vec![words("", self.intro())]
        }
    }

    /// The text before the questions, which may differ while Migrationsverket may not know of the case.
    fn intro(&self) -> &str {
        let agency_may_know = form_options::offered_in(self.opened).agency_may_know;
        let other = self.form.intro_when_agency_may_not_know.as_deref();
        other
            .filter(|_| !agency_may_know)
            .unwrap_or(&self.form.intro)
    }

    /// What is still open, when the form closes the case.
    async fn open_ends(&self) -> Result<(Vec<FieldView>, Vec<PageLink>), Problem> {
        if self.form.shows != Some(Shown::OpenEnds) {
            return Ok(Default::default());
        }
        let (app, caller) = (&self.opened.signed.app, &self.opened.signed.caller);
        let ends = app
            .open_ends(caller, &self.opened.at_hand)
            .await?
            .into_view();
        if ends.is_empty() {
            return Ok(Default::default());
        }
        let mut places: Vec<EndPlace> = ends.iter().map(|end| end.place).collect();
        places.sort_unstable();
        places.dedup();
        let links = places.into_iter().filter_map(|place| self.end_place(place));
        let links = links.collect();
        let rows = ends.into_iter().map(|end| FieldView {
            label: end.what,
            help: end.to_do,
            kind: crate::html::field::FieldKind::TextOnly,
            ..FieldView::default()
        });
        let heading = FieldView::heading("inte-klart", "Det här är inte klart");
        Ok((std::iter::once(heading).chain(rows).collect(), links))
    }

    /// The page that helps with what is still open.
    fn end_place(&self, place: EndPlace) -> Option<PageLink> {
        let base = self.base();
        Some(match place {
            EndPlace::Steps => PageLink::new("Till stegen", &base),
            EndPlace::Copies => PageLink::new("Till Kopior", &format!("{base}/kopior")),
            EndPlace::HandOver => PageLink::new(
                "Lämna över samordningen i stället",
                &side_actions::at(&base, side_actions::HAND_OVER),
            ),
            EndPlace::Outside => return None,
        })
    }

    fn links(&self) -> Vec<PageLink> {
        let links = self.form.links.iter();
        links
            .map(|link| PageLink::new(&link.label, &link.href))
            .collect()
    }

    /// Whom to call, with number and hours, when the form records a call to somebody that it names.
    fn called(&self) -> Option<FieldView> {
        let given = |name: &str| self.preset.get(name).map(String::as_str);
        if given("channel") != Some(ContactChannel::Phone.code()) {
            return None;
        }
        let with = ContactWith::from_code(given("audience")?)?;
        let app = &self.opened.signed.app;
        let known = app.whom_to_call(&self.opened.at_hand, with, self.opened.now)?;
        let mut lines = vec![known.name];
        lines.push(known.phone.unwrap_or_else(|| {
            "Numret saknas. En administratör fyller i det under Kontakter.".to_owned()
        }));
        lines.extend(known.hours.as_deref().map(capital));
        if let Some(open) = known.open_now {
            lines.push(if open { "Öppet nu" } else { "Stängt nu" }.to_owned());
        }
        Some(FieldView {
            label: "Ring:".to_owned(),
            help: lines.join(". "),
            kind: crate::html::field::FieldKind::TextOnly,
            ..FieldView::default()
        })
    }

    /// The hidden fields.
    pub(super) fn hidden(&self, typed: &FormBody) -> Vec<FieldView> {
        let key = typed
            .text(KEY)
            .unwrap_or_else(|| self.opened.signed.app.request_id());
        let version = typed
            .text(VERSION)
            .unwrap_or_else(|| self.opened.version().to_string());
        vec![
            FieldView::hidden("command", self.form.command()),
            FieldView::hidden(VERSION, &version),
            FieldView::hidden(KEY, &key),
        ]
    }

    /// A step's place in the guidance; shown only on request for a protected case.
    pub(super) fn citation(&self, step: &StepView) -> Citation {
        citation(self.opened, step)
    }

    fn refused(&self, refusal: Refusal) -> RefusalNote {
        let rule = refusal.rule();
        let (app, protected) = (&self.opened.signed.app, self.opened.protected());
        let href = guidance_address(app.library(), self.opened.now, rule);
        RefusalNote {
            text: refusal.detail().to_owned(),
            citation: (!rule.is_empty()).then(|| Citation {
                label: format!("Vägledningen, {rule}"),
                href: href.filter(|_| !protected),
                on_demand: protected,
            }),
        }
    }

    /// Who is told what when the form is saved.
    pub(super) async fn on_save(&self) -> Result<OnSave, Problem> {
        let saying = |sentence: &str| OnSave {
            sentences: vec![sentence.to_owned()],
        };
        if !matches!(self.opened.seen, CaseShare::Regional(_)) {
            return Ok(saying("Regionens enheter i ärendet ser det i Vårdbron."));
        }
        let Some(kind) = CommandKind::from_name(self.form.command()) else {
            return Err(Problem::not_found());
        };
        let (app, caller) = (&self.opened.signed.app, &self.opened.signed.caller);
        let step = self.place.step().map(|step| step.id.as_str());
        match app.on_save(caller, &self.opened.at_hand, kind, step).await {
            Ok(on_save) => Ok(on_save.into_view()),
            Err(AppError::NotFound) => Ok(saying("Ingenting skickas.")),
            Err(error) => Err(error.into()),
        }
    }

    /// For a form with nothing to fill in: each recipient with the exact text, or why the command
    /// would be refused.
    async fn last_look(
        &self,
        shape: &CommandShape,
        typed: &FormBody,
    ) -> Result<(Vec<RecipientPreview>, Option<RefusalNote>), Problem> {
        let mut given = self.prefilled();
        given.0.retain(|(name, _)| !typed.has(name));
        given.0.extend(typed.0.iter().cloned());
        let preset = self.preset.iter().filter(|(name, _)| !given.has(name));
        let preset: Vec<_> = preset
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        given.0.extend(preset);
        let fields = form_values::map(shape, &given);
        let Ok(command) = Command::read(&fields, Door::Form, self.opened.now) else {
            return Ok((Vec::new(), None));
        };
        match confirm::previewed(self, &command).await {
            Ok((check, _)) => Ok((check, None)),
            Err(AppError::Refused(refusal)) => Ok((Vec::new(), Some(self.refused(refusal)))),
            Err(AppError::NotFound) => Ok((Vec::new(), None)),
            Err(error) => Err(error.into()),
        }
    }

    /// Who else has the form open, if there is something to fill in.
    async fn open_by(&self, asks: bool) -> Result<Vec<String>, Problem> {
        if !asks || !matches!(self.opened.seen, CaseShare::Regional(_)) {
            return Ok(Vec::new());
        }
        let signed = &self.opened.signed;
        Ok(presence::sentences(signed, &self.opened.at_hand, self.place.slug()).await?)
    }

    fn back(&self) -> String {
        match self.place {
            FormPlace::Step { .. } => self.place.address(&self.base()),
            FormPlace::SideAction(act) => match self.opened.seen {
                CaseShare::Regional(_) => format!("{}{}", self.base(), tabs::path(act.tab)),
                CaseShare::Municipal(_) | CaseShare::Signing(_) | CaseShare::HeadOffice(_) => {
                    self.base()
                }
            },
        }
    }

    /// The form again, with everything that was typed and all mistakes.
    pub(super) async fn again(
        &self,
        posted: FormBody,
        mistakes: Vec<Mistake>,
        refusal: Option<Refusal>,
    ) -> PageResult {
        let content = FormContent {
            typed: posted,
            mistakes,
            refusal,
            ..FormContent::default()
        };
        let form = self.drawn(&content).await?;
        form_page::form(self, StatusCode::UNPROCESSABLE_ENTITY, form).await
    }

    /// The form again, with everything that was typed and why the store has not taken it.
    pub(super) async fn not_stored(&self, posted: FormBody, problem: &Problem) -> PageResult {
        let content = FormContent {
            typed: posted,
            ..FormContent::default()
        };
        let mut form = self.drawn(&content).await?;
        form.refusals.push(RefusalNote {
            text: problem.detail().to_owned(),
            citation: None,
        });
        form_page::form(self, problem.status(), form).await
    }

    /// The form with what was typed, on the case's current version.
    pub(super) async fn on_this_version(&self, mut posted: FormBody) -> Result<FormView, Problem> {
        posted
            .0
            .retain(|(name, _)| ![VERSION, KEY, CHECKED].contains(&name.as_str()));
        let written = FormContent {
            typed: posted,
            ..FormContent::default()
        };
        self.drawn(&written).await
    }
}

/// A step's place in the guidance; for a protected case it is shown only on request and without a
/// link.
pub(super) fn citation(opened: &OpenedCase, step: &StepView) -> Citation {
    let protected = opened.protected();
    let library = opened.signed.app.library();
    Citation {
        label: step.source.clone(),
        href: guidance_address(library, opened.now, &step.id).filter(|_| !protected),
        on_demand: protected,
    }
}
