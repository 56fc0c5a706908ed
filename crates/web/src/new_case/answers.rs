//! The answers so far: the user's draft, as typed.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use app::{AppError, DraftPlace, Request, TypedOn};
use disclosure::views::CaseView;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use vocabulary::{
    birth_date::UNDER_18,
    choice::Choice as _,
    identifier::IdentifierKind,
    mistake::Mistake,
    opening::OpenCase,
    reading::{Door, from_form},
};

use super::question::OpeningQuestion;
use crate::{account::session::Signed, form_body::FormBody};

/// The draft's place: it belongs to no case.
const DRAFT: DraftPlace<'static> = DraftPlace {
    case: "",
    step: "nytt-arende",
};
/// Prefix of the names that mark questions as answered in the draft.
const ANSWERED: &str = "besvarad.";

/// The draft's field with the case that the new one goes on from.
const CONTINUES: &str = "continues";

/// The answers typed so far.
pub(super) struct Answers {
    typed: FormBody,
    kept_at: Option<Timestamp>,
    /// How many times questions have been answered; a page is opened on one of these versions.
    version: u64,
}

/// The page on which the user continues.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NextPage {
    Question(OpeningQuestion),
    /// The page that checks the answers before the case is opened.
    Check,
}

impl NextPage {
    pub(super) fn address(self) -> String {
        match self {
            Self::Question(question) => question.address(),
            Self::Check => "/arenden/nytt/granska".to_owned(),
        }
    }
}

/// Removes the draft: it has been used, or the user begins again.
pub(super) async fn forget(signed: &Signed) -> Result<(), AppError> {
    signed.app.purge_draft(&signed.caller, DRAFT).await
}

impl Answers {
    /// The user's draft; empty when there is none.
    pub(super) async fn kept(signed: &Signed) -> Result<Self, AppError> {
        let draft = signed.app.draft(&signed.caller, DRAFT).await?;
        let kept_at = draft.as_ref().map(|draft| draft.saved_at);
        Ok(Self {
            version: draft.as_ref().map_or(0, |draft| draft.version),
            typed: FormBody(draft.map(|draft| draft.fields).unwrap_or_default()),
            kept_at,
        })
    }

    /// Saves the answers on the server after a question has been answered.
    pub(super) async fn save(&mut self, signed: &Signed) -> Result<(), AppError> {
        let (app, caller) = (&signed.app, &signed.caller);
        app.save_draft(caller, DRAFT, &self.typed.0).await?;
        self.version += 1;
        Ok(())
    }

    /// Saves what is being typed on a page of a version. Returns when it was saved; none when a
    /// question has been answered since or the case is opened.
    pub(super) async fn keep(
        &self,
        signed: &Signed,
        version: u64,
    ) -> Result<Option<Timestamp>, AppError> {
        let on = TypedOn::Draft(version);
        let (app, caller) = (&signed.app, &signed.caller);
        app.keep_draft(caller, DRAFT, &self.typed.0, on).await
    }

    /// The version of a page that is shown now.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// A mark of the answers to all other questions, or to all of them: whether a page was shown on the
    /// answers that are kept now, and not on those of another patient in another tab.
    pub(super) fn mark(&self, but: Option<OpeningQuestion>) -> String {
        let own = |name: &str| but.is_some_and(|question| question.fields().contains(&name));
        let answered = but.map(|question| format!("{ANSWERED}{}", question.code()));
        let mut others: Vec<&(String, String)> = self
            .typed
            .0
            .iter()
            .filter(|(name, _)| !own(name) && Some(name) != answered.as_ref())
            .collect();
        others.sort();
        let mut hasher = DefaultHasher::new();
        others.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// Whether nothing has been answered.
    pub(super) fn is_empty(&self) -> bool {
        self.typed.0.is_empty()
    }

    /// The answers that a closed case gives to the questions of a new one about the same person: who it is
    /// and which language. Group, evidence, need and consent may have changed, and are asked again.
    pub(super) fn going_on_from(mut self, earlier: &CaseView) -> Self {
        let person = &earlier.person;
        let mut fields = vec![
            (CONTINUES, earlier.id.to_string()),
            ("name", person.name.clone()),
            ("birth_date", person.birth_date.typed()),
        ];
        let numbers = person.identifiers.iter().filter(|number| number.in_use);
        fields.extend(numbers.map(|number| (number.kind.code(), number.value.clone())));
        fields.extend(
            person
                .language
                .clone()
                .map(|language| ("language", language)),
        );
        let needed = if person.interpreter_needed {
            "true"
        } else {
            "false"
        };
        fields.push(("interpreter_needed", needed.to_owned()));
        if person.protected_identity == Some(true) {
            fields.push(("protected_identity", "ja".to_owned()));
        }
        let named = fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        self.typed = FormBody(named.collect());
        self
    }

    /// Replaces the earlier content of a question's page, also removing boxes that are no longer
    /// ticked.
    pub(super) fn typed(mut self, question: OpeningQuestion, posted: &FormBody) -> Self {
        let own = |name: &str| question.fields().contains(&name);
        self.typed.0.retain(|(name, _)| !own(name));
        self.typed
            .0
            .extend(posted.0.iter().filter(|(name, _)| own(name)).cloned());
        self
    }

    /// Marks a question as answered.
    pub(super) fn answered(self, question: OpeningQuestion, posted: &FormBody) -> Self {
        let mut answers = self.typed(question, posted);
        let mark = format!("{ANSWERED}{}", question.code());
        if !answers.typed.has(&mark) {
            answers.typed.0.push((mark, "ja".to_owned()));
        }
        answers
    }

    /// The answers that a question's page shows.
    pub(super) fn shown(&self, question: OpeningQuestion) -> FormBody {
        let own = |name: &str| question.fields().contains(&name);
        FormBody(
            self.typed
                .0
                .iter()
                .filter(|(name, _)| own(name))
                .cloned()
                .collect(),
        )
    }

    /// The value of a field, such as the group, on which other questions depend.
    pub(super) fn get(&self, name: &str) -> &str {
        self.typed.get(name)
    }

    /// When the answers were last saved.
    pub(super) fn kept_at(&self) -> Option<Timestamp> {
        self.kept_at
    }

    /// The request that opens the case.
    pub(super) fn opening(&self, signed: &Signed) -> Result<OpenCase, Vec<Mistake>> {
        OpenCase::read(&self.fields(), Door::Form, signed.app.now()).map_err(|mistakes| {
            mistakes
                .into_iter()
                .map(|mistake| self.by_field(mistake))
                .collect()
        })
    }

    /// The mistakes in the answer to a question.
    pub(super) fn mistakes_in(&self, signed: &Signed, question: OpeningQuestion) -> Vec<Mistake> {
        let mistakes = self.opening(signed).err().unwrap_or_default();
        mistakes
            .into_iter()
            .filter(|mistake| question.owns(&mistake.field))
            .collect()
    }

    /// The mistakes in the answer to a question, including those found only by trying to open the
    /// case.
    pub(super) async fn mistakes_for(
        &self,
        signed: &Signed,
        question: OpeningQuestion,
    ) -> Result<Vec<Mistake>, AppError> {
        let mistakes = match self.opening(signed) {
            Err(mistakes) => mistakes,
            Ok(asked) => {
                let moment = signed.app.moment()?;
                match signed
                    .app
                    .foresee_case(&signed.caller, &asked, moment)
                    .await
                {
                    Err(AppError::Mistakes(mistakes)) => mistakes,
                    Err(error) => return Err(error),
                    Ok(_) => Vec::new(),
                }
            }
        };
        Ok(mistakes
            .into_iter()
            .filter(|mistake| question.owns(&mistake.field))
            .collect())
    }

    /// The page of the first question that is not answered, or answered wrongly.
    pub(super) fn next(&self, signed: &Signed) -> NextPage {
        let mistakes = self.opening(signed).err().unwrap_or_default();
        self.asked()
            .find(|question| {
                !self.typed.has(&format!("{ANSWERED}{}", question.code()))
                    || mistakes.iter().any(|mistake| question.owns(&mistake.field))
            })
            .map_or(NextPage::Check, NextPage::Question)
    }

    /// The page before a question.
    pub(super) fn before(&self, question: OpeningQuestion) -> String {
        let earlier = self.asked().take_while(|other| *other != question).last();
        earlier.map_or_else(|| "/inkorg".to_owned(), OpeningQuestion::address)
    }

    /// The number of a question, and of how many.
    pub(super) fn place(&self, question: OpeningQuestion) -> (usize, usize) {
        let place = self.asked().position(|other| other == question);
        (place.map_or(1, |place| place + 1), self.asked().count())
    }

    /// The questions that are asked, given the answers.
    fn asked(&self) -> impl Iterator<Item = OpeningQuestion> {
        let group = self.get("group").to_owned();
        OpeningQuestion::ALL
            .into_iter()
            .filter(move |question| question.is_asked(&group))
    }

    /// The idempotency key of the opening: sent twice, it opens one case.
    pub(super) fn request(&self) -> Request {
        let at = self.kept_at.map(|at| at.to_string()).unwrap_or_default();
        Request {
            key: format!("nytt-arende {at}"),
            content: format!("{:?}", self.typed.0).into(),
        }
    }

    fn fields(&self) -> Map<String, Value> {
        let own: Vec<(String, String)> = self
            .typed
            .0
            .iter()
            .filter(|(name, _)| !name.starts_with(ANSWERED))
            .filter(|(name, _)| IdentifierKind::from_code(name).is_none())
            .cloned()
            .collect();
        let mut fields = from_form(&own);
        let numbers: Vec<Value> = self
            .numbers()
            .map(|(kind, value)| json!({ "kind": kind.code(), "value": value }))
            .collect();
        fields.insert("identifiers".to_owned(), Value::Array(numbers));
        fields
    }

    /// The identity numbers that are filled in, each from the field of its kind.
    fn numbers(&self) -> impl Iterator<Item = (IdentifierKind, &str)> {
        IdentifierKind::ALL
            .iter()
            .map(|kind| (*kind, self.get(kind.code()).trim()))
            .filter(|(_, value)| !value.is_empty())
    }

    /// Moves a mistake to the field it was typed in, with a text that fits a choice.
    fn by_field(&self, mut mistake: Mistake) -> Mistake {
        let index = mistake
            .field
            .strip_prefix("identifiers[")
            .and_then(|rest| rest.split(']').next())
            .and_then(|index| index.parse::<usize>().ok());
        if let Some((kind, _)) = index.and_then(|index| self.numbers().nth(index)) {
            kind.code().clone_into(&mut mistake.field);
        }
        if mistake.code == "required" {
            mistake.detail = match mistake.field.as_str() {
                "group" => "Välj ett alternativ. Välj Vet inte om du är osäker.".to_owned(),
                "name" => "Skriv patientens namn.".to_owned(),
                "birth_date" => {
                    "Skriv patientens födelsedatum. Vet du det inte: skriv okänt.".to_owned()
                }
                UNDER_18 => return mistake,
                _ => "Välj ett alternativ.".to_owned(),
            };
        }
        mistake
    }
}
