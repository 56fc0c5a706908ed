//! "När du sparar det här steget": who is told what by the step itself.

use disclosure::views::OnSave;
use vocabulary::command::CommandKind;

use crate::story::{GUARD, LIBRARY, NURSE, Story};

/// What saving a command's form tells whom; `step` is the requirement that it is done for.
fn saving(story: &Story, command: &str, step: Option<&str>) -> OnSave {
    let steps = guidance::steps(&story.case, &LIBRARY, story.now);
    let step = step.map(|id| steps.iter().find(|state| state.id == id).unwrap());
    let kind = CommandKind::from_name(command).unwrap();
    let told = GUARD.on_save(&NURSE.actor(), &story.case, kind, step);
    told.unwrap().into_view()
}

const OF_THE_MUNICIPALITYS_SHARE: [(&str, &str); 6] = [
    ("send_care_request", "vårdbegäran"),
    ("establish_residence", "adress och boende"),
    ("hold_sip_meeting", "planen"),
    ("change_plan", "planen"),
    ("agree_plan", "planen"),
    ("decide_follow_up", "när uppföljningen är"),
];

/// What is said of others than whoever sits at the table of a meeting.
fn besides_the_table(saved: &OnSave) -> Vec<String> {
    let others = saved
        .sentences
        .iter()
        .filter(|said| !said.ends_with("om någon därifrån är med."));
    others.cloned().collect()
}

const KONCERNKONTORET: &str =
    "Koncernkontoret får i Vårdbron: överenskommelse, underlag och personens nummer.";

// covers: V6B.14
#[test]
fn before_a_follow_up_is_noted_it_is_said_who_reads_the_evaluation_and_who_may_sit_at_the_table() {
    let of = |group: &str| saving(&Story::purchased_for(group), "hold_follow_up", Some("C8.1"));
    let read = "Hemsjukvården Trollhättan får i Vårdbron: hur målen har följts upp.";
    let open = of("asylum_seeker").sentences;
    assert_eq!(open[0], read);
    let there = |said: &String| {
        said.contains("Migrationsverket") && said.ends_with("om någon därifrån är med.")
    };
    assert!(open.iter().any(there), "{open:?}");
    assert_eq!(of("without_permits").sentences, [read]);
}

// covers: V6B.8
#[test]
fn what_the_municipality_that_takes_part_will_see_anew_is_said_before_it_is_saved() {
    let story = Story::purchased_for("asylum_seeker");
    for (command, what) in OF_THE_MUNICIPALITYS_SHARE {
        let saved = saving(&story, command, None);
        let says = |who: &str| format!("{who} får i Vårdbron: {what}.");
        // The one who signs at another unit sees only what is signed.
        let expected = [says("Hemsjukvården Trollhättan")];
        assert_eq!(besides_the_table(&saved), expected, "{command}");
    }
    let agreement = saving(&story, "draw_up_agreement", None);
    assert_eq!(
        agreement.sentences,
        [
            "Hemsjukvården Trollhättan får i Vårdbron: överenskommelsen.",
            "Kommunens verksamhetsansvarig får i Vårdbron: överenskommelsen.",
            "Koncernkontoret får i Vårdbron: överenskommelsen.",
        ]
    );
}

// covers: V6B.8
#[test]
fn a_municipality_that_is_only_asked_is_told_nothing_of_what_is_saved() {
    let story = Story::asked_of("asylum_seeker");
    for (command, _) in OF_THE_MUNICIPALITYS_SHARE {
        let saved = saving(&story, command, None);
        assert_eq!(
            besides_the_table(&saved),
            ["Ingenting skickas."],
            "{command}"
        );
    }
    let agreement = saving(&story, "draw_up_agreement", None);
    assert_eq!(agreement.sentences, [KONCERNKONTORET]);
}

// covers: V6B.7
#[test]
fn asking_the_municipality_says_that_the_question_names_nobody() {
    let saved = saving(
        &Story::of("asylum_seeker", "none"),
        "ask_municipality",
        None,
    );
    assert_eq!(
        saved.sentences,
        ["Enheten du väljer får i Vårdbron: frågan: insatser, omfattning, tid och kommun."]
    );
}

#[test]
fn adding_a_unit_says_that_its_role_decides_what_it_sees() {
    let saved = saving(&Story::of("asylum_seeker", "none"), "add_party", None);
    assert_eq!(
        saved.sentences,
        [
            "Enheten du väljer får i Vårdbron: hela ärendet om den är en av regionens vårdenheter, \
          identitet, adress, vårdbegäran, plan och överenskommelse om den är kommunal primärvård."
        ]
    );
}

// covers: V6A.6
#[test]
fn who_is_told_by_the_step_itself_is_not_said_to_be_told_by_the_reader_too() {
    let story = Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .plans_a_meeting("in_person");
    let mailed =
        "Migrationsverket får ett mejl, när Vårdbron har skickat det: kallelsen utan namn.";
    let sent = saving(&story, "send_invitation", Some("V6A.6"));
    assert_eq!(sent.sentences, [mailed]);
    let again = saving(&story, "resolve_invitation", Some("V6A.6"));
    assert_eq!(again.sentences[0], mailed);
}
