//! Policies made slightly more permissive, one part of a condition at a time, as a careless edit
//! would. A permit loses a conjunct or the limit of its scope; a forbid loses a disjunct, a member
//! of a list, or a condition of its exception.

use std::path::Path;

use cedar_policy::{Effect, Policy, PolicyId};
use serde_json::{Value, json};

use crate::{checks::Row, papers::Fault, prover::Spent};

/// A policy with one part removed.
#[derive(Debug)]
pub(crate) struct Loosened {
    /// The policy's id.
    pub(crate) id: String,
    /// The removed part, in Cedar.
    pub(crate) without: String,
    pub(crate) policy: Policy,
}

/// A loosening that breaks no promise, and why that is correct.
#[derive(Debug)]
pub(crate) struct Accepted {
    id: String,
    without: String,
    pub(crate) why: String,
}

impl Accepted {
    pub(crate) fn is_about(&self, mutant: &Loosened) -> bool {
        self.id == mutant.id && self.without == mutant.without
    }

    /// A failing row for an explanation of a loosening that does not exist.
    pub(crate) fn stale(&self) -> Row {
        Row {
            id: self.id.clone(),
            said: String::new(),
            spent: Spent::default(),
            failure: Some(format!(
                "NOT THERE: crates/guard-proof/loosened.tsv explains {} without `{}`, which there is not",
                self.id, self.without
            )),
        }
    }
}

/// The loosenings that the data explains.
pub(crate) fn accepted(root: &Path) -> Result<Vec<Accepted>, Fault> {
    let path = root.join("crates/guard-proof/loosened.tsv");
    let text = std::fs::read_to_string(&path).map_err(|error| Fault::File(path.clone(), error))?;
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(
            |line| match line.split('\t').collect::<Vec<_>>().as_slice() {
                [id, without, why] if !why.is_empty() => Ok(Accepted {
                    id: (*id).to_owned(),
                    without: (*without).to_owned(),
                    why: (*why).to_owned(),
                }),
                _ => Err(Fault::Text(
                    path.clone(),
                    format!("not policy, part, reason: {line}"),
                )),
            },
        )
        .collect()
}

/// A changed expression, and the part that was removed.
type Changed = (Value, Value);

/// Every loosening of a policy.
pub(crate) fn loosened(policy: &Policy) -> Result<Vec<Loosened>, Fault> {
    let wrong = |error: &dyn std::fmt::Display| Fault::Schema(format!("{}: {error}", policy.id()));
    let whole = policy.to_json().map_err(|error| wrong(&error))?;
    let mut found = Vec::new();
    let mut put = |without: String, changed: Value| {
        let id = policy.id().to_string();
        let own = Some(PolicyId::new(&id));
        let policy = Policy::from_json(own, changed).map_err(|error| wrong(&error))?;
        found.push(Loosened {
            id,
            without,
            policy,
        });
        Ok(())
    };
    let conditions = whole.get("conditions").and_then(Value::as_array);
    for (at, condition) in conditions.into_iter().flatten().enumerate() {
        let (Some(kind), Some(body)) = (condition.get("kind"), condition.get("body")) else {
            continue;
        };
        let variants = if (policy.effect() == Effect::Permit) == (kind == "when") {
            wider(body)
        } else {
            narrower(body)
        };
        for (body, part) in variants {
            let mut changed = whole.clone();
            if let Some(place) = changed.pointer_mut(&format!("/conditions/{at}/body")) {
                *place = body;
            }
            put(cedar(&part)?, changed)?;
        }
    }
    if policy.effect() == Effect::Permit {
        for (without, changed) in wider_scope(&whole) {
            put(without, changed)?;
        }
    }
    Ok(found)
}

/// Widens a permit's scope: any entity of a type instead of one, or any channel instead of some.
fn wider_scope(whole: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let one = whole.pointer("/principal/entity/type");
    if let Some(sort) = one.and_then(Value::as_str) {
        let mut changed = whole.clone();
        if let Some(place) = changed.get_mut("principal") {
            *place = json!({ "op": "is", "entity_type": sort });
            found.push(("the one principal".to_owned(), changed));
        }
    }
    // A permit's conditions on a document make no sense for a case, so the type of resource stays.
    let text = whole.to_string();
    let sort = if text.contains("\"class\"") {
        Some("Document")
    } else {
        None
    };
    let any = whole.pointer("/action/op").and_then(Value::as_str) == Some("All");
    if let (Some(sort), false) = (sort, any) {
        let mut changed = whole.clone();
        if let Some(place) = changed.get_mut("action") {
            *place = json!({ "op": "All" });
        }
        if let Some(place) = changed.get_mut("resource") {
            *place = json!({ "op": "is", "entity_type": sort });
        }
        found.push(("the channels".to_owned(), changed));
    }
    found
}

/// The operands of a chain of one operator.
fn parts<'v>(expression: &'v Value, operator: &str, found: &mut Vec<&'v Value>) {
    if let Some(both) = expression.get(operator) {
        for side in ["left", "right"] {
            if let Some(side) = both.get(side) {
                parts(side, operator, found);
            }
        }
    } else {
        found.push(expression);
    }
}

fn joined(all: &[Value], operator: &str, nothing: bool) -> Value {
    let mut all = all.iter().cloned();
    let Some(first) = all.next() else {
        return json!({ "Value": nothing });
    };
    all.fold(
        first,
        |left, right| json!({ operator: { "left": left, "right": right } }),
    )
}

/// Expressions that are true in more cases than this one.
fn wider(expression: &Value) -> Vec<Changed> {
    changed(expression, true)
}

/// Expressions that are true in fewer cases than this one.
fn narrower(expression: &Value) -> Vec<Changed> {
    changed(expression, false)
}

fn changed(expression: &Value, widen: bool) -> Vec<Changed> {
    // Removing an operand widens a conjunction and narrows a disjunction.
    let (droppable, other) = if widen { ("&&", "||") } else { ("||", "&&") };
    let mut found = Vec::new();
    for operator in [droppable, other] {
        if operator == other && expression.get(other).is_none() {
            continue;
        }
        let mut refs = Vec::new();
        parts(expression, operator, &mut refs);
        let all: Vec<Value> = refs.into_iter().cloned().collect();
        // A single atom: widened it is always true; narrowed it is nothing, which counts as a
        // removal.
        let droppable_here = operator == droppable && (all.len() > 1 || widen);
        for (at, part) in all.iter().enumerate() {
            if droppable_here {
                let mut rest = all.clone();
                rest.remove(at);
                found.push((joined(&rest, operator, widen), part.clone()));
            }
            if all.len() > 1 {
                for (inner, gone) in changed_within(part, widen) {
                    let mut rest = all.clone();
                    if let Some(place) = rest.get_mut(at) {
                        *place = inner;
                    }
                    found.push((joined(&rest, operator, widen), gone));
                }
            }
        }
        if operator == droppable && all.len() > 1 {
            return found;
        }
    }
    found.extend(changed_inside_atom(expression, widen));
    found
}

/// As `changed`, for a part that is itself removed as a whole elsewhere.
fn changed_within(part: &Value, widen: bool) -> Vec<Changed> {
    let whole = |change: &Changed| change.1 != *part;
    changed(part, widen).into_iter().filter(whole).collect()
}

fn changed_inside_atom(expression: &Value, widen: bool) -> Vec<Changed> {
    let mut found = Vec::new();
    if let Some(inner) = expression.pointer("/!/arg") {
        for (inner, gone) in changed_within(inner, !widen) {
            found.push((json!({ "!": { "arg": inner } }), gone));
        }
    }
    if let (false, Some(Value::Array(members))) = (widen, expression.pointer("/contains/left/Set"))
    {
        for at in 0..members.len() {
            let mut rest = members.clone();
            let gone = rest.remove(at);
            let mut changed = expression.clone();
            if let (false, Some(place)) =
                (rest.is_empty(), changed.pointer_mut("/contains/left/Set"))
            {
                *place = Value::Array(rest);
                found.push((changed, gone));
            }
        }
    }
    if let Some(choice) = expression.get("if-then-else") {
        for branch in ["then", "else"] {
            for (inner, gone) in choice
                .get(branch)
                .into_iter()
                .flat_map(|inner| changed(inner, widen))
            {
                let mut changed = expression.clone();
                if let Some(place) = changed.pointer_mut(&format!("/if-then-else/{branch}")) {
                    *place = inner;
                    found.push((changed, gone));
                }
            }
        }
    }
    found
}

/// A part of a condition in Cedar, on one line.
fn cedar(part: &Value) -> Result<String, Fault> {
    let policy = json!({
        "effect": "permit", "principal": { "op": "All" }, "action": { "op": "All" },
        "resource": { "op": "All" }, "conditions": [{ "kind": "when", "body": part }],
    });
    let policy =
        Policy::from_json(None, policy).map_err(|error| Fault::Schema(error.to_string()))?;
    let text = policy.to_cedar().unwrap_or_else(|| policy.to_string());
    let body = text.split_once('{').map_or("", |(_, rest)| rest);
    let body = body.rsplit_once('}').map_or(body, |(body, _)| body);
    Ok(body.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts_gone(policy: &str) -> Vec<String> {
        let policy = Policy::parse(Some(PolicyId::new("p")), policy).unwrap();
        let found = loosened(&policy).unwrap();
        assert!(
            found
                .iter()
                .all(|one| one.policy.to_string() != policy.to_string())
        );
        found.into_iter().map(|one| one.without).collect()
    }

    #[test]
    fn a_permit_loses_each_condition_and_the_limit_of_its_scope() {
        let permit = "permit (principal == External::\"kin\", action == Action::\"post\", resource)
            when { resource.class == Class::\"kin_copy\" && (resource.a || resource.b && resource.c) };";
        assert_eq!(
            parts_gone(permit),
            [
                "resource.class == Class::\"kin_copy\"",
                "resource.a || (resource.b && resource.c)",
                "resource.b",
                "resource.c",
                "the one principal",
                "the channels"
            ]
            .map(str::to_owned)
        );
    }

    #[test]
    fn a_forbid_loses_what_it_forbids_and_what_its_exception_asks_for() {
        let forbid = "forbid (principal, action, resource)
            when { resource.a || [K::\"x\", K::\"y\"].contains(resource.k) || !(resource.b && resource.c) }
            unless { resource.d && resource.e };";
        let gone = parts_gone(forbid);
        for part in [
            "resource.a",
            "K::\"x\"",
            "K::\"y\"",
            "resource.d",
            "resource.e",
        ] {
            assert!(gone.iter().any(|one| one == part), "{part}: {gone:?}");
        }
        // Inside a negation, removing a part makes it true more often and the forbid narrower.
        assert!(gone.iter().any(|one| one == "resource.b"), "{gone:?}");
    }
}
