//! What a change of group will do, shown before it is saved: what is stopped, who stops seeing the
//! case, and what staff should say. It compares the case before with the case as it would become,
//! so that it cannot promise anything that would not happen.

use std::collections::BTreeSet;

use domain::{Actor, Case, event::Transport};
use vocabulary::{
    calendar::date_and_clock,
    unit::{UnitCard, UnitKind},
};

use crate::{Channel, Class, Disclosed, Guard, Recipient, audience::RegionalCare};

impl Guard {
    /// What a change of group would lead to, one sentence each; the first says that nothing is
    /// sent. `answer` is the guidance's answer to an authority that asks.
    #[must_use]
    pub fn group_change(
        &self,
        actor: &Actor,
        before: &Case,
        after: &Case,
        answer: &str,
    ) -> Option<Disclosed<RegionalCare, Vec<String>>> {
        if !self.sees_whole_case(actor, before) {
            return None;
        }
        let mut said = vec!["Ingenting skickas.".to_owned()];
        match (before.is_protected(), after.is_protected()) {
            (false, true) => said.push("Ärendet blir skyddat.".to_owned()),
            (true, false) => said.push("Ärendet är inte längre skyddat.".to_owned()),
            (false, false) | (true, true) => {}
        }
        match (
            before.migration_agency_may_know(),
            after.migration_agency_may_know(),
        ) {
            (true, false) => said.extend(agency_closed(before, after, answer)),
            (false, true) => said.push(
                "Migrationsverket kan få veta det som stegen säger, men bara genom det du gör."
                    .to_owned(),
            ),
            (false, false) | (true, true) => {}
        }
        said.extend(withdrawn(before, after));
        let seen_after: BTreeSet<&str> = self
            .seeing(after)
            .map(|unit| unit.hsa_id.as_str())
            .collect();
        said.extend(
            self.seeing(before)
                .filter(|unit| !seen_after.contains(unit.hsa_id.as_str()))
                .map(|unit| format!("{} ser inte längre ärendet.", unit.name)),
        );
        Some(Disclosed::decided(said))
    }

    /// The parties that see the case or a share of it.
    fn seeing<'a>(&'a self, case: &'a Case) -> impl Iterator<Item = &'a UnitCard> {
        let evaluation = self.evaluation(case);
        case.parties
            .values()
            .map(|party| &party.unit)
            .filter(move |unit| {
                [Class::WholeCase, Class::MunicipalShare]
                    .into_iter()
                    .any(|class| {
                        evaluation
                            .disclose(Recipient::Unit(unit), class, Channel::Page)
                            .allowed
                    })
            })
    }
}

fn agency_closed(before: &Case, after: &Case, answer: &str) -> Vec<String> {
    let mut said = Vec::new();
    if before.sip.invitation_queued.is_some() && after.sip.invitation_queued.is_none() {
        said.push(
            "Kallelsen till Migrationsverket som väntar på att skickas stoppas. Inget \
             meddelande går ut om det."
                .to_owned(),
        );
    }
    if before.sip.number != after.sip.number {
        said.push("SIP-mötet får ett nytt nummer. Det gamla numret gäller inte längre.".to_owned());
    }
    if before.sip.meeting.is_some() && after.sip.meeting.is_none() {
        said.push("Planera mötet igen med ny tid och plats.".to_owned());
        if after
            .party_of_kind(UnitKind::MunicipalPrimaryCare)
            .is_some()
        {
            said.push(
                "Kommunal primärvård ser det gamla mötet tills du har planerat ett nytt, så att \
                 ändringen inte syns där."
                    .to_owned(),
            );
        }
    }
    said.extend(to_cancel(before, after));
    said.push("Migrationsverket får inte veta något mer av oss.".to_owned());
    said.push(format!(
        "Säg ingenting till Migrationsverket om ändringen. Om någon därifrån frågar är svaret: \
         ”{answer}”"
    ));
    said
}

/// What is booked outside the product and no longer stands in the case.
fn to_cancel(before: &Case, after: &Case) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(booked) = before
        .interpreter
        .as_ref()
        .filter(|_| after.interpreter.is_none())
    {
        said.push(format!(
            "Tolkbokningen {} försvinner ur ärendet. Avboka tolken, och säg inget om varför.",
            date_and_clock(booked.value.at)
        ));
    }
    if let Some(ordered) = before
        .transport
        .as_ref()
        .filter(|_| after.transport.is_none())
        && let Transport::Ordered { at, .. } = &ordered.value
    {
        said.push(format!(
            "Resan {} försvinner ur ärendet. Avboka den, och säg inget om varför.",
            date_and_clock(*at)
        ));
    }
    if before.institution.is_some() && after.institution.is_none() {
        said.push(
            "Institutionsboendet försvinner ur ärendet. Ring inte dit: fråga din chef hur platsen \
             lämnas tillbaka."
                .to_owned(),
        );
    }
    said
}

fn withdrawn(before: &Case, after: &Case) -> Vec<String> {
    before
        .questions
        .iter()
        .filter(|question| question.waits())
        .filter(|question| {
            !after
                .questions
                .iter()
                .any(|later| later.id == question.id && later.waits())
        })
        .map(|question| {
            format!(
                "Frågan till {} tas tillbaka. Den syns inte längre där.",
                question.unit.name
            )
        })
        .collect()
}
