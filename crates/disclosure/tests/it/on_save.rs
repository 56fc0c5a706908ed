//! "När du sparar det här steget": who is told what by the step itself.

use disclosure::views::OnSave;

use crate::story::{GUARD, LIBRARY, NURSE, Story, TROLLHATTAN};

/// What saving a command's form tells whom; `step` is the requirement it is done for.
fn saving(story: &Story, command: &str, step: Option<&str>) -> OnSave {
    let steps = guidance::steps(&story.case, &LIBRARY, story.now);
    let step = step.map(|id| steps.iter().find(|state| state.id == id).unwrap());
    let told = GUARD.on_save(&NURSE.actor(), &story.case, command, step);
    told.unwrap().into_view()
}

const OF_THE_MUNICIPALITYS_SHARE: [(&str, &str); 4] = [
    ("send_care_request", "vårdbegäran"),
    (
        "establish_residence",
        "den nya adressen. Ligger den i en annan kommun tas enheten och dess svar bort ur ärendet",
    ),
    ("hold_sip_meeting", "planen"),
    ("decide_follow_up", "när uppföljningen är"),
];

const KONCERNKONTORET: &str = "Koncernkontoret får i Vårdbron: överenskommelsen och personens \
                               nummer. Ingen plan och ingen adress.";

// covers: V6B.8
#[test]
fn what_the_municipality_that_takes_part_will_see_anew_is_said_before_it_is_saved() {
    let story = Story::purchased_for("asylum_seeker");
    for (command, what) in OF_THE_MUNICIPALITYS_SHARE {
        let saved = saving(&story, command, None);
        let sentence = format!("Hemsjukvården Trollhättan får i Vårdbron: {what}.");
        assert_eq!(saved.sentences, [sentence], "{command}");
        let told: Vec<&str> = saved.told.iter().map(|to| to.audience.as_str()).collect();
        assert_eq!(told, [format!("unit:{TROLLHATTAN}")], "{command}");
    }
    let agreement = saving(&story, "draw_up_agreement", None);
    assert_eq!(
        agreement.sentences,
        [
            "Hemsjukvården Trollhättan får i Vårdbron: överenskommelsen.",
            KONCERNKONTORET,
        ]
    );
}

// covers: V6B.8
#[test]
fn a_municipality_that_is_only_asked_is_told_nothing_of_what_is_saved() {
    let story = Story::asked_of("asylum_seeker");
    for (command, _) in OF_THE_MUNICIPALITYS_SHARE {
        let saved = saving(&story, command, None);
        assert_eq!(saved.sentences, ["Ingenting skickas."], "{command}");
        assert!(saved.told.is_empty(), "{command}");
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
        [
            "Kommunens primärvård får i Vårdbron: frågan med insatser, omfattning, tid och kommun. \
          Inget namn, inget nummer, ingen grupp och ingen avdelning."
        ]
    );
    assert_eq!(saved.told[0].audience, "municipal_primary_care");
}

#[test]
fn adding_a_unit_says_that_its_role_decides_what_it_sees() {
    let saved = saving(&Story::of("asylum_seeker", "none"), "add_party", None);
    assert_eq!(
        saved.sentences,
        [
            "Enheten du lägger till får i Vårdbron: det som dess roll ger rätt till. Regionens \
          enheter ser hela ärendet, kommunens primärvård ser identitet, adress, vårdbegäran, plan \
          och överenskommelse."
        ]
    );
}

// covers: V6A.6
#[test]
fn who_is_told_by_the_step_itself_is_not_said_to_be_told_by_the_reader_too() {
    let story = Story::of("asylum_seeker", "unmet")
        .consents("sip")
        .plans_a_meeting("in_person");
    let what = "kallelsen med SIP-nummer, datum, tid och länk eller neutral mötesplats. Inget namn";
    let sent = saving(&story, "send_invitation", Some("V6A.6"));
    assert_eq!(
        sent.sentences,
        [format!("Migrationsverket får med e-post: {what}.")]
    );
    let again = saving(&story, "resolve_invitation", Some("V6A.6"));
    assert_eq!(
        again.sentences,
        [format!(
            "Migrationsverket får med e-post, om du väljer att skicka den igen: {what}."
        )]
    );
}
