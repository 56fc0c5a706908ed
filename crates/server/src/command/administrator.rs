//! `add-administrator`: the first two administrators of a store that is no demo.

use std::io::BufRead as _;

use app::{DirectoryUnit, NewStaff, UnitDetails};
use vocabulary::{
    hsa_id::HsaId,
    role::Role,
    unit::{UnitCard, UnitKind},
};

use crate::{arguments::AddAdministrator, command::Failure, output};

/// Adds the administrator. The password is never given on the command line, where others could see
/// it.
pub(super) async fn run(asked: AddAdministrator) -> Result<(), Failure> {
    let hsa_id =
        HsaId::parse(&asked.unit).map_err(|mistake| Failure::wrong_use(mistake.detail()))?;
    let password = password(&asked)?;
    let app = super::open(&asked.place).await?;
    let keeper = super::keeper(&asked.log, &asked.place, &app).await?;
    let unit = DirectoryUnit {
        card: UnitCard {
            hsa_id: hsa_id.clone(),
            name: asked.unit_name,
            kind: UnitKind::HeadOffice,
            organisation: asked.organisation,
            municipality: None,
        },
        position: None,
        active: true,
        demo: false,
        details: UnitDetails::default(),
    };
    let staff = NewStaff {
        login: asked.login,
        name: asked.name,
        password,
        assignments: vec![(hsa_id, Role::Administrator)],
    };
    let administrators = app.add_first_administrator(&unit, &staff).await?;
    keeper.checkpoint(&app).await?;
    app.close().await;
    output::say("The administrator can log in now, and chooses a new password first.");
    if administrators < 2 {
        output::say(
            "Add a second administrator with the same command: what opens a way to a case takes \
             two.",
        );
    }
    Ok(())
}

fn password(asked: &AddAdministrator) -> Result<String, Failure> {
    let mut line = String::new();
    if let Some(file) = &asked.password_file {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Failure::of(&file.display().to_string(), &error))?;
        line.push_str(text.lines().next().unwrap_or_default());
    } else {
        output::complain("Password, at least 12 characters:");
        std::io::stdin()
            .lock()
            .read_line(&mut line)
            .map_err(|error| Failure::of("the password", &error))?;
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
