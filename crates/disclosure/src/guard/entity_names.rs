//! The entity names in the policies, parsed once.

use std::{collections::BTreeMap, str::FromStr};

use cedar_policy::{EntityId, EntityTypeName, EntityUid, Schema};
use vocabulary::choice::Choice;

use super::GuardError;
use crate::class::{Channel, Class};

/// The parsed names.
pub(super) struct EntityNames {
    pub(super) unit: EntityTypeName,
    pub(super) staff: EntityTypeName,
    pub(super) case: EntityTypeName,
    pub(super) document: EntityTypeName,
    pub(super) external: EntityTypeName,
    pub(super) kind: EntityTypeName,
    pub(super) role: EntityTypeName,
    pub(super) group: EntityTypeName,
    pub(super) consent: EntityTypeName,
    pub(super) class: EntityTypeName,
    register: EntityUid,
    become_party: EntityUid,
    channels: BTreeMap<Channel, EntityUid>,
    /// Sorted by name.
    commands: Vec<(String, EntityUid)>,
}

impl EntityNames {
    /// Parses the names of a schema.
    pub(super) fn new(schema: &Schema) -> Result<Self, GuardError> {
        let action_type = type_name("Action")?;
        let action = |name: &str| uid(&action_type, name);
        let mut channels = BTreeMap::new();
        for channel in Channel::ALL {
            channels.insert(*channel, action(channel.code()));
        }
        let become_party = action("become_party");
        let mut commands: Vec<(String, EntityUid)> = schema
            .actions()
            .filter(|found| **found != become_party && !channels.values().any(|one| one == *found))
            .map(|found| (AsRef::<str>::as_ref(found.id()).to_owned(), found.clone()))
            .collect();
        commands.sort_unstable();
        Ok(Self {
            unit: type_name("Unit")?,
            staff: type_name("Staff")?,
            case: type_name("Case")?,
            document: type_name("Document")?,
            external: type_name("External")?,
            kind: type_name("UnitKind")?,
            role: type_name("Role")?,
            group: type_name("Group")?,
            consent: type_name("Consent")?,
            class: type_name("Class")?,
            register: uid(&type_name("Register")?, "vardbron"),
            become_party,
            channels,
            commands,
        })
    }

    /// A command's index among those that the schema knows.
    pub(super) fn command(&self, name: &str) -> Option<usize> {
        let commands = &self.commands;
        commands
            .binary_search_by(|(known, _)| known.as_str().cmp(name))
            .ok()
    }

    /// The command at an index.
    pub(super) fn command_at(&self, place: usize) -> Option<EntityUid> {
        self.commands.get(place).map(|(_, action)| action.clone())
    }

    #[cfg(test)]
    pub(super) fn commands(&self) -> impl Iterator<Item = &String> {
        self.commands.iter().map(|(name, _)| name)
    }

    pub(super) fn channel(&self, channel: Channel) -> EntityUid {
        // Every channel was added above; an unknown action would be denied by the schema.
        self.channels
            .get(&channel)
            .unwrap_or(&self.register)
            .clone()
    }

    pub(super) fn become_party(&self) -> EntityUid {
        self.become_party.clone()
    }

    pub(super) fn register(&self) -> EntityUid {
        self.register.clone()
    }

    pub(super) fn outside_statistics(&self) -> EntityUid {
        uid(&self.external, "statistics")
    }

    pub(super) fn class_of(&self, class: Class) -> EntityUid {
        uid(&self.class, class.code())
    }
}

pub(super) fn uid(kind: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id))
}

fn type_name(name: &str) -> Result<EntityTypeName, GuardError> {
    EntityTypeName::from_str(name).map_err(|error| GuardError::Schema(error.to_string()))
}
