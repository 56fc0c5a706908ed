//! Questions to municipal primary care: how the region reads the answers, and who may list them.

use serde_json::json;

use crate::story::{
    EVERYBODY, GUARD, HEAD_OF_OPERATIONS, MANAGER, MUNICIPAL_NURSE, NURSE,
    OTHER_HEAD_OF_OPERATIONS, OTHER_MANAGER, Story, TROLLHATTAN, shown,
};

// covers: V6B.8
#[test]
fn the_region_reads_what_was_asked_how_it_was_answered_and_who_wrote_it_down() {
    let asked = Story::asked_of("asylum_seeker");
    let read = |story: &Story| {
        let questions = GUARD.case_questions(&NURSE.actor(), &story.case).unwrap();
        shown(&questions)
    };
    let waiting = read(&asked);
    assert_eq!(waiting.as_array().unwrap().len(), 1);
    assert_eq!(waiting[0]["unit_name"], "Hemsjukvården Trollhättan");
    assert_eq!(
        waiting[0]["interventions"][0]["text"],
        "Såromläggning, 3 gånger per vecka"
    );
    assert_eq!(waiting[0]["waits"], true);
    assert_eq!(waiting[0]["answer"], json!(null));

    let answered = read(&asked.answered(TROLLHATTAN, "yes"));
    assert_eq!(answered[0]["waits"], false);
    let answer = &answered[0]["answer"];
    assert_eq!(answer["by"], "Karin Lind, vårdpersonal");
    assert_eq!(answer["unit"], "Avdelning 43, NÄL");
    assert_eq!(
        answer["value"]["answer_name"],
        "Ja, kommunen kan utföra insatserna"
    );
    assert_eq!(answer["value"]["answered_by"], "Enhetschef");
}

// covers: V6B.7
#[test]
fn only_those_who_work_with_care_at_a_municipal_unit_have_a_list_of_its_questions() {
    let municipal = [
        MANAGER,
        MUNICIPAL_NURSE,
        HEAD_OF_OPERATIONS,
        OTHER_MANAGER,
        OTHER_HEAD_OF_OPERATIONS,
    ];
    for who in EVERYBODY {
        let list = GUARD.questions(&who.actor(), Vec::new());
        assert_eq!(list.is_some(), municipal.contains(&who), "{}", who.title);
    }
}
