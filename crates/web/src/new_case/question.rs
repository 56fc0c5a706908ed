//! The questions in their order, and how each is drawn. The texts come from the guidance's form.

use guidance::Form;
use jiff::civil::Date;
use vocabulary::{
    birth_date::{BirthDate, UNDER_18},
    calendar::{local_time, time_digits},
    choice::Choice as _,
    group::{Group, VerifiedIn},
    identifier::IdentifierKind,
    need::NursingNeed,
    setting::Setting,
    text::Language,
    unit::UnitKind,
};

use super::answers::Answers;
use crate::{
    account::session::Signed,
    html::{
        block::Block,
        field::{FieldChoice, FieldKind, FieldView},
        form::{FormButton, FormView},
        part::{Alert, Tone},
    },
    pages::capital,
};

/// A page of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OpeningQuestion {
    /// Where the patient is.
    Place,
    Group,
    /// The evidence of the group.
    Evidence,
    /// Who the patient is.
    Person,
    /// Language and interpreter.
    Language,
    /// Nursing need.
    Nursing,
    /// Health care at home and devices.
    Needs,
}

const PLACE: [&str; 3] = ["setting", "admitted_at.date", "admitted_at.time"];
const PERSON: [&str; 9] = [
    "name",
    "birth_date",
    UNDER_18,
    "lma_number",
    "reserve_number",
    "coordination_number",
    "personal_number",
    "room",
    "protected_identity",
];

impl OpeningQuestion {
    pub(super) const ALL: [Self; 7] = [
        Self::Place,
        Self::Group,
        Self::Evidence,
        Self::Person,
        Self::Language,
        Self::Nursing,
        Self::Needs,
    ];

    pub(super) fn of(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|question| question.code() == code)
    }

    /// The last part of its URL.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Place => "plats",
            Self::Group => "grupp",
            Self::Evidence => "underlag",
            Self::Person => "patient",
            Self::Language => "sprak",
            Self::Nursing => "omvardnad",
            Self::Needs => "vard-och-hjalpmedel",
        }
    }

    pub(super) fn address(self) -> String {
        format!("/arenden/nytt/{}", self.code())
    }

    /// Whether it is asked, given the group: evidence is not asked for when the group is unknown.
    pub(super) fn is_asked(self, group: &str) -> bool {
        self != Self::Evidence || group != Group::Unestablished.code()
    }

    /// The names of its fields.
    pub(super) fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Place => &PLACE,
            Self::Group => &["group"],
            Self::Evidence => &["group_evidence", "verified_in", "permit_from"],
            Self::Person => &PERSON,
            Self::Language => &["language", "interpreter_needed"],
            Self::Nursing => &["nursing_need"],
            Self::Needs => &[
                "health_care_need",
                "device_need",
                "rehab_intervention_need",
                "kin",
            ],
        }
    }

    /// Whether a mistake in this field belongs here.
    pub(super) fn owns(self, field: &str) -> bool {
        let root = field.split(['.', '[']).next().unwrap_or_default();
        self.fields()
            .iter()
            .any(|own| own.split('.').next() == Some(root))
    }

    /// The form of its page, without answers.
    pub(super) fn form(
        self,
        texts: Option<&Form>,
        unit: UnitKind,
        answers: &Answers,
        today: Date,
    ) -> FormView {
        let words = QuestionTexts(texts);
        let (number, of) = answers.place(self);
        FormView {
            action: self.address(),
            autosave: Some(format!("{}/utkast", self.address())),
            heading: self.heading(&words),
            is_page: true,
            eyebrow: format!("Nytt ärende, fråga {number} av {of}"),
            fields: self.asked(&words, unit, answers, today),
            submit: "Fortsätt".to_owned(),
            secondary: answers
                .kept_at()
                .map(|_| begin_again())
                .into_iter()
                .collect(),
            cancel: Some("/inkorg".to_owned()),
            draft_saved_at: answers.kept_at().map(|at| time_digits(local_time(at))),
            on_save: vec!["Ingenting skickas, och ingen annan ser svaren.".to_owned()],
            ..FormView::default()
        }
    }

    fn heading(self, words: &QuestionTexts<'_>) -> String {
        match self {
            Self::Place => words.label("setting"),
            Self::Group => words.label("group"),
            Self::Evidence => words.label("group_evidence"),
            Self::Person => "Vem är patienten?".to_owned(),
            Self::Language => "Vilket språk talar patienten?".to_owned(),
            Self::Nursing => words.label("nursing_need"),
            Self::Needs => "Vad mer behöver patienten?".to_owned(),
        }
    }

    fn asked(
        self,
        words: &QuestionTexts<'_>,
        unit: UnitKind,
        answers: &Answers,
        today: Date,
    ) -> Vec<FieldView> {
        match self {
            Self::Place => place(words, unit, answers),
            Self::Group => vec![
                chosen("group", "Välj det som är känt", groups())
                    .help(
                        "Ett LMA-kort som inte gäller betyder inte att patienten saknar tillstånd.",
                    )
                    .required(),
            ],
            Self::Evidence => evidence(words, answers.get("group")),
            Self::Person => person(words, asks_for_child(answers, today)),
            Self::Language => vec![
                FieldView::new("language", "Språk", FieldKind::Select(languages())),
                yes_or_no(words, "interpreter_needed"),
            ],
            Self::Nursing => vec![
                chosen(
                    "nursing_need",
                    "Välj det som stämmer bäst",
                    all::<NursingNeed>(),
                )
                .help(&words.help("nursing_need"))
                .required(),
            ],
            Self::Needs => vec![
                yes_or_no(words, "health_care_need"),
                yes_or_no(words, "device_need"),
                maybe(words, "rehab_intervention_need"),
                words.field("kin", FieldKind::Textarea(3)),
            ],
        }
    }

    /// Help below the form.
    pub(super) fn below(self, signed: &Signed) -> Vec<Block> {
        let now = signed.app.now();
        let library = signed.app.library();
        let main = library.current(vocabulary::calendar::local_date(now));
        let banner = |name: &str| {
            main.map(|main| library.guidance(main).banner(name).to_owned())
                .filter(|text| !text.is_empty())
        };
        let text = match self {
            Self::Group | Self::Evidence => banner("lma_card"),
            Self::Place | Self::Person | Self::Language | Self::Nursing | Self::Needs => None,
        };
        text.map(|text| {
            Block::Alert(Alert {
                tone: Tone::Info,
                text,
                ..Alert::default()
            })
        })
        .into_iter()
        .collect()
    }
}

/// The texts of the guidance's form.
struct QuestionTexts<'a>(Option<&'a Form>);

impl QuestionTexts<'_> {
    fn label(&self, name: &str) -> String {
        self.0
            .and_then(|form| form.field(name))
            .map_or_else(|| name.to_owned(), |field| field.label.clone())
    }

    fn help(&self, name: &str) -> String {
        self.0
            .and_then(|form| form.field(name))
            .map(|field| field.help.clone())
            .unwrap_or_default()
    }

    fn field(&self, name: &str, kind: FieldKind) -> FieldView {
        FieldView::new(name, &self.label(name), kind).help(&self.help(name))
    }
}

fn place(words: &QuestionTexts<'_>, unit: UnitKind, answers: &Answers) -> Vec<FieldView> {
    let mut setting = chosen("setting", "Välj ett alternativ", all::<Setting>()).required();
    if answers.get("setting").is_empty() {
        let likely = if unit == UnitKind::HospitalWard {
            Setting::Inpatient
        } else {
            Setting::Outpatient
        };
        setting = setting.value(likely.code());
    }
    vec![
        setting,
        note(
            "inlagd-hjalp",
            "Är patienten inneliggande: ange när inläggningen var. Den första \
                              fristen räknas därifrån. Lämna tomt om det är nu.",
        ),
        FieldView::new(
            "admitted_at.date",
            &words.label("admitted_at"),
            FieldKind::Date,
        )
        .half(),
        FieldView::new("admitted_at.time", "Klockan", FieldKind::Time).half(),
    ]
}

fn evidence(words: &QuestionTexts<'_>, group: &str) -> Vec<FieldView> {
    let mut fields = vec![
        FieldView::text("group_evidence", "Underlag").help(&words.help("group_evidence")),
        words.field("verified_in", FieldKind::Radio(all::<VerifiedIn>())),
    ];
    if group == Group::MassRefugee.code() {
        fields.push(words.field("permit_from", FieldKind::Date));
    }
    fields
}

/// How to write a birth date, as far as it is known.
const BIRTH_DATE: &str = "Med år, till exempel 1990-04-06 eller 6/4 1990. Vet du bara året: skriv bara \
                          det. Vet du inte alls: skriv okänt.";

/// Whether the birth date that was typed leaves open whether the person is a child.
fn asks_for_child(answers: &Answers, today: Date) -> bool {
    let typed = BirthDate::read_typed(answers.get("birth_date"), today);
    typed.is_ok_and(|birth| birth.tells_child_on(today).is_none())
}

fn person(words: &QuestionTexts<'_>, asks_for_child: bool) -> Vec<FieldView> {
    let mut fields = vec![
        words.field("name", FieldKind::Text).required(),
        words
            .field("birth_date", FieldKind::Date)
            .help(BIRTH_DATE)
            .required(),
    ];
    // Asked when the birth date leaves it open, and then it has to be answered.
    fields.extend(asks_for_child.then(|| yes_or_no(words, UNDER_18)));
    fields.push(note("nummer-hjalp", &words.help("identifiers")));
    fields.extend(
        IdentifierKind::ALL
            .iter()
            .map(|kind| FieldView::text(kind.code(), kind.swedish()).half()),
    );
    fields.push(words.field("room", FieldKind::Text));
    fields.push(words.field("protected_identity", FieldKind::Checkbox));
    fields
}

/// Text between questions.
fn note(name: &str, text: &str) -> FieldView {
    FieldView::new(name, "", FieldKind::TextOnly).help(text)
}

fn chosen(name: &str, label: &str, choices: Vec<FieldChoice>) -> FieldView {
    FieldView::new(name, label, FieldKind::Radio(choices))
}

fn yes_or_no(words: &QuestionTexts<'_>, name: &str) -> FieldView {
    let choices = vec![
        FieldChoice::new("true", "Ja"),
        FieldChoice::new("false", "Nej"),
    ];
    words.field(name, FieldKind::Radio(choices)).required()
}

/// A question that may be left open.
fn maybe(words: &QuestionTexts<'_>, name: &str) -> FieldView {
    let asked = yes_or_no(words, name);
    FieldView {
        required: false,
        ..asked
    }
}

fn all<T: vocabulary::choice::Choice>() -> Vec<FieldChoice> {
    T::ALL
        .iter()
        .map(|choice| FieldChoice::new(choice.code(), choice.swedish()))
        .collect()
}

/// The groups a case is opened for; a resident follows the ordinary routine.
fn groups() -> Vec<FieldChoice> {
    let choice = |group: Group, label: &str, help: &str| FieldChoice {
        help: help.to_owned(),
        ..FieldChoice::new(group.code(), label)
    };
    vec![
        choice(
            Group::AsylumSeeker,
            Group::AsylumSeeker.swedish(),
            "Har LMA-kort eller är kontrollerad i Vera Asyl.",
        ),
        choice(
            Group::MassRefugee,
            Group::MassRefugee.swedish(),
            "Har bekräftelse på sin ansökan eller UT-kort.",
        ),
        choice(
            Group::WithoutPermits,
            Group::WithoutPermits.swedish(),
            "Ärendet blir skyddat.",
        ),
        choice(
            Group::Unestablished,
            "Vet inte",
            "Ärendet blir skyddat tills gruppen är fastställd.",
        ),
    ]
}

/// The languages that the product has names for; for another language the question is left open.
fn languages() -> Vec<FieldChoice> {
    const CODES: [&str; 18] = [
        "sq", "am", "ar", "bs", "prs", "en", "ka", "ku", "mn", "ps", "fa", "ru", "so", "es", "sv",
        "ti", "tr", "uk",
    ];
    CODES
        .iter()
        .map(|code| {
            let language = Language((*code).to_owned());
            FieldChoice::new(code, &capital(language.swedish()))
        })
        .collect()
}

/// The name of the button that discards the answers.
pub(super) const BEGIN_AGAIN: &str = "borja-om";
/// Its value on the page that asks first.
pub(super) const SURE: &str = "bekraftat";

/// The form that throws every answer away.
pub(super) fn begin_again_form(question: OpeningQuestion) -> FormView {
    FormView {
        action: question.address(),
        heading: "Vill du kasta alla svar?".to_owned(),
        is_page: true,
        guidance_text: vec![
            "Alla svar på frågorna om det nya ärendet försvinner. Det går inte att ångra."
                .to_owned(),
        ],
        fields: vec![FieldView::hidden(BEGIN_AGAIN, SURE)],
        submit: "Kasta svaren".to_owned(),
        cancel: Some(question.address()),
        ..FormView::default()
    }
}

fn begin_again() -> FormButton {
    FormButton {
        label: "Börja om".to_owned(),
        name: BEGIN_AGAIN.to_owned(),
        value: "ja".to_owned(),
    }
}
