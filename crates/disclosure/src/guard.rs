//! The guard asks the policies who may be told what by which channel, and who may give which
//! command. The policies are files in the repository's `policies/` folder. They are built in, and
//! validated against their schema when the guard is created.
//!
//! A decision with an evaluation error is a denial. Entities are made for one request and dropped.
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
    command::policy_actions,
    hsa_id::HsaId,
    public_id::PublicId,
    role::Role,
    unit::UnitCard,
};

use crate::{
    ShareKey,
    class::{Channel, Class},
    recipient::Recipient,
};
use decision_cache::DecisionRequest;
pub use described_case::{AnyCase, CaseRef, DescribedCase};
use entity_facts::{Action, CaseDescription, DocumentFacts, Grounds, Principal, Resource};
use entity_names::EntityNames;
use policy_index::{PolicyIndex, policy_index};
use request_indexes::RequestIndexes;

const DECLARED: &str = include_str!("../../../policies/disclosure.cedarschema");
const PROMISES: &str = include_str!("../../../policies/promises.cedar");
const CHANNELS: &str = include_str!("../../../policies/channels.cedar");
const COMMANDS: &str = include_str!("../../../policies/commands.cedar");

/// An emergency opening of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyOpening {
    pub case: PublicId,
    /// Staff id in the store.
    pub staff: String,
    pub unit: HsaId,
    /// When it ends; no longer valid at this instant.
    pub until: Timestamp,
}

/// Why a guard cannot be created: a fault in the built-in policies.
#[derive(Debug, Error)]
pub enum GuardError {
    /// The schema cannot be read.
    #[error("the disclosure schema cannot be read: {0}")]
    Schema(String),
    /// A policy file cannot be read.
    #[error("a policy cannot be read: {0}")]
    Policy(String),
    /// A policy lacks its id, its rule or its Swedish text.
    #[error("the policy {0} lacks @id, @rule or @swedish")]
    Unnamed(String),
    /// The policies do not fit the schema.
    #[error("the policies do not fit the schema: {0}")]
    Invalid(String),
}

/// A policy, for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRule {
    pub id: String,
    /// The requirement that it implements; empty when the rule is the product's own.
    pub rule: String,
    /// What it says, in Swedish.
    pub swedish: String,
}

/// The guard's answer, and the policies behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub allowed: bool,
    /// For a yes: the permits. For a no: the promises that forbid it; empty when nothing permits
    /// it.
    pub rules: Vec<Arc<PolicyRule>>,
}

impl Verdict {
    fn no() -> Self {
        Self {
            allowed: false,
            rules: Vec::new(),
        }
    }

    /// Whether a promise forbids it. If so, it stays forbidden until what the promise rests on
    /// changes.
    #[must_use]
    pub fn forbidden(&self) -> bool {
        !self.allowed && !self.rules.is_empty()
    }

    /// Whether the policy with this id is among those that decided.
    #[must_use]
    pub fn rests_on(&self, id: &str) -> bool {
        self.rules.iter().any(|rule| rule.id == id)
    }
}

/// The guard. It is created once and is cheap to share.
pub struct Guard {
    schema: Schema,
    authorizer: Authorizer,
    channels: PolicyIndex,
    commands: PolicyIndex,
    names: EntityNames,
    fingerprint: String,
    share_key: ShareKey,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Guard")
            .field("fingerprint", &self.fingerprint)
            .finish_non_exhaustive()
    }
}

impl Guard {
    /// Creates the guard from the built-in policies. The key is for the versions of those who get a
    /// share of a case.
    ///
    /// # Errors
    /// When a policy cannot be read, lacks its annotations, or does not fit the schema.
    pub fn new(share_key: ShareKey) -> Result<Self, GuardError> {
        let text = format!("{DECLARED}{}", policy_actions());
        let (schema, _) = Schema::from_cedarschema_str(&text)
            .map_err(|error| GuardError::Schema(error.to_string()))?;
        let channels = policy_index(&schema, &[PROMISES, CHANNELS])?;
        let commands = policy_index(&schema, &[PROMISES, COMMANDS])?;
        let names = EntityNames::new(&schema)?;
        let mut hash = Sha256::new();
        for text in [&*text, PROMISES, CHANNELS, COMMANDS] {
            hash.update(text);
        }
        let fingerprint = base16ct::lower::encode_string(&hash.finalize());
        Ok(Self {
            schema,
            authorizer: Authorizer::new(),
            channels,
            commands,
            names,
            fingerprint,
            share_key,
        })
    }

    pub(crate) fn share_key(&self) -> ShareKey {
        self.share_key
    }

    /// SHA-256 of the policies, for the receipt of something that is to be sent.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Every policy, for the page that lists them.
    #[must_use]
    pub fn rules(&self) -> Vec<Arc<PolicyRule>> {
        let both = self.channels.rules.iter().chain(&self.commands.rules);
        let mut rules: BTreeMap<&String, &Arc<PolicyRule>> = BTreeMap::new();
        rules.extend(both);
        rules.into_values().cloned().collect()
    }

    /// Whether an actor may give a command (domain.md, Who may do what). `case` is `None` for
    /// commands outside a case. An unknown command is denied.
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

    /// Whether content of a class may reach a recipient by a channel.
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

    /// Whether content of a class may be sent by an outbound channel. The sender names the channel
    /// it uses, and the policies decide on exactly that one.
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

    /// Whether somebody may read a case because of their own emergency opening, while it lasts. An
    /// opening allows nothing else.
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
        // Without a valid opening there is nothing to decide: a party reads the case as a party,
        // never through somebody else's opening.
        if !holds {
            return Verdict::no();
        }
        let staff = Recipient::Staff(actor);
        self.evaluation(&case)
            .answer(staff, Class::WholeCase, Channel::Page, Grounds::InEmergency)
    }

    /// Whether somebody may read rows of an organisation's log. The rows may be of any case or of
    /// none, so the policies get no case; a policy that reads one would err, which is a denial.
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

    #[must_use]
    pub fn may_take_part(&self, unit: &UnitCard, case: &dyn AnyCase) -> Verdict {
        self.evaluation(case).take_part(unit)
    }

    /// Prepares a case for several decisions.
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
        // The request is checked against the schema: a command that needs a case is no valid
        // request without one. The entities are made here; a test checks them.
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

/// A case prepared for several decisions. Its description is made once, or not at all if the caller
/// has a [`DescribedCase`].
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
        let indexes = &self.case.indexes;
        // To the policies it would be a stranger, whom nobody has refused.
        if indexes.has_become_another(unit.hsa_id.as_str(), unit.kind) {
            return Verdict::no();
        }
        let request = DecisionRequest {
            principal: Principal::joining(unit, indexes, self.case.hospital.as_ref()),
            action: Action::BecomeParty,
            resource: Resource::Case,
            case: Some(self.case.facts.clone()),
        };
        self.guard.ask(&self.guard.channels, request)
    }
}

/// The class that the policies are asked about: the class itself, except with a seeded leak.
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

#[cfg(test)]
mod tests;
