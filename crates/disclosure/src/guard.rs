//! The guard: asks the policies who may be told what by which channel, and who may give which
//! command. The policies are data in the repository's `policies/` folder, built in and validated
//! against their schema when the guard is made.
//!
//! A decision with any evaluation error is a denial. Entities are built for one case and forgotten.
//! The guard refuses to know what a view looks like: it answers yes or no, and by which rule.

mod cedar_request;
mod decision_cache;
mod described_case;
pub(crate) mod entity_facts;
mod entity_names;
mod event_check;
mod policy_index;
mod request_indexes;

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use cedar_policy::{Authorizer, Context, Entities, Request, Schema};
use domain::Actor;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use vocabulary::{
    audience::{Audience, OutboundChannel},
    hsa_id::HsaId,
    public_id::PublicId,
    role::Role,
    unit::UnitCard,
};

use crate::{
    class::{Channel, Class},
    recipient::Recipient,
};
use decision_cache::DecisionRequest;
pub use described_case::{AnyCase, CaseRef, DescribedCase};
use entity_facts::{Action, CaseDescription, DocumentFacts, Grounds, Principal, Resource};
use entity_names::EntityNames;
use policy_index::{PolicyIndex, policy_index};
use request_indexes::RequestIndexes;

const SCHEMA: &str = include_str!("../../../policies/disclosure.cedarschema");
const PROMISES: &str = include_str!("../../../policies/promises.cedar");
const CHANNELS: &str = include_str!("../../../policies/channels.cedar");
const COMMANDS: &str = include_str!("../../../policies/commands.cedar");

/// Somebody has opened a case in an emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyOpening {
    /// Which case.
    pub case: PublicId,
    /// Who: the user's id in the store.
    pub staff: String,
    /// At which unit.
    pub unit: HsaId,
    /// Until when, not included.
    pub until: Timestamp,
}

/// A guard that cannot be made: a fault in the policies that were built in.
#[derive(Debug, Error)]
pub enum GuardError {
    /// The schema cannot be read.
    #[error("the disclosure schema cannot be read: {0}")]
    Schema(String),
    /// A policy file cannot be read.
    #[error("a policy cannot be read: {0}")]
    Policy(String),
    /// A policy lacks its id, its rule or its Swedish.
    #[error("the policy {0} lacks @id, @rule or @swedish")]
    Unnamed(String),
    /// The policies do not fit the schema.
    #[error("the policies do not fit the schema: {0}")]
    Invalid(String),
}

/// A policy as it is shown to people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRule {
    /// The policy's id.
    pub id: String,
    /// The requirement it carries out; empty where the rule is the product's own.
    pub rule: String,
    /// What it says, in Swedish.
    pub swedish: String,
}

/// What the guard answers, and by which policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may be.
    pub allowed: bool,
    /// Of a yes: the permits. Of a no: the promises that forbid it; none when nothing permits it.
    pub rules: Vec<Arc<PolicyRule>>,
}

impl Verdict {
    fn no() -> Self {
        Self {
            allowed: false,
            rules: Vec::new(),
        }
    }

    /// Whether a promise forbids it, so that no later step of the case opens it by itself.
    #[must_use]
    pub fn forbidden(&self) -> bool {
        !self.allowed && !self.rules.is_empty()
    }

    /// Whether the policy with this id decided it.
    #[must_use]
    pub fn rests_on(&self, id: &str) -> bool {
        self.rules.iter().any(|rule| rule.id == id)
    }
}

/// The guard. Cheap to share; made once.
pub struct Guard {
    schema: Schema,
    authorizer: Authorizer,
    channels: PolicyIndex,
    commands: PolicyIndex,
    names: EntityNames,
    fingerprint: String,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Guard")
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

impl Guard {
    /// The guard of the policies that are built in.
    ///
    /// # Errors
    /// When a policy cannot be read, is not named, or does not fit the schema.
    pub fn new() -> Result<Self, GuardError> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA)
            .map_err(|error| GuardError::Schema(error.to_string()))?;
        let channels = policy_index(&schema, &[PROMISES, CHANNELS])?;
        let commands = policy_index(&schema, &[PROMISES, COMMANDS])?;
        let names = EntityNames::new(&schema)?;
        let mut hash = Sha256::new();
        for text in [SCHEMA, PROMISES, CHANNELS, COMMANDS] {
            hash.update(text);
        }
        let fingerprint = hex(&hash.finalize());
        Ok(Self {
            schema,
            authorizer: Authorizer::new(),
            channels,
            commands,
            names,
            fingerprint,
        })
    }

    /// SHA-256 of the policies, for the receipt of something that is to leave.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Every policy, for the page that shows them.
    #[must_use]
    pub fn rules(&self) -> Vec<Arc<PolicyRule>> {
        let both = self.channels.rules.iter().chain(&self.commands.rules);
        let mut rules: BTreeMap<&String, &Arc<PolicyRule>> = BTreeMap::new();
        rules.extend(both);
        rules.into_values().cloned().collect()
    }

    /// Whether an actor may give a command (domain.md, Who may do what); `case` is none for what is
    /// done beside a case. An unknown command is denied.
    #[must_use]
    pub fn may_command(&self, actor: &Actor, case: Option<&dyn AnyCase>, command: &str) -> Verdict {
        let Some(place) = self.names.command(command) else {
            return Verdict::no();
        };
        let action = Action::Command(place);
        let request = case.map_or_else(
            || DecisionRequest {
                principal: Principal::staff(actor, &RequestIndexes::none_met()),
                action,
                resource: Resource::Register,
                case: None,
            },
            |case| {
                let case = case.asked().description();
                DecisionRequest {
                    principal: Principal::staff(actor, &case.indexes),
                    action,
                    resource: Resource::Case,
                    case: Some(case.facts.clone()),
                }
            },
        );
        let verdict = self.ask(&self.commands, request);
        let leaks = vocabulary::leak::seeded("administrator-command");
        Verdict {
            allowed: verdict.allowed || (leaks && actor.role == Role::Administrator),
            ..verdict
        }
    }

    /// Whether something of a case may reach a recipient by a channel.
    #[must_use]
    pub fn may_disclose(
        &self,
        recipient: Recipient<'_>,
        case: &dyn AnyCase,
        class: Class,
        channel: Channel,
    ) -> Verdict {
        self.evaluation(case).disclose(recipient, class, channel)
    }

    /// Whether something may leave the product by a way out: what sends says which way it is, and the
    /// policies are asked about that very channel.
    pub(crate) fn may_send(
        &self,
        way: OutboundChannel,
        recipient: Recipient<'_>,
        case: &dyn AnyCase,
        class: Class,
        grounds: Grounds,
    ) -> Verdict {
        self.evaluation(case)
            .answer(recipient, class, Channel::from(way), grounds)
    }

    /// Whether somebody may read a case on the strength of an emergency opening that is theirs and
    /// has not run out. Nothing else is ever asked on the strength of one.
    #[must_use]
    pub fn may_read_in_emergency(
        &self,
        actor: &Actor,
        case: &dyn AnyCase,
        opening: &EmergencyOpening,
        now: Timestamp,
    ) -> Verdict {
        let case = case.asked();
        let holds = opening.staff == actor.staff
            && opening.unit == actor.unit.hsa_id
            && opening.case == case.id
            && now < opening.until;
        let holds = holds || vocabulary::leak::seeded("break-glass");
        // Without an opening that holds there is nothing to ask: a party reads the case as a party,
        // never by somebody else's opening.
        if !holds {
            return Verdict::no();
        }
        let staff = Recipient::Staff(actor);
        self.evaluation(&case)
            .answer(staff, Class::WholeCase, Channel::Page, Grounds::InEmergency)
    }

    /// Whether somebody may read rows of an organisation's log. They may be of any case, or of none:
    /// no case is laid before the policies, and one that read it would err, which denies.
    pub(crate) fn may_read_log(&self, actor: &Actor, organisation: &str) -> Verdict {
        let mut indexes = RequestIndexes::none_met();
        let rows = DocumentFacts {
            class: Class::LogRow,
            organisation: indexes.meet_organisation(organisation),
            grounds: Grounds::CaseAlone,
        };
        let request = DecisionRequest {
            principal: Principal::staff(actor, &indexes),
            action: Action::Disclose(Channel::LogExtract),
            resource: Resource::Document(rows),
            case: None,
        };
        self.ask(&self.channels, request)
    }

    /// Whether a unit may become a party now.
    #[must_use]
    pub fn may_take_part(&self, unit: &UnitCard, case: &dyn AnyCase) -> Verdict {
        self.evaluation(case).take_part(unit)
    }

    /// A case described for several decisions.
    pub(crate) fn evaluation<'a>(&'a self, case: &'a dyn AnyCase) -> CaseEvaluation<'a> {
        CaseEvaluation {
            guard: self,
            case: case.asked().description(),
        }
    }

    fn ask(&self, index: &PolicyIndex, request: DecisionRequest) -> Verdict {
        index
            .decisions
            .on(request, |request| self.evaluate(index, request))
    }

    fn evaluate(&self, index: &PolicyIndex, request: &DecisionRequest) -> Verdict {
        let Some(asked) = self.names.cedar_request(request) else {
            return Verdict::no();
        };
        let key = (asked.action, asked.principal.type_name().clone());
        let Some(policies) = index.slices.get(&key) else {
            return Verdict::no();
        };
        // The request is checked against the schema: a command that needs a case and comes without
        // one is no request at all. The entities are ours; a test checks them.
        let request = Request::new(
            asked.principal,
            key.0,
            asked.resource,
            Context::empty(),
            Some(&self.schema),
        );
        let entities = Entities::from_entities(asked.entities, None);
        let (Ok(request), Ok(entities)) = (request, entities) else {
            return Verdict::no();
        };
        index.verdict(&self.authorizer.is_authorized(&request, policies, &entities))
    }
}

/// A case described for several decisions: its description is made once, and not even once where the
/// caller has a [`DescribedCase`].
pub(crate) struct CaseEvaluation<'a> {
    guard: &'a Guard,
    case: Cow<'a, CaseDescription>,
}

impl CaseEvaluation<'_> {
    pub(crate) fn disclose(
        &self,
        recipient: Recipient<'_>,
        class: Class,
        channel: Channel,
    ) -> Verdict {
        self.answer(recipient, class, channel, Grounds::CaseAlone)
    }

    pub(crate) fn answer(
        &self,
        recipient: Recipient<'_>,
        class: Class,
        channel: Channel,
        grounds: Grounds,
    ) -> Verdict {
        let document = DocumentFacts {
            class: asked_about(recipient, class),
            organisation: self.case.organisation,
            grounds,
        };
        let request = DecisionRequest {
            principal: Principal::of(recipient, &self.case.indexes),
            action: Action::Disclose(channel),
            resource: Resource::Document(document),
            case: Some(self.case.facts.clone()),
        };
        self.guard.ask(&self.guard.channels, request)
    }

    pub(crate) fn take_part(&self, unit: &UnitCard) -> Verdict {
        let request = DecisionRequest {
            principal: Principal::unit(unit, &self.case.indexes),
            action: Action::BecomeParty,
            resource: Resource::Case,
            case: Some(self.case.facts.clone()),
        };
        self.guard.ask(&self.guard.channels, request)
    }
}

/// The class itself; with a leak let out, whoever books or drives may be told what is said.
fn asked_about(recipient: Recipient<'_>, class: Class) -> Class {
    let said_to = |audience| {
        matches!((recipient, class), (Recipient::Outside(outside), Class::Conversation)
            if outside == audience)
    };
    if vocabulary::leak::seeded("interpreter-booking") && said_to(Audience::InterpreterAgency) {
        return Class::InterpreterBooking;
    }
    if vocabulary::leak::seeded("transport-order") && said_to(Audience::PatientTransport) {
        return Class::TransportOrder;
    }
    if vocabulary::leak::seeded("device-order") && said_to(Audience::DeviceSupply) {
        return Class::DeviceOrder;
    }
    class
}

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
        text
    })
}

#[cfg(test)]
mod tests;
