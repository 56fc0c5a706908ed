//! What a row of the log says in Swedish, for the reviewer and for the patient.

use disclosure::TellingRecipient;
use guidance::Library;
use vocabulary::hsa_id::HsaId;

use crate::{
    access_log::{COORDINATED_ELSEWHERE, LISTED, RELATED},
    told::read_detail,
};

/// What somebody did, in words for the reviewer.
///
/// `name` gives the name of a unit.
pub(crate) fn said(
    action: &str,
    detail: &str,
    library: &Library,
    name: impl Fn(&HsaId) -> String,
) -> String {
    match action {
        "change" => with(
            "Ändrade ärendet",
            of_plan(detail, |what| command(what, library)),
        ),
        "disclose" => {
            let (what, told) = read_detail(detail);
            let command = of_plan(&what, |what| command(what, library));
            let said = with("Lämnade ut uppgifter", command);
            with_recipients(said, "till", &told, name)
        }
        "search" if detail == LISTED => "Såg ärendet i listan över avslutade".to_owned(),
        "search" if detail == "hit" => "Hittade ärendet vid sökning".to_owned(),
        "search" => format!("Sökte, {detail} träffar"),
        "emergency" => "Nödöppnade ärendet".to_owned(),
        "print" => "Skrev ut".to_owned(),
        "export" => "Skrev ut patientens loggutdrag".to_owned(),
        "view" if detail == RELATED => {
            "Såg ärendets nummer i ett annat ärende om patienten".to_owned()
        }
        "view" if detail == COORDINATED_ELSEWHERE => {
            "Fick veta vilken enhet som samordnar ärendet, och dess nummer".to_owned()
        }
        "view" => {
            let read = of_plan(detail, |what| Some(part(what).to_owned()));
            format!("Läste: {}", read.unwrap_or_default())
        }
        "deny" => with("Nekades", denied(detail, library)),
        "administer" if detail == "own-password" => "Bytte sitt eget lösenord".to_owned(),
        "administer" => crate::administration::said(detail),
        "review" => "Granskade loggen".to_owned(),
        "seal" => "Vårdbron förseglade det som redan fanns".to_owned(),
        "log-in" => "Loggade in".to_owned(),
        "log-out" => "Loggade ut".to_owned(),
        "log-in-failed" if detail == "code" => "Rätt första lösenord men fel engångskod".to_owned(),
        "log-in-failed" => from_address("Fel lösenord vid inloggning", detail),
        "log-in-waits" => from_address("Inloggningen fick vänta efter för många försök", detail),
        _ => "Annat".to_owned(),
    }
}

/// What somebody did, in words for the patient; `None` when it showed nothing about the patient.
/// `name` gives the name of a unit.
pub(crate) fn told_the_patient(
    action: &str,
    detail: &str,
    name: impl Fn(&HsaId) -> String,
) -> Option<String> {
    if action == "disclose" {
        let (_, told) = read_detail(detail);
        return Some(if told.is_empty() {
            "Skrev i ditt ärende och lämnade uppgifter till någon annan".to_owned()
        } else {
            let wrote = "Skrev i ditt ärende och lämnade uppgifter".to_owned();
            with_recipients(wrote, "till", &told, name)
        });
    }
    shown_to_patient(action, detail).map(str::to_owned)
}

fn shown_to_patient(action: &str, detail: &str) -> Option<&'static str> {
    match (action, detail) {
        ("view", "emergency") => Some("Läste ditt ärende efter en nödöppning"),
        ("view", "question") => Some("Läste en fråga om dig, utan ditt namn"),
        ("view", RELATED) => Some("Såg numret på ditt ärende i ett annat av dina ärenden"),
        ("view", COORDINATED_ELSEWHERE) => Some(
            "Fick veta att enheten samordnar ett ärende om dig, eftersom du har sagt ja till det",
        ),
        ("view", _) => Some("Läste ditt ärende"),
        ("search", LISTED) => Some("Såg ditt avslutade ärende i en lista"),
        ("search", "hit") => Some("Hittade ditt ärende vid en sökning"),
        ("change", _) => Some("Skrev i ditt ärende"),
        ("emergency", _) => Some("Öppnade ditt ärende i en nödsituation"),
        ("print", _) => Some("Skrev ut något ur ditt ärende"),
        ("export", _) => Some("Skrev ut det här utdraget till dig"),
        _ => None,
    }
}

/// The same sentence, with who was told.
fn with_recipients(
    said: String,
    to: &str,
    told: &[TellingRecipient],
    name: impl Fn(&HsaId) -> String,
) -> String {
    let names: Vec<String> = told
        .iter()
        .map(|recipient| match recipient {
            TellingRecipient::Unit(unit) => name(unit),
            TellingRecipient::HeadOfOperations
            | TellingRecipient::Outside(_)
            | TellingRecipient::Wrong(_) => recipient.swedish().unwrap_or_default().to_owned(),
        })
        .collect();
    match names.split_last() {
        None => said,
        Some((only, [])) => format!("{said} {to} {only}"),
        Some((last, rest)) => format!("{said} {to} {} och {last}", rest.join(", ")),
    }
}

/// The same sentence, with the address that somebody tried from.
fn from_address(what: &str, address: &str) -> String {
    if address.is_empty() {
        what.to_owned()
    } else {
        format!("{what}, från adressen {address}")
    }
}

fn with(what: &str, more: Option<String>) -> String {
    more.map_or_else(|| what.to_owned(), |more| format!("{what}: {more}"))
}

/// The name of a command's form.
fn command(name: &str, library: &Library) -> Option<String> {
    if name == "open_case" {
        return Some("startade ärendet".to_owned());
    }
    let form = library.form(name)?;
    Some(form.heading.clone())
}

/// What was done or read, with the plan's version when it is about the plan: `plan-page@2`, or
/// `change_plan@2+` for what was written after version 2 ([`crate::cases::version_of_plan`]).
pub(crate) fn of_plan(detail: &str, say: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    let Some((what, version)) = detail.split_once('@') else {
        return say(detail);
    };
    let said = say(what)?;
    Some(match version.strip_suffix('+') {
        Some("0") => format!("{said} (utkast)"),
        Some(version) => format!("{said} (utkast efter version {version})"),
        None => format!("{said} (version {version})"),
    })
}

fn part(detail: &str) -> &'static str {
    match detail {
        "plan" => "planen",
        "plan-page" => "ärendet och planen",
        "case" => "ärendet",
        "steps" => "stegen",
        "case-page" => "ärendet, stegen och Vem ser vad",
        "audiences-page" => "ärendet och Vem ser vad",
        "events-page" => "ärendet och händelserna",
        "outbox-page" => "ärendet, utskicken och breven",
        "letter-page" => "ärendet och breven",
        "letter-form-page" => "ärendet, Vem ser vad och breven",
        "conflict-page" => "ärendet, stegen och händelserna",
        "audiences" => "Vem ser vad",
        "events" => "händelserna",
        "outbox" => "utskicken",
        "address" => "den dolda adressen",
        "question" => "frågan till kommunen",
        "emergency" => "ärendet i nödöppning",
        _ => "annat i ärendet",
    }
}

fn denied(detail: &str, library: &Library) -> Option<String> {
    match detail {
        "case" | "steps" | "audiences" | "events" | "outbox" | "address" | "question" => Some(
            format!("{}, som inte finns eller inte är enhetens", part(detail)),
        ),
        "emergency" => Some("nödöppning som inte stämde med något ärende".to_owned()),
        "emergency-limit" => Some("för många försök att nödöppna".to_owned()),
        "review" => Some("loggranskningen".to_owned()),
        "own-assignment" => Some("att ge sig själv ett uppdrag".to_owned()),
        "own-proposal" => Some("att bekräfta sitt eget förslag".to_owned()),
        "never-changes" => Some("att ändra en enhets slag eller organisation".to_owned()),
        "disguised-unit" => {
            Some("en enhet som hör till socialtjänsten eller kommunens rehab".to_owned())
        }
        "placeholder-has-no-staff" => Some("personal på en fiktiv enhet".to_owned()),
        _ => command(detail, library),
    }
}

#[cfg(test)]
mod tests {
    use guidance::Library;

    use vocabulary::hsa_id::HsaId;

    use super::{COORDINATED_ELSEWHERE, RELATED, said, told_the_patient};
    use crate::Action;

    fn named(_: &HsaId) -> String {
        "Enheten".to_owned()
    }

    #[test]
    fn what_is_logged_is_said_in_swedish_and_without_code_words() {
        let library = Library::builtin().unwrap();
        for (action, detail) in [
            ("view", "case"),
            ("view", "emergency"),
            ("search", "hit"),
            ("search", "3"),
            ("change", "record_consent"),
            ("disclose", "record_contact"),
            ("disclose", "record_contact migration_agency=conversation"),
            ("disclose", "add_party unit:SE2321000131-DEMO43=whole_case"),
            ("deny", "case"),
            ("deny", "close_case"),
            ("deny", "consent-missing"),
            ("emergency", "care_now"),
            ("administer", "unit"),
            ("log-in", ""),
            ("log-out", ""),
            ("log-in-failed", "10.1.2.3"),
            ("log-in-failed", ""),
            ("log-in-waits", "10.1.2.3"),
            ("review", "draw"),
        ] {
            let said = said(action, detail, &library, named);
            assert!(!said.contains('_') && !said.contains('-'), "{said}");
            assert!(
                said.chars().next().is_some_and(char::is_uppercase),
                "{said}"
            );
        }
    }

    /// What the log says about an act on a case, and whether the patient reads about it. A new
    /// action does not compile until it has a place here.
    fn on_a_case(action: Action) -> (&'static str, bool) {
        match action {
            Action::View => ("case", true),
            Action::Search => ("hit", true),
            Action::Change => ("record_consent", true),
            Action::Disclose => ("record_contact", true),
            Action::Emergency => ("care_now", true),
            Action::Export => ("log-extract", true),
            Action::Print => ("page", true),
            Action::Deny => ("close_case", false),
            Action::Review => ("item", false),
            Action::Administer => ("unit", false),
            Action::Seal => ("older", false),
            Action::LogIn | Action::LogInFailed | Action::LogInWaits | Action::LogOut => {
                ("", false)
            }
        }
    }

    #[test]
    fn the_patient_is_told_of_every_act_on_the_case_each_in_its_own_words() {
        let mut sentences = std::collections::BTreeSet::new();
        for action in [
            Action::View,
            Action::Search,
            Action::Change,
            Action::Disclose,
            Action::Deny,
            Action::Emergency,
            Action::Review,
            Action::Export,
            Action::Print,
            Action::Administer,
        ] {
            let (detail, told) = on_a_case(action);
            let sentence = told_the_patient(action.code(), detail, named);
            assert_eq!(sentence.is_some(), told, "{action:?}");
            sentences.extend(sentence);
        }
        assert_eq!(sentences.len(), 7, "{sentences:?}");
    }

    /// Somebody who was told a number has not read the case.
    #[test]
    fn a_number_that_was_told_is_not_said_to_be_a_case_that_was_read() {
        let library = Library::builtin().unwrap();
        for detail in [RELATED, COORDINATED_ELSEWHERE] {
            let to_reviewer = said("view", detail, &library, named);
            let to_patient = told_the_patient("view", detail, named).unwrap();
            assert!(!to_reviewer.contains("Läste"), "{to_reviewer}");
            assert!(!to_patient.contains("Läste"), "{to_patient}");
        }
    }

    #[test]
    fn the_patient_is_told_what_showed_something_and_not_what_did_not() {
        assert!(told_the_patient("view", "steps", named).is_some());
        assert!(told_the_patient("search", "hit", named).is_some());
        assert_eq!(told_the_patient("deny", "case", named), None);
        assert_eq!(told_the_patient("search", "0", named), None);
        assert_eq!(told_the_patient("log-in", "", named), None);
    }
}
