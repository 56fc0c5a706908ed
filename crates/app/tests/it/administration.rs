//! What an administrator changes, on both databases: what two persons settle, what was settled on
//! something that no longer is, and what a closed or changed unit means.

use app::{
    Administered, App, AppError, Clock, DirectoryUnit, NewStaff, ReviewsAsked, Settling,
    UnitDetails, WorklistAsked,
};
use disclosure::views::ReviewItem;
use store::{
    Work,
    audit::{self, StoredAuditEntry},
    units,
};
use testkit::{Stage, Unit};
use vocabulary::{
    geography::MunicipalityCode,
    hsa_id::HsaId,
    refusal::Refusal,
    review::{ReviewKind, ReviewOutcome},
    role::Role,
    unit::{UnitCard, UnitKind},
};

use crate::scene::{
    caller, confirmed, consent, further, give_all, log, on_both, open, party, restarted,
};

const PASSWORD: &str = "ett-langt-provlosenord";

/// The code of the only mistake.
#[track_caller]
fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> &'static str {
    match result {
        Err(AppError::Mistakes(mistakes)) => mistakes.first().unwrap().code,
        other => panic!("{other:?}"),
    }
}

/// A unit as the directory has it.
fn unit(app: &App, unit: Unit) -> DirectoryUnit {
    let directory = app.directory();
    let mut all = directory.all();
    all.find(|known| known.card.hsa_id == unit.hsa_id())
        .unwrap()
        .clone()
}

/// Changes a unit's row in the database, as nothing in the product does.
async fn tampered(app: &App, unit: &str, change: impl Fn(&mut units::StoredUnit)) {
    let rows = app.database().read(units::all()).await.unwrap();
    let mut row = rows.into_iter().find(|row| row.hsa_id == unit).unwrap();
    change(&mut row);
    let mut work = Work::new();
    work.push(tamper::change_unit(row));
    app.database().write(work).await.unwrap();
    app.reload_directory().await.unwrap();
}

// covers: X1
#[test]
fn a_unit_that_is_another_kind_than_when_it_joined_sees_nothing() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let nurse = caller(app, "ward-nurse").await;
        let id = open(app, "asylum_seeker").await;
        let commands = [
            consent("case"),
            consent("information_transfer"),
            party(Unit::HealthCentre),
        ];
        give_all(app, &nurse, &id, &commands).await;
        let centre = caller(app, "health-centre").await;
        app.case(&centre, &id).await.unwrap();
        assert_eq!(listed(app, &centre).await, 1);
        for kind in [
            "hospital_ward",
            "specialist_clinic",
            "municipal_primary_care",
            "head_office",
        ] {
            tampered(app, Unit::HealthCentre.hsa(), |row| {
                kind.clone_into(&mut row.kind);
            })
            .await;
            // The assignment was given at a health centre, so it no longer holds.
            let gone = app.demo_caller("health-centre").await;
            assert_eq!(gone.err(), Some(AppError::NotFound), "{kind}");
            // Whoever gets a new one there sees nothing of what it joined as a health centre.
            let role = if kind == "municipal_primary_care" {
                Role::MunicipalManager
            } else if kind == "head_office" {
                Role::RegionalDeveloper
            } else {
                Role::CareStaff
            };
            let new = further(app, "stranger-ward", Unit::HealthCentre, role).await;
            let seen = app.case(&new, &id).await;
            assert_eq!(seen.err(), Some(AppError::NotFound), "{kind}");
            let found = app.search(&new, "Amina").await.unwrap().rows;
            assert!(found.view().is_empty(), "{kind}");
            if !new.unit().kind.is_regional_care() {
                assert_eq!(listed(app, &new).await, 0, "{kind}");
            }
        }
        tampered(app, Unit::HealthCentre.hsa(), |row| {
            "health_centre".clone_into(&mut row.kind);
        })
        .await;
        app.case(&centre, &id).await.unwrap();
        // A placeholder that has become something is not that to the cases it is part of.
        tampered(app, Unit::PlaceholderCentre.hsa(), |row| {
            "health_centre".clone_into(&mut row.kind);
        })
        .await;
        let ghost = further(app, "physician", Unit::PlaceholderCentre, Role::CareStaff).await;
        assert_eq!(app.case(&ghost, &id).await.err(), Some(AppError::NotFound));
        assert_eq!(listed(app, &ghost).await, 0);
    });
}

async fn listed(app: &App, caller: &app::Caller) -> usize {
    let asked = WorklistAsked {
        limit: 100,
        ..WorklistAsked::default()
    };
    app.worklist(caller, &asked)
        .await
        .unwrap()
        .rows
        .view()
        .len()
}

// covers: X1 V5.3
#[test]
fn a_unit_that_calls_itself_social_services_is_that_whatever_was_stored() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        for (name, kind) in [
            ("Biståndsenheten", UnitKind::SocialServices),
            ("Kommunens rehab", UnitKind::MunicipalRehab),
        ] {
            tampered(app, Unit::HealthCentre.hsa(), |row| {
                name.clone_into(&mut row.name);
            })
            .await;
            assert_eq!(unit(app, Unit::HealthCentre).card.kind, kind);
            let gone = app.demo_caller("health-centre").await;
            assert_eq!(gone.err(), Some(AppError::NotFound));
        }
    });
}

#[test]
fn a_proposal_holds_only_while_everything_is_as_it_was_when_it_was_made() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let first = caller(app, "administrator").await;
        let second = caller(app, "administrator-2").await;
        let nurse = caller(app, "stranger-ward").await;
        let give = async |unit: Unit| {
            let unit = unit.hsa_id();
            let given = app.add_assignment(&first, nurse.staff_id(), &unit, Role::CareStaff);
            assert_eq!(given.await, Ok(Administered::Proposed));
        };
        let confirm = async |app: &App| {
            let id = app.proposals(&second).await.unwrap().remove(0).id;
            app.settle_proposal(&second, &id, Settling::Confirm).await
        };
        // The unit is closed meanwhile.
        give(Unit::Clinic).await;
        let mut closed = unit(app, Unit::Clinic);
        closed.active = false;
        assert_eq!(app.put_unit(&first, &closed).await, Ok(Administered::Done));
        assert_eq!(code(confirm(app).await), "outdated-proposal");
        // Too long ago.
        give(Unit::Rehab).await;
        let later = restarted(&stage, "2026-04-05T09:42:00+02:00").await;
        let card = later.proposals(&second).await.unwrap().remove(0);
        assert!(card.expired);
        assert_eq!(code(confirm(&later).await), "outdated-proposal");
        // Whoever made it no longer administers.
        give(Unit::Rehab).await;
        let assignment = first.assignment().to_owned();
        app.end_assignment(&second, &assignment).await.unwrap();
        assert_eq!(code(confirm(app).await), "outdated-proposal");
        assert!(app.proposals(&second).await.unwrap().is_empty());
        let token = app
            .log_in("stranger-ward", testkit::PASSWORD, None)
            .await
            .unwrap();
        assert_eq!(app.signed_in(&token).await.unwrap().assignments.len(), 1);
    });
}

// covers: X1
#[test]
fn what_is_changed_of_a_unit_that_cases_are_told_to_takes_two_and_closing_it_does_not() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let first = caller(app, "administrator").await;
        let put = async |unit: &DirectoryUnit| app.put_unit(&first, unit).await;
        let changed = |change: fn(&mut DirectoryUnit)| {
            let mut changed = unit(app, Unit::Clinic);
            change(&mut changed);
            changed
        };
        for led_elsewhere in [
            changed(|unit| "Kliniken".clone_into(&mut unit.card.name)),
            changed(|unit| unit.card.municipality = MunicipalityCode::parse("1487").ok()),
            changed(|unit| unit.details.mailbox = Some("me@example.se".to_owned())),
            changed(|unit| unit.details.phone = Some("0000-11 22 33".to_owned())),
        ] {
            let proposed = put(&led_elsewhere).await;
            assert_eq!(proposed, Ok(Administered::Proposed), "{led_elsewhere:?}");
        }
        let closed = changed(|unit| unit.active = false);
        assert_eq!(put(&closed).await, Ok(Administered::Done));
        let opened = changed(|unit| unit.active = true);
        assert_eq!(put(&opened).await, Ok(Administered::Proposed));
        // A new unit, where it may be told something or brings an organisation of its own.
        let new = |hsa_id: &str, kind: UnitKind, organisation: &str| {
            let mut new = administrators_unit(hsa_id, "Enheten");
            new.card.kind = kind;
            organisation.clone_into(&mut new.card.organisation);
            new
        };
        let region = "Västra Götalandsregionen";
        for (unit, becomes) in [
            (
                new("SE2321000131-E900000009991", UnitKind::HealthCentre, region),
                Administered::Proposed,
            ),
            (
                new(
                    "SE2321000131-E900000009992",
                    UnitKind::SocialServices,
                    region,
                ),
                Administered::Done,
            ),
            (
                new(
                    "SE2321000131-E900000009993",
                    UnitKind::SocialServices,
                    "Ett bolag",
                ),
                Administered::Proposed,
            ),
        ] {
            assert_eq!(put(&unit).await, Ok(becomes), "{unit:?}");
        }
    });
}

#[test]
fn a_unit_that_coordinates_open_cases_is_closed_first_when_it_has_handed_over() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        let first = caller(app, "administrator").await;
        let mut closed = unit(app, Unit::Ward);
        closed.active = false;
        let Err(AppError::Mistakes(refused)) = app.put_unit(&first, &closed).await else {
            panic!("the ward is closed")
        };
        let refused = refused.first().unwrap();
        assert_eq!(
            (refused.field.as_str(), refused.code),
            ("active", "coordinates-cases")
        );
        assert!(
            refused.detail.contains("samordnar 1 öppet ärende"),
            "{}",
            refused.detail
        );
        let over = (
            "move_ward",
            serde_json::json!({ "unit": Unit::NextWard.hsa() }),
        );
        give_all(app, &nurse, &id, &[over]).await;
        assert_eq!(app.put_unit(&first, &closed).await, Ok(Administered::Done));
    });
}

// covers: X1, VB1.1
#[test]
fn an_authoritys_address_and_the_reviewers_unit_take_two_and_log_review_sees_what_each_was() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let first = caller(app, "administrator").await;
        let reviewer = caller(app, "log-reviewer").await;
        let contacts = app.contacts(&first).await.unwrap();
        let sender = contacts.into_iter().find(|one| one.id == "avsandare");
        let mut sender = sender.unwrap();
        sender.post_address = Some("Regionen\nBox 9\n111 11 Stockholm".to_owned());
        let changed = app.change_contact(&first, sender).await;
        assert_eq!(changed, Ok(Administered::Proposed));
        let mut closed = unit(app, Unit::Security);
        closed.active = false;
        let proposed = app.put_unit(&first, &closed).await;
        assert_eq!(proposed, Ok(Administered::Proposed));
        confirmed(app).await;
        let board = app.reviews(&reviewer, ReviewsAsked::default()).await;
        let board = board.unwrap().into_view();
        let mut kinds: Vec<ReviewKind> = board.open.iter().map(|item| item.kind).collect();
        kinds.sort_unstable();
        let mut expected = [ReviewKind::AuthorityContact, ReviewKind::ReviewerChanged];
        expected.sort_unstable();
        assert_eq!(kinds, expected);
    });
}

// covers: X1
#[test]
fn a_change_is_looked_at_where_the_unit_belongs_too_and_not_by_who_proposed_it() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let user = "municipal-primary-care";
        let municipal = further(app, user, Unit::MunicipalCare, Role::LogReviewer).await;
        let proposer = further(app, "physician", Unit::Systems, Role::Administrator).await;
        let proposer_reviews = further(app, "physician", Unit::Security, Role::LogReviewer).await;
        let mut changed = unit(app, Unit::MunicipalCare);
        changed.details.phone = Some("0000-11 22 33".to_owned());
        let put = app.put_unit(&proposer, &changed).await;
        assert_eq!(put, Ok(Administered::Proposed));
        confirmed(app).await;
        let latest = async |reviewer| {
            let board = app.reviews(reviewer, ReviewsAsked::default()).await;
            let open = board.unwrap().into_view().open;
            let about = |item: &&ReviewItem| item.kind == ReviewKind::Administration;
            let mut found = open.iter().filter(about);
            found.next().map(|item| item.id.to_string())
        };
        let theirs = latest(&municipal).await.unwrap();
        let shown = app.review(&municipal, &theirs).await.unwrap();
        assert!(shown.view().reason.contains("0000-11 22 33"));
        let own = latest(&proposer_reviews).await.unwrap();
        let decided = app.decide_review(&proposer_reviews, &own, ReviewOutcome::NoRemark, "");
        assert_eq!(decided.await, Err(Refusal::OwnActs.into()));
        let reviewer = caller(app, "log-reviewer").await;
        let decided = app.decide_review(&reviewer, &own, ReviewOutcome::NoRemark, "");
        assert!(decided.await.is_ok());
    });
}

#[test]
fn of_two_proposals_about_one_unit_the_one_that_is_confirmed_last_is_outdated() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let first = caller(app, "administrator").await;
        let second = caller(app, "administrator-2").await;
        for name in ["Avdelning 2", "Avdelning 3"] {
            let mut renamed = unit(app, Unit::Ward);
            name.clone_into(&mut renamed.card.name);
            let put = app.put_unit(&first, &renamed).await;
            assert_eq!(put, Ok(Administered::Proposed));
        }
        let waiting = app.proposals(&second).await.unwrap();
        assert_eq!(waiting.len(), 2);
        let confirm = async |card: usize| {
            let id = &waiting[card].id;
            app.settle_proposal(&second, id, Settling::Confirm).await
        };
        assert_eq!(confirm(0).await, Ok(None));
        let name = unit(app, Unit::Ward).card.name;
        assert_eq!(code(confirm(1).await), "outdated-proposal");
        // What was confirmed first still holds.
        assert_eq!(unit(app, Unit::Ward).card.name, name);
    });
}

#[test]
fn what_two_administrators_do_at_once_is_done_once() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let first = caller(app, "administrator").await;
        let second = caller(app, "administrator-2").await;
        let nurse = caller(app, "stranger-ward").await;
        app.add_assignment(
            &first,
            nurse.staff_id(),
            &Unit::Ward.hsa_id(),
            Role::CareStaff,
        )
        .await
        .unwrap();
        let id = app.proposals(&second).await.unwrap().remove(0).id;
        let confirm = || app.settle_proposal(&second, &id, Settling::Confirm);
        let done = tokio::join!(confirm(), confirm(), confirm(), confirm());
        let done = [done.0, done.1, done.2, done.3];
        assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
        let token = app
            .log_in("stranger-ward", testkit::PASSWORD, None)
            .await
            .unwrap();
        assert_eq!(app.signed_in(&token).await.unwrap().assignments.len(), 2);
    });
}

#[test]
fn a_closed_or_moved_unit_takes_nothing_out_of_the_log() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let id = open(app, "asylum_seeker").await;
        let nurse = caller(app, "ward-nurse").await;
        for _ in 0..5 {
            app.case(&nurse, &id).await.unwrap();
        }
        let reviewer = caller(app, "log-reviewer").await;
        let asked = app::DrawAsked {
            from: "2026-03-01".parse().unwrap(),
            to: "2026-03-07".parse().unwrap(),
            number: 3,
            seed: None,
        };
        app.draw_reviews(&reviewer, &asked).await.unwrap();
        let board = app
            .reviews(&reviewer, ReviewsAsked::default())
            .await
            .unwrap()
            .into_view();
        let samples = board
            .open
            .iter()
            .filter(|item| item.kind == ReviewKind::Sample);
        let items: Vec<String> = samples.map(|item| item.id.to_string()).collect();
        let among = board.draws.first().unwrap().among;
        assert_eq!(items.len(), 3);
        for change in ["closed", "moved"] {
            tampered(app, Unit::Ward.hsa(), |row| {
                row.active = change != "closed";
                if change == "moved" {
                    "En annan organisation".clone_into(&mut row.organisation);
                }
            })
            .await;
            for item in &items {
                let shown = app.review(&reviewer, item).await.unwrap();
                let item = shown.view();
                assert_eq!(item.rows.len(), 1, "{change}");
                assert_eq!(item.unit, "Avdelning 1", "{change}");
                assert_eq!(item.rows.first().unwrap().unit, "Avdelning 1", "{change}");
            }
            app.draw_reviews(&reviewer, &asked).await.unwrap();
            let board = app
                .reviews(&reviewer, ReviewsAsked::default())
                .await
                .unwrap()
                .into_view();
            let again = board.draws.first().unwrap().among;
            assert!(again >= among, "{change}: {again} of {among}");
        }
        // The move, which nothing in the product makes, is found.
        let found = app.verify().await.unwrap().findings;
        let moved = "stand under another organisation";
        assert!(
            found.iter().any(|finding| finding.contains(moved)),
            "{found:?}"
        );
        // The patient's extract names it too.
        tampered(app, Unit::Ward.hsa(), |row| {
            row.active = true;
            "Västra Götalandsregionen".clone_into(&mut row.organisation);
        })
        .await;
        let commands = [
            consent("case"),
            consent("information_transfer"),
            party(Unit::HealthCentre),
        ];
        give_all(app, &nurse, &id, &commands).await;
        let centre = caller(app, "health-centre").await;
        app.case(&centre, &id).await.unwrap();
        let mut closed = unit(app, Unit::HealthCentre);
        closed.active = false;
        let administrator = caller(app, "administrator").await;
        app.put_unit(&administrator, &closed).await.unwrap();
        let extract = app.patient_log(&nurse, &id).await.unwrap().into_view();
        assert!(extract.rows.iter().any(|row| row.unit == "Vårdcentralen"));
        assert!(extract.rows.iter().all(|row| !row.unit.starts_with("SE")));
        let seen = app.seen(&nurse, &id).await.unwrap().into_view();
        assert!(seen.iter().any(|row| row.unit == "Vårdcentralen"));
    });
}

fn administrators_unit(hsa_id: &str, name: &str) -> DirectoryUnit {
    DirectoryUnit {
        card: UnitCard {
            hsa_id: HsaId::parse(hsa_id).unwrap(),
            name: name.to_owned(),
            kind: UnitKind::HeadOffice,
            organisation: "Regionen".to_owned(),
            municipality: None,
        },
        position: None,
        active: true,
        demo: false,
        details: UnitDetails::default(),
    }
}

fn staff(login: &str) -> NewStaff {
    NewStaff {
        login: login.to_owned(),
        name: login.to_owned(),
        password: PASSWORD.to_owned(),
        assignments: Vec::new(),
    }
}

#[tokio::test]
async fn the_command_line_makes_two_administrators_and_no_more() {
    let folder = std::env::temp_dir().join(format!("vardbron-two-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite:{}", folder.join("store.sqlite").display());
    let clock = Clock::starting_at("2026-03-05T09:42:00+01:00".parse().unwrap());
    let library = guidance::Library::builtin().unwrap();
    let app = App::start(&url, clock, library).await.unwrap();
    let systems = administrators_unit("SE2321000131-E90000000011", "Systemförvaltningen");
    let disguised = administrators_unit("SE2321000131-E90000000012", "Socialförvaltningen");
    let refused = app.add_first_administrator(&disguised, &staff("ett")).await;
    assert_eq!(code(refused), "disguised-unit");
    assert_eq!(
        app.add_first_administrator(&systems, &staff("ett")).await,
        Ok(1)
    );
    // The unit that is there stays what it is.
    let mut other = systems.clone();
    "En annan".clone_into(&mut other.card.organisation);
    let refused = app.add_first_administrator(&other, &staff("tva")).await;
    assert_eq!(code(refused), "another-unit");
    let again = app.add_first_administrator(&systems, &staff("ett")).await;
    assert_eq!(code(again), "taken");
    assert_eq!(
        app.add_first_administrator(&systems, &staff("tva")).await,
        Ok(2)
    );
    let third = app.add_first_administrator(&systems, &staff("tre")).await;
    assert_eq!(code(third), "has-administrators");
    // Each chooses a password first.
    let token = app.log_in("ett", PASSWORD, None).await.unwrap();
    assert!(app.signed_in(&token).await.unwrap().first_password);
    assert!(app.signed_in(&token).await.unwrap().caller.is_none());
    let new = "fyra vanliga ord i rad";
    let token = app
        .change_password(&token, PASSWORD, new, "", None)
        .await
        .unwrap();
    let first = app.signed_in(&token).await.unwrap().caller.unwrap();
    assert_eq!(first.role(), Role::Administrator);
    let rows = log(&app).await;
    let made = rows
        .iter()
        .filter(|row| row.entry.detail.starts_with("first-administrator"));
    assert_eq!(made.count(), 2);
    app.close().await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn rows_written_before_have_the_organisation_of_their_unit() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        open(app, "asylum_seeker").await;
        app.log_written().await;
        let rows = app.database().read(audit::page(-1, 0, 100)).await.unwrap();
        let of_ward = rows.iter().filter(|row| row.entry.unit == Unit::Ward.hsa());
        for row in of_ward {
            assert_eq!(row.organisation, "Västra Götalandsregionen");
        }
    });
}

#[test]
fn confirmed_assignments_of_new_accounts_give_a_code_once() {
    on_both(async |stage: Stage| {
        let app = &stage.app;
        let first = caller(app, "administrator").await;
        let both = [
            (Unit::Ward.hsa_id(), Role::CareStaff),
            (Unit::StrangerWard.hsa_id(), Role::CareStaff),
        ];
        let new = NewStaff {
            assignments: both.to_vec(),
            ..staff("nora")
        };
        assert_eq!(
            app.add_staff(&first, &new).await,
            Ok(Administered::Proposed)
        );
        let codes = confirmed(app).await;
        assert_eq!(codes.len(), 1, "two assignments, one account");
        let token = app.log_in("nora", PASSWORD, None).await.unwrap();
        assert!(app.signed_in(&token).await.unwrap().needs_code);
        let new = "fyra vanliga ord i rad";
        for wrong in ["", "AAAAAAAAAA"] {
            let refused = app
                .change_password(&token, PASSWORD, new, wrong, None)
                .await;
            assert_eq!(code(refused), "wrong-code");
        }
        let rows = log(app).await;
        let wrong = |row: &&StoredAuditEntry| {
            row.entry.action == "log-in-failed" && row.entry.detail == "code"
        };
        assert_eq!(rows.iter().filter(wrong).count(), 2, "both are logged");
        // It may be typed as people type.
        let typed = codes.first().unwrap().to_lowercase();
        let typed = format!("{} {}", &typed[..5], &typed[5..]);
        let session = app
            .change_password(&token, PASSWORD, new, &typed, None)
            .await
            .unwrap();
        assert!(!app.signed_in(&session).await.unwrap().first_password);
        // An account that never met the second one, and works where nobody sees anything, meets
        // them when it first gets somewhere.
        let hidden = NewStaff {
            assignments: vec![(Unit::SocialServices.hsa_id(), Role::SocialServicesStaff)],
            ..staff("ida")
        };
        assert_eq!(app.add_staff(&first, &hidden).await, Ok(Administered::Done));
        let token = app.log_in("ida", PASSWORD, None).await.unwrap();
        let token = app
            .change_password(&token, PASSWORD, new, "", None)
            .await
            .unwrap();
        let user = app.signed_in(&token).await.unwrap().user;
        app.add_assignment(&first, &user, &Unit::Ward.hsa_id(), Role::CareStaff)
            .await
            .unwrap();
        assert_eq!(confirmed(app).await.len(), 1);
        assert!(app.signed_in(&token).await.unwrap().needs_code);
        assert!(app.signed_in(&token).await.unwrap().caller.is_none());
    });
}
