//! Random traces: in any order of acts by anybody, no never-rule is broken.
#![expect(clippy::panic, reason = "the helpers of tests fail loudly")]

use domain::{Case, Entry, Event, evolve, replay};
use jiff::SignedDuration;
use proptest::{prelude::*, sample::select};
use vocabulary::{
    audience::ContactWith,
    choice::Choice as _,
    command::Command,
    group::Group,
    intervention::Purchasable,
    letter::{LetterKind, LetterStage},
    sip::CopyRecipient,
    unit::UnitKind,
};

use crate::story::*;

fn pool() -> Vec<Act> {
    let mut acts = one_of_each();
    acts.push(link_case());
    for kind in ["case", "sip", "information_transfer"] {
        for answer in ["given", "given", "refused", "withdrawn", "incapable"] {
            acts.push(consent(kind, answer));
        }
    }
    acts.push(consent("information_transfer", "given").with("units", vec![TROLLHATTAN]));
    acts.push(consent("information_transfer", "refused").with("units", vec![CLINIC]));
    for audience in [
        "migration_agency",
        "municipal_manager",
        "institution",
        "head_office",
        "pharmacy",
    ] {
        for channel in ["phone", "post", "in_person"] {
            acts.push(contact(audience, channel));
        }
    }
    for unit in ALL_UNITS {
        acts.extend([
            add(unit),
            remove(unit),
            hand_over(unit),
            move_ward(unit),
            ask(unit),
        ]);
        acts.extend(["inpatient", "outpatient"].map(|setting| change_setting(setting, unit)));
        acts.push(follow_up(unit));
    }
    for unit in [TROLLHATTAN, VANERSBORG] {
        for answer in ["yes", "yes", "partly", "no", "more_information"] {
            acts.push(answers(unit, answer));
        }
        acts.extend([add(unit), ask(unit), ask_for(unit, &["rehabilitation"])]);
    }
    for group in [
        "asylum_seeker",
        "mass_refugee",
        "without_permits",
        "unestablished",
        "resident",
    ] {
        acts.push(establish(group));
    }
    acts.extend(["unknown", "none", "met_by_kin", "unmet"].map(needs));
    acts.extend(["1488", "1488", "1487", "0180"].map(stays_in));
    acts.extend([verify(false), protect(false), invite(), invite()]);
    acts.extend([confirm_group(), confirm_group()]);
    acts.extend(["digital", "in_person", "in_person"].map(plan));
    acts.extend(["post", "by_hand", "in_product"].map(deliver_certificate));
    for letter in LetterKind::CODES {
        acts.push(queue_letter(letter));
    }
    acts.extend([
        print_letter(),
        print_letter(),
        review_letter("refused"),
        linked(false),
        linked(false).by(COLLEAGUE),
    ]);
    acts.extend(["posted", "returned", "destroyed"].map(settle_letter));
    for recipient in ["patient", "kin", "parties", "migration_agency"] {
        acts.extend(["post", "by_hand"].map(|how| copy_to(recipient, how)));
    }
    acts.extend(["accepted", "accepted_in_part", "declined", "returned"].map(care_answer));
    acts.extend([
        agreement(&["chemotherapy"]),
        agreement(&["wound_dressing"]),
        sign("head_of_operations").by(HEAD_OF_OPERATIONS),
        sign("regional_developer").by(DEVELOPER),
    ]);
    // Closing ends most traces, so it occurs seldom.
    let closing = |act: &Act| act.command["command"] == "close_case";
    let mut pool: Vec<Act> = acts.iter().filter(|act| !closing(act)).cloned().collect();
    pool.extend(pool.clone());
    pool.push(close());
    pool
}

fn beginnings() -> Vec<Story> {
    let mut stories = Vec::new();
    for group in [
        "asylum_seeker",
        "mass_refugee",
        "without_permits",
        "unestablished",
    ] {
        for setting in ["inpatient", "outpatient"] {
            for need in ["unmet", "none"] {
                let story = Story::of(group, setting, need);
                stories.push(story.clone());
                let agreed = story.then(consent("sip", "given"));
                stories.push(ready_for_agreement(agreed.clone()));
                let planned = agreed.after([stays_in("1488"), plan("in_person")]);
                stories.push(planned.clone());
                if planned.case.invitation_may_leave() {
                    stories.push(planned.then(invite()).lost_sight_of());
                }
            }
        }
    }
    stories
}

/// What must hold for a case at any time.
fn holds_always(case: &Case) {
    for party in case.parties.values() {
        assert!(
            !party.unit.kind.is_never_a_party(),
            "{} is a party",
            party.unit.name
        );
        assert_ne!(party.unit.kind, UnitKind::HeadOffice);
        if party.unit.kind == UnitKind::MunicipalPrimaryCare {
            assert_eq!(
                party.unit.municipality.as_ref(),
                case.municipality(),
                "a party elsewhere"
            );
        }
    }
    assert!(case.is_party(&case.coordinator), "nobody coordinates");
    assert!(
        case.parties[&case.coordinator].unit.kind.is_regional_care(),
        "the region coordinates"
    );
    if case.migration_agency_may_know() {
        assert!(matches!(
            case.group,
            Group::AsylumSeeker | Group::MassRefugee
        ));
        assert!(case.evidence.is_some(), "it rests on nothing");
    }
    assert_eq!(
        case.is_protected(),
        case.person.protected_identity
            || case.group == Group::WithoutPermits
            || case.group == Group::Unestablished
            || case.awaits_confirmation.is_some()
    );
    if case.awaits_confirmation.is_some() {
        assert!(!case.migration_agency_may_know(), "one person opens");
    }
    assert_eq!(case.pathway().is_none(), case.group == Group::Resident);
    if case.sip.invitation_queued.is_some() {
        assert!(case.invitation_may_leave(), "queued against the rules");
    }
    assert!(!case.sip.former_numbers.contains(&case.sip.number));
    for letter in &case.letters {
        let live = matches!(letter.stage, LetterStage::Waiting | LetterStage::Printed);
        assert!(
            !live || case.letter_may_leave(letter.kind),
            "on its way against the rules"
        );
    }
}

/// What must hold for an event about a letter, given the case before it.
fn letter_may_move(before: &Case, entry: &Entry) {
    let known = |outbox| {
        let letter = before.letter(outbox);
        letter.unwrap_or_else(|| panic!("no such letter"))
    };
    if let Event::LetterQueued { letter, .. } = &entry.event {
        assert!(before.letter_may_leave(*letter), "queued against the rules");
    }
    if let Event::LetterRead { outbox, .. } = &entry.event {
        let queued_by = &known(*outbox).queued_by;
        assert_ne!(queued_by.staff, entry.by.staff, "read by the same");
    }
    // A letter posted while it was allowed, and recorded late, is a fact.
    let late = matches!(entry.event, Event::LetterPosted { late: true, .. });
    if let Event::LetterPrinted { outbox } | Event::LetterPosted { outbox, .. } = &entry.event
        && !late
    {
        let letter = known(*outbox);
        assert!(
            before.letter_may_leave(letter.kind),
            "posted against the rules"
        );
        assert!(
            !before.linked_protected_person || letter.read_by.is_some(),
            "read by one"
        );
    }
}

/// What must hold for an event, given the case before it.
#[expect(clippy::too_many_lines, reason = "one arm per event")]
fn may_happen(before: &Case, entry: &Entry) {
    match &entry.event {
        Event::PartyAdded { unit, .. } if unit.kind == UnitKind::MunicipalPrimaryCare => {
            let confirmed = before
                .question_to(&unit.hsa_id)
                .is_some_and(domain::case::Question::confirmed);
            assert!(confirmed, "a party without the municipality's yes");
        }
        Event::ContactRecorded { with, .. } => {
            if matches!(
                with,
                ContactWith::MigrationAgency | ContactWith::Institution
            ) {
                assert!(before.migration_agency_may_know(), "told");
            }
        }
        Event::InvitationQueued { .. }
        | Event::InvitationSent { .. }
        | Event::InstitutionRecorded { .. }
        | Event::CopyHandedOut {
            recipient: CopyRecipient::MigrationAgency,
            ..
        } => assert!(before.migration_agency_may_know(), "told"),
        Event::MunicipalityAsked { interventions, .. }
        | Event::AgreementDrawnUp { interventions, .. } => {
            assert!(
                interventions
                    .iter()
                    .all(|order| order.code.purchasable() == Purchasable::Yes)
            );
        }
        Event::LinkedProtectedPersonMarked { linked: false, .. } => {
            let asked = before.lift_asked.as_ref();
            assert!(
                asked.is_some_and(|asked| asked.by.staff != entry.by.staff),
                "lifted by one"
            );
        }
        Event::AgreementSigned { .. } => assert!(before.sip.held.is_some(), "no plan"),
        Event::LetterQueued { .. }
        | Event::LetterPrinted { .. }
        | Event::LetterPosted { .. }
        | Event::LetterRead { .. } => letter_may_move(before, entry),
        // What was sent is recorded even if the case has changed since (see `delivery`).
        Event::InvitationMailed { .. }
        | Event::InvitationStopped { .. }
        | Event::InvitationUncertain { .. }
        | Event::CaseOpened { .. }
        | Event::ConsentRecorded { .. }
        | Event::PartyAdded { .. }
        | Event::PartyRemoved { .. }
        | Event::GroupEstablished { .. }
        | Event::GroupUnestablished { .. }
        | Event::GroupConfirmationAsked { .. }
        | Event::GroupConfirmed { .. }
        | Event::GroupVerified { .. }
        | Event::MigrationAgencyClosed { .. }
        | Event::NeedsEstablished { .. }
        | Event::SettingChanged { .. }
        | Event::CoordinationHandedOver { .. }
        | Event::WrongDisclosureReported { .. }
        | Event::InboundQuestionRecorded { .. }
        | Event::ResidenceEstablished { .. }
        | Event::MunicipalityAnswered { .. }
        | Event::QuestionWithdrawn { .. }
        | Event::ReadyForDischarge { .. }
        | Event::CaseClosed { .. }
        | Event::IdentifierAdded { .. }
        | Event::PersonCorrected { .. }
        | Event::ProtectedIdentityMarked { .. }
        | Event::LinkedProtectedPersonMarked { linked: true, .. }
        | Event::LinkedProtectedPersonLiftAsked { .. }
        | Event::LetterReturned { .. }
        | Event::LetterStopped { .. }
        | Event::CertificateWritten { .. }
        | Event::SipMeetingPlanned { .. }
        | Event::InterpreterBooked { .. }
        | Event::TransportSettled { .. }
        | Event::DeviceOrdered { .. }
        | Event::SipMeetingHeld { .. }
        | Event::SipPlanBegun {}
        | Event::SipEnded { .. }
        | Event::PlanChanged { .. }
        | Event::PlanApproved { .. }
        | Event::PlanVersionAgreed { .. }
        | Event::PlanEnded {}
        | Event::PlanResumed {}
        | Event::CopyHandedOut { .. }
        | Event::FollowUpDecided { .. }
        | Event::FollowUpHeld { .. }
        | Event::HousingMeetingHeld { .. }
        | Event::HousingAnswered { .. }
        | Event::HousingDecided { .. }
        | Event::CareRequestSent { .. }
        | Event::CareRequestAnswered { .. }
        | Event::InvoicingFormRecorded { .. }
        | Event::PurchasesEnded { .. }
        | Event::InformationSheetGiven { .. }
        | Event::CountyRoutineFollowed { .. }
        | Event::CaseLinked { .. }
        | Event::Undone { .. } => {}
        Event::SipPlanAgreed { .. } => {
            assert!(before.sip.held.is_some(), "agreed on before the meeting");
            assert!(
                before.missing_in_plan().is_empty(),
                "agreed on with parts missing"
            );
        }
        Event::CaseReopened { .. } => assert!(!before.is_open(), "an open case is opened again"),
    }
    assert!(
        before.is_open()
            || matches!(entry.event, Event::WrongDisclosureReported { .. })
            // A letter may come back long after it was posted.
            || matches!(entry.event, Event::LetterReturned { .. })
            || matches!(
                entry.event,
                // Those who took part leave before the case is open again.
                Event::PartyRemoved { .. } | Event::CaseReopened { .. } | Event::CaseLinked { .. }
            )
            || matches!(
                entry.event,
                Event::QuestionWithdrawn { .. } | Event::PlanEnded {} | Event::PlanResumed {}
            ),
        "{} in a closed case",
        entry.event.kind()
    );
}

fn read_again(entry: &Entry) -> Entry {
    let text = serde_json::to_string(entry).unwrap_or_else(|fault| panic!("{fault}"));
    serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 768, failure_persistence: None, ..ProptestConfig::default() })]

    // covers: X1
    // covers: X3
    // covers: V6B.8
    #[test]
    fn no_order_of_acts_breaks_a_never_rule(
        beginning in select(beginnings()),
        acts in prop::collection::vec(
            (select(pool()), select(vec![None, Some(COLLEAGUE), Some(HEALTH_CENTRE_NURSE), Some(MANAGER)])),
            1..100,
        ),
    ) {
        let mut story = beginning;
        holds_always(&story.case);
        for (act, who) in acts {
            story.now += SignedDuration::from_mins(1);
            let act = match who {
                Some(who) => act.by(who),
                None => act,
            };
            let Ok(entries) = story.tell(&act) else { continue };
            prop_assert!(!entries.is_empty(), "{} does nothing", act.command);
            for entry in entries {
                may_happen(&story.case, &entry);
                prop_assert_eq!(&read_again(&entry), &entry);
                let after = evolve(Some(story.case.clone()), &entry);
                prop_assert!(after.is_ok(), "evolve refuses {}", entry.event.kind());
                story.case = after.unwrap();
                story.entries.push(entry);
            }
            holds_always(&story.case);
        }
        prop_assert_eq!(replay(&story.entries).unwrap(), story.case);
    }

    #[test]
    fn the_same_act_on_the_same_case_is_decided_alike(
        beginning in select(beginnings()),
        act in select(pool()),
    ) {
        let context = context(act.who, beginning.now);
        let command = read(&act.command, beginning.now);
        prop_assert_eq!(
            domain::decide(&beginning.case, &context, &command),
            domain::decide(&beginning.case, &context, &command)
        );
    }
}

#[test]
fn the_pool_of_acts_leaves_no_command_out() {
    let pool = pool();
    for name in Command::NAMES {
        assert!(
            pool.iter().any(|act| act.command["command"] == *name),
            "{name} is never tried"
        );
    }
}

#[test]
fn a_journal_without_one_opening_at_its_start_is_damaged() {
    let story = Story::of("asylum_seeker", "inpatient", "unmet");
    assert!(replay(&story.entries[1..]).is_err());
    assert!(replay(&[]).is_err());
    let twice = [story.entries.clone(), story.entries].concat();
    assert!(replay(&twice).is_err());
}
