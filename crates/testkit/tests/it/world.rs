//! Carries out a trace with the domain and records what the guard lets Migrationsverket and social
//! services observe.

use std::{collections::BTreeMap, sync::LazyLock};

use disclosure::{
    Channel, Class, Guard, Recipient,
    views::{Letterhead, PostedLetter},
};
use domain::{Actor, Case, Context, Entry, Event, Fresh, decide, evolve, open, replay};
use guidance::Library;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use testkit::{
    Act, LAST_LETTER, OTHER_CASE, SEEN, Trace, TraceRequest, commands, directory, staff,
};
use vocabulary::{
    audience::Audience, choice::Choice as _, command::Command, hsa_id::HsaId, opening::OpenCase,
    reading::Door, unit::UnitCard,
};

pub(crate) static GUARD: LazyLock<Guard> =
    LazyLock::new(|| Guard::new(disclosure::ShareKey::new([7; 16])).unwrap());
pub(crate) static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::builtin().unwrap());
pub(crate) static UNITS: LazyLock<BTreeMap<HsaId, UnitCard>> = LazyLock::new(|| {
    directory()
        .into_iter()
        .map(|unit| (unit.card.hsa_id.clone(), unit.card))
        .collect()
});
static STAFF: LazyLock<BTreeMap<String, Actor>> = LazyLock::new(|| {
    staff("")
        .into_iter()
        .map(|member| {
            let (unit, role) = member.assignments[0].clone();
            let actor = Actor {
                staff: member.login.clone(),
                name: member.name,
                role,
                unit: UNITS[&unit].clone(),
            };
            (member.login, actor)
        })
        .collect()
});

/// The addresses that letters are written with.
pub(crate) static LETTERHEAD: LazyLock<Letterhead> = LazyLock::new(|| Letterhead {
    sender: Some("Regionen\nBox 1\n461 21 Trollhättan".to_owned()),
    migration_agency: Some("Migrationsverket\nBox 2\n462 23 Vänersborg".to_owned()),
    ..Letterhead::default()
});

/// A command with the id of the letter it is about; none when it is about a letter and there is none.
fn about_the_last_letter(command: &Value, case: &Case, unit: &HsaId) -> Option<Value> {
    let mut command = command.clone();
    if command["seen"] == SEEN {
        command["seen"] = json!(match command["command"].as_str() {
            Some("approve_plan") => case.plan.seen_by(unit),
            _ => case.plan.seen(),
        });
    }
    if command["letter"] == LAST_LETTER {
        command["letter"] = json!(case.letters.last()?.outbox.to_string());
    }
    // Which case it is says the context.
    if command["case"] == OTHER_CASE {
        command["case"] = json!(case.id.reference());
    }
    Some(command)
}

/// Something that reached a recipient outside: when and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outbound {
    pub(crate) at: Timestamp,
    pub(crate) bytes: String,
}

/// The cases of a trace and what has left them so far.
#[derive(Default)]
pub(crate) struct World {
    cases: BTreeMap<usize, Case>,
    /// Everything that was sent to Migrationsverket, in order.
    pub(crate) agency: Vec<Outbound>,
    /// Every letter to Migrationsverket that was posted, in order.
    pub(crate) post: Vec<Outbound>,
    /// The number of acts that were carried out, not refused.
    pub(crate) done: usize,
}

pub(crate) fn object(value: &Value) -> &Map<String, Value> {
    value.as_object().unwrap()
}

/// Random bits that depend on the act's instant only.
fn fresh(at: Timestamp) -> Fresh {
    let mut bits = [0; 48];
    let seconds = at.as_second().to_be_bytes();
    for (index, bit) in bits.iter_mut().enumerate() {
        let step = u8::try_from(index).unwrap().wrapping_mul(29);
        *bit = seconds[index % 8].wrapping_mul(31).wrapping_add(step) ^ seconds[7];
    }
    Fresh(bits)
}

pub(crate) fn context(act: &Act) -> Context {
    Context {
        actor: STAFF[act.who].clone(),
        at: act.at,
        units: UNITS.clone(),
        placeholders: UNITS
            .values()
            .filter(|unit| unit.kind.is_placeholder())
            .cloned()
            .collect(),
        meeting_point: Some(vocabulary::meeting_point::MeetingPoint {
            id: vocabulary::public_id::PublicId::from_random([9; 16]),
            building: "Sjukhuset".to_owned(),
            name: "Huvudentrén".to_owned(),
        }),
        meeting_host: vocabulary::meeting_point::MeetingHost::parse("https://mote.example.se"),
        case_named: None,
        fresh: fresh(act.at),
    }
}

impl World {
    pub(crate) fn of(trace: &Trace) -> Self {
        let mut world = Self::default();
        for act in &trace.acts {
            world.carry_out(act);
        }
        world
    }

    /// Carries out one act as `app` would: rights first, then the decision. A refused act changes
    /// nothing.
    pub(crate) fn carry_out(&mut self, act: &Act) {
        let mut others = self.cases.iter().filter(|(number, _)| **number != act.case);
        let context = Context {
            case_named: others.next().map(|(_, other)| other.id),
            ..context(act)
        };
        let before = self.cases.get(&act.case).cloned();
        let entries: Vec<Entry> = match (&act.request, &before) {
            (TraceRequest::Open(request), None) => {
                let asked = OpenCase::read(object(request), Door::Api, act.at).unwrap();
                let day = vocabulary::calendar::local_date(act.at);
                let guidance = LIBRARY.current(day).unwrap().name();
                open(&context, &asked, &guidance).unwrap()
            }
            (TraceRequest::Command(command), Some(case)) => {
                let Some(command) =
                    about_the_last_letter(command, case, &context.actor.unit.hsa_id)
                else {
                    return;
                };
                let command = Command::read(object(&command), Door::Api, act.at).unwrap();
                let may = GUARD.may_command(&context.actor, Some(case), command.name());
                let decided = may.allowed.then(|| decide(case, &context, &command));
                match decided {
                    Some(Ok(entries)) => entries,
                    Some(Err(_)) | None => return,
                }
            }
            (TraceRequest::Open(_), Some(_)) | (TraceRequest::Command(_), None) => {
                panic!("a trace out of order")
            }
        };
        self.done += 1;
        let case = match before {
            None => replay(&entries).unwrap(),
            Some(case) => entries
                .iter()
                .fold(case, |case, entry| evolve(Some(case), entry).unwrap()),
        };
        let queued = entries
            .iter()
            .any(|entry| matches!(entry.event, Event::InvitationQueued { .. }));
        if queued && let Ok(invitation) = GUARD.invitation(&case) {
            let view = invitation.view();
            self.agency.push(Outbound {
                at: act.at,
                bytes: format!("{}\n\n{}", view.subject(), view.text()),
            });
        }
        for entry in &entries {
            self.posted(&case, entry);
        }
        self.cases.insert(act.case, case);
    }

    /// Records the text of the case's latest letter if the event says that it was posted.
    fn posted(&mut self, case: &Case, entry: &Entry) {
        let Event::LetterPosted { outbox, .. } = &entry.event else {
            return;
        };
        let letter = case.letter(*outbox).unwrap();
        let paper = GUARD.letter(case, letter, &LETTERHEAD);
        if let Ok(PostedLetter::MigrationAgency(paper)) = paper {
            self.post.push(Outbound {
                at: entry.at,
                bytes: paper.view().reviewed(),
            });
        }
    }

    pub(crate) fn case(&self, index: usize) -> &Case {
        &self.cases[&index]
    }

    pub(crate) fn cases(&self) -> impl Iterator<Item = (usize, &Case)> {
        self.cases.iter().map(|(index, case)| (*index, case))
    }
}

/// All classes and channels by which a case's data may reach an outside audience.
pub(crate) fn open_ways(case: &Case, audience: Audience) -> Vec<(Class, Channel)> {
    let mut ways = Vec::new();
    for class in Class::ALL {
        for channel in Channel::ALL {
            let to = Recipient::Outside(audience);
            if GUARD.may_disclose(to, case, *class, *channel).allowed {
                ways.push((*class, *channel));
            }
        }
    }
    ways
}

/// Whether anything of a case may reach a unit or its staff, or whether the unit may take part.
pub(crate) fn reaches(case: &Case, login: &str) -> bool {
    let actor = &STAFF[login];
    let unit = &actor.unit;
    let told = Class::ALL.iter().any(|class| {
        Channel::ALL.iter().any(|channel| {
            [Recipient::Staff(actor), Recipient::Unit(unit)]
                .into_iter()
                .any(|to| GUARD.may_disclose(to, case, *class, *channel).allowed)
        })
    });
    told || GUARD.may_take_part(unit, case).allowed
}

/// An asylum seeker's case with consent and a planned meeting, so that an invitation may leave.
pub(crate) fn opened(at: Timestamp) -> Case {
    let mut world = World::default();
    let requests = [
        commands::consent("case", "given"),
        commands::consent("sip", "given"),
        json!({
            "command": "plan_sip_meeting", "at": "2026-03-12T14:00:00+01:00", "form": "in_person",
            "meeting_point": "Huvudentrén", "chosen_point": "ajbeeqscijbeeqscijbeeqscij", "kin_invited": false,
        }),
    ];
    let opening = json!({
        "setting": "inpatient", "group": "asylum_seeker", "name": "Amina", "birth_date": "1984-05-17",
        "identifiers": [{ "kind": "lma_number", "value": "51-234567" }], "language": "ar",
        "interpreter_needed": true, "nursing_need": "none", "health_care_need": true,
        "device_need": false,
    });
    let requests =
        std::iter::once(TraceRequest::Open(opening)).chain(requests.map(TraceRequest::Command));
    for request in requests {
        world.carry_out(&Act {
            at,
            case: 0,
            who: "ward-nurse",
            request,
        });
    }
    world.cases[&0].clone()
}
