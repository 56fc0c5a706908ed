//! Parses the policies, checks them against the schema, and sorts them by what they apply to.

use std::{collections::BTreeMap, str::FromStr as _, sync::Arc};

use cedar_policy::{
    ActionConstraint, Decision, EntityTypeName, EntityUid, Policy, PolicyId, PolicySet,
    PrincipalConstraint, Response, Schema, ValidationMode, Validator,
};

use super::{GuardError, PolicyRule, Verdict, decision_cache::DecisionCache};

/// Policies that are evaluated together, sorted by what a request is about. Most policies concern
/// another action or another type of principal and need not be evaluated.
pub(super) struct PolicyIndex {
    pub(super) slices: BTreeMap<(EntityUid, EntityTypeName), PolicySet>,
    pub(super) rules: BTreeMap<String, Arc<PolicyRule>>,
    pub(super) decisions: DecisionCache,
}

impl PolicyIndex {
    pub(super) fn verdict(&self, response: &Response) -> Verdict {
        if response.diagnostics().errors().next().is_some() {
            return Verdict::no();
        }
        let mut rules: Vec<Arc<PolicyRule>> = response
            .diagnostics()
            .reason()
            .filter_map(|id| self.rules.get(AsRef::<str>::as_ref(id)))
            .cloned()
            .collect();
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        Verdict {
            allowed: response.decision() == Decision::Allow,
            rules,
        }
    }
}

/// Parses policies, gives each its own name, and checks them against the schema.
pub(super) fn policy_index(schema: &Schema, texts: &[&str]) -> Result<PolicyIndex, GuardError> {
    let mut policies = PolicySet::new();
    let mut rules = BTreeMap::new();
    for text in texts {
        let parsed =
            PolicySet::from_str(text).map_err(|error| GuardError::Policy(error.to_string()))?;
        for policy in parsed.policies() {
            let rule = rule_of(policy)?;
            policies
                .add(policy.new_id(PolicyId::new(&rule.id)))
                .map_err(|error| GuardError::Policy(error.to_string()))?;
            rules.insert(rule.id.clone(), Arc::new(rule));
        }
    }
    let result = Validator::new(schema.clone()).validate(&policies, ValidationMode::Strict);
    let findings: Vec<String> = result
        .validation_errors()
        .map(ToString::to_string)
        .chain(result.validation_warnings().map(ToString::to_string))
        .collect();
    if findings.is_empty() {
        Ok(PolicyIndex {
            slices: slices(schema, &policies)?,
            rules,
            decisions: DecisionCache::new(),
        })
    } else {
        Err(GuardError::Invalid(findings.join("\n")))
    }
}

/// The policies whose scope can match, for each action and type of principal. Those left out would
/// have evaluated to "does not apply". Action groups would make that uncertain, so the schema must
/// have none.
fn slices(
    schema: &Schema,
    policies: &PolicySet,
) -> Result<BTreeMap<(EntityUid, EntityTypeName), PolicySet>, GuardError> {
    if schema.action_groups().next().is_some() {
        return Err(GuardError::Schema("an action has a group".to_owned()));
    }
    let mut slices = BTreeMap::new();
    for action in schema.actions() {
        for principal in schema.principals() {
            let concerned = policies
                .policies()
                .filter(|policy| concerns(policy, action, principal));
            let slice = PolicySet::from_policies(concerned.cloned())
                .map_err(|error| GuardError::Policy(error.to_string()))?;
            slices.insert((action.clone(), principal.clone()), slice);
        }
    }
    Ok(slices)
}

fn concerns(policy: &Policy, action: &EntityUid, principal: &EntityTypeName) -> bool {
    let acts = match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::Eq(only) => only == *action,
        ActionConstraint::In(listed) => listed.contains(action),
    };
    let concerned = match policy.principal_constraint() {
        PrincipalConstraint::Any | PrincipalConstraint::In(_) => true,
        PrincipalConstraint::Eq(only) => only.type_name() == principal,
        PrincipalConstraint::Is(sort) | PrincipalConstraint::IsIn(sort, _) => sort == *principal,
    };
    acts && concerned
}

fn rule_of(policy: &Policy) -> Result<PolicyRule, GuardError> {
    let read = |key| policy.annotation(key).map(str::to_owned);
    let (Some(id), Some(rule), Some(swedish)) = (read("id"), read("rule"), read("swedish")) else {
        return Err(GuardError::Unnamed(policy.id().to_string()));
    };
    Ok(PolicyRule { id, rule, swedish })
}
