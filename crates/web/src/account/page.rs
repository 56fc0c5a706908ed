//! The pages for logging in and choosing an assignment.

use askama::Template;

use crate::html::{field::FieldView, form::FormView, frame::Frame, part::Icon, prints_itself};

/// The page "Logga in".
#[derive(Debug, Clone, Default, Template)]
#[template(path = "account/log_in.html")]
pub struct LogInPage {
    /// Without a viewer.
    pub frame: Frame,
    /// Asks for user name and password.
    pub form: FormView,
    /// URL of single sign-on, when the operator has it.
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
    /// The other users, folded away.
    pub more: Option<DemoUserFilter>,
}

/// The other demo users, filtered as asked for.
#[derive(Debug, Clone, Default)]
pub struct DemoUserFilter {
    /// Whether they are shown unfolded, because somebody has filtered them.
    pub open: bool,
    pub fields: Vec<FieldView>,
    /// The users that match.
    pub found: Vec<DemoUserRow>,
}

/// A table of demo users, each with a button that logs in.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "account/demo_users.html")]
struct DemoTable<'a> {
    users: &'a [DemoUserRow],
    password: &'a str,
    caption: &'a str,
    /// Whether there is a column for what to try.
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

/// A demo user in a table.
#[derive(Debug, Clone, Default)]
pub struct DemoUserRow {
    /// The user name to log in with.
    pub user_name: String,
    /// First and last name, invented.
    pub name: String,
    pub role: String,
    pub unit: String,
    /// What to try as this user; empty for those folded away.
    pub purpose: String,
}

/// The page "Välj uppdrag": a session has one assignment at a time.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "account/assignments.html")]
pub struct AssignmentsPage {
    pub frame: Frame,
    /// The assignments of the member of staff.
    pub assignments: Vec<AssignmentChoice>,
}

/// An assignment to choose; posted to `/uppdrag` as `uppdrag={id}`.
#[derive(Debug, Clone, Default)]
pub struct AssignmentChoice {
    pub id: String,
    pub unit: String,
    /// Role and organisation.
    pub role: String,
    /// Whether the session uses it now.
    pub current: bool,
}

prints_itself!(DemoTable<'_>);
