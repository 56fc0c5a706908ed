//! The way in: log in, choose an assignment, and the questions that open a case.

use askama::Template;

use crate::html::{field::FieldView, form::FormView, frame::Frame, part::Icon, prints_itself};

/// "Logga in".
#[derive(Debug, Clone, Default, Template)]
#[template(path = "account/log_in.html")]
pub struct LogInPage {
    /// The surroundings, without a viewer.
    pub frame: Frame,
    /// User name and password.
    pub form: FormView,
    /// Where single sign-on begins, when the operator has it.
    pub single_sign_on: Option<String>,
    /// The demo users, in demo mode only.
    pub demo: Option<DemoUsers>,
}

/// Who can log in to the demo.
#[derive(Debug, Clone, Default)]
pub struct DemoUsers {
    /// The password that they share.
    pub password: String,
    /// One user for each role.
    pub users: Vec<DemoUserRow>,
    /// The rest, folded away.
    pub more: Option<DemoUserFilter>,
}

/// The rest of the demo users, narrowed by what is asked for.
#[derive(Debug, Clone, Default)]
pub struct DemoUserFilter {
    /// Whether they show without being unfolded: when somebody has asked for some of them.
    pub open: bool,
    /// What they can be narrowed by.
    pub fields: Vec<FieldView>,
    /// Those found.
    pub found: Vec<DemoUserRow>,
}

/// A table of demo users, each with a button that logs in.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "account/demo_users.html")]
struct DemoTable<'a> {
    users: &'a [DemoUserRow],
    password: &'a str,
    caption: &'a str,
    /// Whether what to try stands in a column.
    purposes: bool,
}

impl DemoUsers {
    fn first(&self) -> DemoTable<'_> {
        DemoTable {
            users: &self.users,
            password: &self.password,
            caption: "Användare i demon, en för varje roll",
            purposes: true,
        }
    }

    fn rest<'a>(&'a self, more: &'a DemoUserFilter) -> DemoTable<'a> {
        DemoTable {
            users: &more.found,
            password: &self.password,
            caption: "Fler användare i demon",
            purposes: false,
        }
    }
}

/// An invented user.
#[derive(Debug, Clone, Default)]
pub struct DemoUserRow {
    /// The user name to log in with.
    pub user_name: String,
    /// The invented name.
    pub name: String,
    /// What they are.
    pub role: String,
    /// Where.
    pub unit: String,
    /// What to try as this user; empty for those folded away.
    pub purpose: String,
}

/// "Välj uppdrag": a session has one assignment.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "account/assignments.html")]
pub struct AssignmentsPage {
    /// The surroundings.
    pub frame: Frame,
    /// The assignments of the member of staff.
    pub assignments: Vec<AssignmentChoice>,
}

/// An assignment to choose; posted to `/uppdrag` as `uppdrag={id}`.
#[derive(Debug, Clone, Default)]
pub struct AssignmentChoice {
    /// Its random id.
    pub id: String,
    /// The unit.
    pub unit: String,
    /// The role and the organisation.
    pub role: String,
    /// Whether it is the one in use.
    pub current: bool,
}

prints_itself!(DemoTable<'_>);
