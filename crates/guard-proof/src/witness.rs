//! A counterexample in readable form: who, by which channel or command, what, of which case.

use std::fmt;

use cedar_policy::{Entities, Entity, EntityUid, EvalResult, Request};
use cedar_policy_symcc::Env;

/// A request that breaks a promise, or one that should have been allowed and is not.
#[derive(Debug, Clone)]
pub(crate) struct Witness {
    pub(crate) request: Request,
    pub(crate) entities: Entities,
}

impl From<Env> for Witness {
    fn from(env: Env) -> Self {
        Self {
            request: env.request,
            entities: env.entities,
        }
    }
}

impl Witness {
    fn entity(&self, uid: Option<&EntityUid>) -> Option<&Entity> {
        self.entities.get(uid?)
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let principal = self.request.principal();
        line(out, "who", principal, self.entity(principal))?;
        if let Some(action) = self.request.action() {
            writeln!(out, "  by    {}", AsRef::<str>::as_ref(action.id()))?;
        }
        let resource = self.request.resource();
        line(out, "what", resource, self.entity(resource))?;
        let case = self.entity(resource).and_then(|entity| entity.attr("case"));
        if let Some(Ok(EvalResult::EntityUid(case))) = case {
            line(out, "case", Some(&case), self.entity(Some(&case)))?;
        }
        Ok(())
    }
}

fn line(
    out: &mut fmt::Formatter<'_>,
    label: &str,
    uid: Option<&EntityUid>,
    entity: Option<&Entity>,
) -> fmt::Result {
    let Some(uid) = uid else {
        return writeln!(out, "  {label:<5} anybody or anything");
    };
    writeln!(out, "  {label:<5} {uid}")?;
    let mut facts: Vec<(&str, String)> = entity
        .into_iter()
        .flat_map(Entity::attrs)
        .map(|(name, value)| match value {
            Ok(value) => (name, value.to_string()),
            Err(_) => (name, "anything".to_owned()),
        })
        .collect();
    facts.sort();
    for (name, value) in facts {
        writeln!(out, "          {name} = {value}")?;
    }
    Ok(())
}
