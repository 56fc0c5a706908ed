//! Twins: cases that differ in the legal group, and in what only the region knows, and in nothing
//! else. What municipal primary care can observe of them must be the same bytes, because to
//! municipal units every case looks alike.

use std::{collections::BTreeMap, sync::LazyLock};

use disclosure::{Guard, ShareKey};
use domain::{Actor, Case, Context, Entry, Fresh, decide, evolve, open, replay};
use guidance::Library;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use vocabulary::{
    command::Command, hsa_id::HsaId, opening::OpenCase, reading::Door, unit::UnitCard,
};

use crate::{
    trace::{CaseScript, LAST_LETTER, SEEN, SplitMix, TraceRequest, after},
    units::{directory, staff},
};

/// The group that each twin is opened with.
const BORN: [&str; 6] = [
    "asylum_seeker",
    "mass_refugee",
    "without_permits",
    "unestablished",
    "asylum_seeker",
    "unestablished",
];

/// How the group of a twin changes, once, at a random act; `None` when it never does.
const BECOMES: [Option<&str>; 6] = [
    None,
    None,
    None,
    None,
    Some("without_permits"),
    Some("asylum_seeker"),
];

/// What the municipality has a part in, in order. Each is done by all twins or by none.
const SHARED: &[&str] = &[
    "consent case",
    "consent sip",
    "consent information_transfer",
    "residence",
    "ask",
    "plan",
    "answer",
    "add municipality",
    "add centre",
    "care request",
    "accept",
    "write plan",
    "hold",
    "settle plan",
    "follow up",
    "undo",
    "agree",
    "sign head_of_operations",
    "replan",
    "sign regional_developer",
    "follow up",
    "evaluate",
    "tend plan",
    "approve plan",
    "rewrite plan",
    "settle plan",
];

/// What may come in between. Each is done by all twins or by none.
const SHARED_ASIDES: &[&str] = &[
    "correct",
    "undo",
    "number",
    "residence",
    "replan",
    "follow up",
    "evaluate",
    "undo",
    "withdraw sip",
    "withdraw case",
    "withdraw information_transfer",
    "consent sip",
    "consent case",
    "consent information_transfer",
    "remove centre",
    "add municipality",
    "hand over",
    "take back",
    "ask",
    "agree",
    "write plan",
    "rewrite plan",
    "tend plan",
    "settle plan",
    "approve plan",
    "end plan",
    "close",
    "reopen",
];

/// What only the region knows: some twins do it and others do not.
const INSIDE: &[&str] = &[
    "call migration_agency",
    "call institution",
    "invite",
    "invitation sent",
    "certificate",
    "deliver certificate",
    "institution",
    "offer",
    "housing",
    "decided",
    "letter certificate",
    "letter plan",
    "print",
    "post",
    "copy migration_agency",
    "check group",
    "confirm",
    "protect",
    "unprotect",
    "needs",
    "interpreter",
    "transport",
    "no transport",
    "device",
    "ready",
    "sheet",
    "routine",
    "inbound question",
    "wrong disclosure",
    "link",
    "note plan",
];

/// One act of all twins at one instant.
#[derive(Debug, Clone)]
pub struct TwinAct {
    pub at: Timestamp,
    /// Log-in name of a user of the stage.
    pub who: &'static str,
    /// For each twin the command that it carries out; `None` when it does nothing.
    pub commands: Vec<Option<Value>>,
}

/// Twins with all that they do.
#[derive(Debug, Clone)]
pub struct Twins {
    /// The request that opens each.
    pub openings: Vec<Value>,
    /// What they do after that. Every command can be carried out.
    pub acts: Vec<TwinAct>,
}

static GUARD: LazyLock<Option<Guard>> = LazyLock::new(|| Guard::new(ShareKey::new([0; 16])).ok());
static LIBRARY: LazyLock<Option<Library>> = LazyLock::new(|| Library::builtin().ok());
static UNITS: LazyLock<BTreeMap<HsaId, UnitCard>> = LazyLock::new(|| {
    directory()
        .into_iter()
        .map(|unit| (unit.card.hsa_id.clone(), unit.card))
        .collect()
});
static ACTORS: LazyLock<BTreeMap<String, Actor>> = LazyLock::new(|| {
    let actor = |member: app::NewStaff| {
        let (unit, role) = member.assignments.first()?.clone();
        let actor = Actor {
            staff: member.login.clone(),
            name: member.name,
            role,
            unit: UNITS.get(&unit)?.clone(),
        };
        Some((member.login, actor))
    };
    staff("").into_iter().filter_map(actor).collect()
});

impl Twins {
    /// Random twins with a number of acts. `look` is called after each act with the twins as they
    /// are then.
    ///
    /// # Panics
    /// When a twin cannot be opened, which is a fault of this generator.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "the opening requests stand in this crate"
    )]
    pub fn of(
        seed: u64,
        start: Timestamp,
        acts: usize,
        mut look: impl FnMut(Timestamp, &[Case]),
    ) -> Self {
        let mut draw = SplitMix::of(seed, 7);
        let scripts = scripts(seed);
        let openings: Vec<Value> = scripts.iter().map(CaseScript::twin_opening).collect();
        let mut at = after(start);
        let mut twins: Vec<Case> = openings
            .iter()
            .map(|opening| opened(opening, at).expect("a twin that opens"))
            .collect();
        look(at, &twins);
        let turn = draw.below(acts.max(1));
        let mut course = Course::new();
        let mut done = Vec::new();
        for number in 0..acts {
            at = after(at);
            let act = if number == turn {
                changes(&scripts)
            } else {
                course.next(&mut draw, &scripts, at)
            };
            let shared = act.shared;
            let tried: Vec<Option<Case>> = twins
                .iter()
                .zip(&act.commands)
                .map(|(twin, command)| carried_out(twin, act.who, command.as_ref()?, at))
                .collect();
            if shared && tried.iter().any(Option::is_none) {
                continue;
            }
            // Twins that have done something on their own would undo something else.
            course.undoable = act.undoable;
            let mut commands = act.commands;
            for (place, outcome) in tried.into_iter().enumerate() {
                match outcome {
                    Some(after) => twins[place] = after,
                    None => commands[place] = None,
                }
            }
            look(at, &twins);
            done.push(TwinAct {
                at,
                who: act.who,
                commands,
            });
        }
        Self {
            openings,
            acts: done,
        }
    }
}

fn scripts(seed: u64) -> Vec<CaseScript> {
    BORN.iter()
        .map(|group| CaseScript::twin(seed, group))
        .collect()
}

/// An act that has not been tried yet.
struct Tried {
    who: &'static str,
    commands: Vec<Option<Value>>,
    /// Whether all twins do it or none does.
    shared: bool,
    /// Whether all twins can undo it.
    undoable: bool,
}

/// The course that all twins follow.
struct Course {
    stage: usize,
    /// Whether the latest act can be undone by all twins.
    undoable: bool,
}

impl Course {
    fn new() -> Self {
        Self {
            stage: 0,
            undoable: false,
        }
    }

    fn next(&mut self, draw: &mut SplitMix, scripts: &[CaseScript], at: Timestamp) -> Tried {
        let shared = draw.below(3) > 0;
        let mut name = if !shared {
            INSIDE[draw.below(INSIDE.len())]
        } else if draw.below(4) > 0 {
            let name = SHARED[self.stage % SHARED.len()];
            self.stage += 1;
            name
        } else {
            SHARED_ASIDES[draw.below(SHARED_ASIDES.len())]
        };
        if name == "undo" && !self.undoable {
            name = "residence";
        }
        let mut who = "ward-nurse";
        let commands = scripts
            .iter()
            .map(|script| {
                let (by, request) = script.command_of(name, at);
                who = by;
                let takes_part = shared || draw.below(2) > 0;
                match request {
                    TraceRequest::Command(command) if takes_part => Some(command),
                    TraceRequest::Command(_) | TraceRequest::Open(_) => None,
                }
            })
            .collect();
        let who = match name {
            "sign head_of_operations" => "municipal-head-of-operations",
            "sign regional_developer" => "head-office",
            _ => who,
        };
        Tried {
            who,
            commands,
            shared,
            // What is written in the plan leaves what can be undone in the case as it is.
            undoable: shared && name != "undo" && !name.ends_with(" plan"),
        }
    }
}

/// The change of group of those twins that have one.
fn changes(scripts: &[CaseScript]) -> Tried {
    let commands = BECOMES
        .iter()
        .take(scripts.len())
        .map(|group| {
            group.map(|group| {
                json!({
                    "command": "establish_group", "group": group, "evidence": "Beskedet visades",
                    "verified_in": "card",
                })
            })
        })
        .collect();
    Tried {
        who: "ward-nurse",
        commands,
        shared: false,
        undoable: false,
    }
}

/// Random bits that depend on the instant only.
fn fresh(at: Timestamp) -> Fresh {
    let mut draw = SplitMix::of(at.as_second().unsigned_abs(), 11);
    let mut bits = [0; 48];
    for bit in &mut bits {
        *bit = u8::try_from(draw.below(256)).unwrap_or(0);
    }
    Fresh(bits)
}

fn context(who: &str, at: Timestamp) -> Option<Context> {
    Some(Context {
        actor: ACTORS.get(who)?.clone(),
        at,
        units: UNITS.clone(),
        placeholders: UNITS
            .values()
            .filter(|unit| unit.kind.is_placeholder())
            .cloned()
            .collect(),
        meeting_point: None,
        meeting_host: None,
        case_named: None,
        fresh: fresh(at),
    })
}

fn opened(request: &Value, at: Timestamp) -> Option<Case> {
    let asked = OpenCase::read(request.as_object()?, Door::Api, at).ok()?;
    let day = vocabulary::calendar::local_date(at);
    let guidance = LIBRARY.as_ref()?.current(day)?.name();
    let entries = open(&context("ward-nurse", at)?, &asked, &guidance).ok()?;
    replay(&entries).ok()
}

/// The case after a command; `None` when it is not the user's task, or is refused.
fn carried_out(case: &Case, who: &str, command: &Value, at: Timestamp) -> Option<Case> {
    let context = context(who, at)?;
    let mut command: Map<String, Value> = command.as_object()?.clone();
    if command
        .get("letter")
        .is_some_and(|letter| letter == LAST_LETTER)
    {
        let letter = case.letters.last()?.outbox.to_string();
        command.insert("letter".to_owned(), json!(letter));
    }
    if command.get("seen").is_some_and(|seen| seen == SEEN) {
        let own = &context.actor.unit.hsa_id;
        let seen = match command.get("command").and_then(Value::as_str) {
            Some("approve_plan") => case.plan.seen_by(own),
            _ => case.plan.seen(),
        };
        command.insert("seen".to_owned(), json!(seen));
    }
    let command = Command::read(&command, Door::Api, at).ok()?;
    let may = GUARD
        .as_ref()?
        .may_command(&context.actor, Some(case), command.name());
    let entries: Vec<Entry> = may
        .allowed
        .then(|| decide(case, &context, &command).ok())??;
    let mut after = case.clone();
    for entry in &entries {
        after = evolve(Some(after), entry).ok()?;
    }
    Some(after)
}
