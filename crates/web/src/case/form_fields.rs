//! Builds the questions of a command's form from the guidance's texts, the command's shape, and
//! what has been typed. There is one mapping for all commands; it does not know which command it
//! draws.

use std::collections::{BTreeMap, BTreeSet};

use guidance::{Form, FormColumn, FormField, FormKind, Narrowing};
use vocabulary::{
    choice::{Alternative, Choice as _},
    command::CommandShape,
    geography::municipalities,
    identifier::IdentifierKind,
    intervention::{Intervention, Purchasable},
    mistake::Mistake,
    reading::{FieldShape, MISSING},
    text::Language,
};

use super::{
    command_form::CHANGE,
    form_choices,
    form_values::{self, MUNICIPALITY_CODE, OTHER_MUNICIPALITY, TypedRow, root},
};
use crate::{
    form_body::FormBody,
    html::{
        field::{FieldChoice, FieldKind, FieldView, RowCell, RowColumn, RowsView, UnitChoice},
        form::RefusalNote,
    },
    pages::capital,
};

/// The choices that a form offers in this case. Choices that are not allowed are absent.
#[derive(Debug, Default)]
pub(super) struct FormOptions {
    /// The units to choose from, by field.
    pub(super) units: BTreeMap<String, Vec<UnitChoice>>,
    /// Help text for choosing a unit.
    pub(super) units_note: &'static str,
    /// Codes that are not offered, by field.
    pub(super) withheld: BTreeSet<(String, String)>,
    /// The places to meet, in use.
    pub(super) points: Vec<FieldChoice>,
    /// The interventions that the municipality was asked for.
    pub(super) asked_for: Vec<Intervention>,
}

/// The parts that a form is built from.
pub(super) struct FieldsBuilder<'a> {
    /// The guidance's texts.
    pub(super) form: &'a Form,
    /// Names and types of the command's fields.
    pub(super) shape: &'a CommandShape,
    /// Answers that the form starts with.
    pub(super) preset: &'a BTreeMap<String, String>,
    /// The answers typed so far.
    pub(super) typed: &'a FormBody,
    /// The mistakes in the answers.
    pub(super) mistakes: &'a [Mistake],
    /// The choices on offer.
    pub(super) offered: &'a FormOptions,
    /// Name of the field that gets one more row.
    pub(super) longer: &'a str,
}

/// The shape of the command with this name.
pub(super) fn shape(command: &str) -> Option<&'static CommandShape> {
    static SHAPES: std::sync::LazyLock<Vec<CommandShape>> =
        std::sync::LazyLock::new(vocabulary::command::Command::shapes);
    SHAPES.iter().find(|shape| shape.name == command)
}

impl FieldsBuilder<'_> {
    /// The questions, and the mistakes that belong to no question shown.
    pub(super) fn fields(&self) -> (Vec<FieldView>, Vec<RefusalNote>) {
        if self.asks_first() {
            return self.first_question();
        }
        let mut views = Vec::new();
        let mut homeless: Vec<&Mistake> = self.mistakes.iter().collect();
        for field in &self.form.fields {
            let Some(shape) = self.shape_of(field) else {
                continue;
            };
            if let Some(preset) = self.preset.get(field.name()) {
                views.push(FieldView::hidden(field.name(), preset));
                continue;
            }
            if self.is_beside_the_point(field) {
                continue;
            }
            homeless.retain(|mistake| root(&mistake.field) != field.name());
            if let Some(code) = self.answered(field).filter(|_| field.first) {
                let all = form_choices::of(&shape.shape).into_iter();
                let phrase = all.filter(|choice| choice.value == code);
                views.push(FieldView::hidden(field.name(), &code));
                views.push(FieldView {
                    label: "Gäller:".to_owned(),
                    help: phrase.map(|choice| choice.label).collect(),
                    kind: FieldKind::TextOnly,
                    ..FieldView::default()
                });
                continue;
            }
            views.extend(self.field(field, shape));
        }
        for view in &mut views {
            if view.error.as_deref() == Some(MISSING) {
                let asked = self.form.field(root(&view.name));
                let words = asked.map(|field| &field.missing);
                let words = words.filter(|words| !words.is_empty());
                view.error = Some(words.cloned().unwrap_or_else(|| view.missing()));
            }
        }
        let refusals = homeless
            .into_iter()
            .map(|mistake| RefusalNote {
                text: mistake.detail.clone(),
                citation: None,
            })
            .collect();
        (views, refusals)
    }

    /// Whether a question is left out: it depends on another answer, or is a list without units.
    fn is_beside_the_point(&self, field: &FormField) -> bool {
        let other = field.when.iter().any(|(name, codes)| {
            let answer = self.form.field(name).and_then(|field| self.answered(field));
            answer.is_some_and(|answer| !codes.contains(&answer))
        });
        let units = self.offered.units.get(field.name());
        let none = field.kind == FormKind::Units && units.is_some_and(Vec::is_empty);
        other || none
    }

    /// The answer to a question: given by the step, or typed. A code that the question does not
    /// have is no answer.
    fn answered(&self, field: &FormField) -> Option<String> {
        let typed = || self.typed.text(field.name());
        let code = self.preset.get(field.name()).cloned().or_else(typed)?;
        let shape = self.shape_of(field)?;
        let mut all = form_choices::of(&shape.shape).into_iter();
        all.any(|choice| choice.value == code).then_some(code)
    }

    fn shape_of(&self, field: &FormField) -> Option<&FieldShape> {
        let mut shapes = self.shape.fields.iter();
        shapes.find(|shape| shape.name == field.name())
    }

    /// Whether one question is asked first and alone, because the others depend on it.
    pub(super) fn asks_first(&self) -> bool {
        let first = self.form.first();
        first.is_some_and(|field| self.answered(field).is_none())
    }

    /// Only the question that is asked first.
    fn first_question(&self) -> (Vec<FieldView>, Vec<RefusalNote>) {
        let field = self.form.first();
        let asked = field.and_then(|field| Some((field, self.shape_of(field)?)));
        let mut views: Vec<FieldView> = asked
            .into_iter()
            .flat_map(|(field, shape)| self.field(field, shape))
            .collect();
        views.push(FieldView::hidden(CHANGE, "ja"));
        (views, Vec::new())
    }

    fn field(&self, field: &FormField, shape: &FieldShape) -> Vec<FieldView> {
        match field.kind {
            FormKind::Instant => self.instant(field, shape),
            FormKind::Identifier | FormKind::Identifiers => self.identifier(field),
            FormKind::Letter => {
                let chosen = self.typed.text(field.name()).unwrap_or_default();
                vec![FieldView::hidden(field.name(), &chosen)]
            }
            FormKind::Municipality => self.municipality(field, shape),
            FormKind::Rows => vec![self.rows(field, shape)],
            FormKind::Text
            | FormKind::Prose
            | FormKind::Date
            | FormKind::Radio
            | FormKind::Select
            | FormKind::Checkbox
            | FormKind::YesNo
            | FormKind::Checkboxes
            | FormKind::Unit
            | FormKind::Units
            | FormKind::MeetingPoint
            | FormKind::PostalCode
            | FormKind::Language => {
                let kind = self.kind(field, shape);
                vec![self.plain(field, shape, field.name(), kind)]
            }
        }
    }

    fn kind(&self, field: &FormField, shape: &FieldShape) -> FieldKind {
        let units = || self.offered.units.get(field.name()).cloned();
        match field.kind {
            FormKind::Prose => FieldKind::Textarea(4),
            FormKind::Date => FieldKind::Date,
            FormKind::Radio => FieldKind::Radio(self.choices(field, shape)),
            FormKind::Select => FieldKind::Select(self.choices(field, shape)),
            FormKind::Checkbox => FieldKind::Checkbox,
            FormKind::YesNo => FieldKind::Radio(yes_or_no(shape)),
            FormKind::Checkboxes => FieldKind::Checkboxes(self.choices(field, shape)),
            FormKind::Unit => FieldKind::UnitPicker(units().unwrap_or_default()),
            FormKind::Units => FieldKind::Checkboxes(
                units()
                    .unwrap_or_default()
                    .into_iter()
                    .map(|unit| FieldChoice::new(&unit.hsa_id, &unit.name))
                    .collect(),
            ),
            FormKind::MeetingPoint => FieldKind::Select(self.offered.points.clone()),
            FormKind::PostalCode => FieldKind::Digits,
            FormKind::Language => FieldKind::Select(languages()),
            FormKind::Text
            | FormKind::Instant
            | FormKind::Rows
            | FormKind::Municipality
            | FormKind::Identifier
            | FormKind::Identifiers
            | FormKind::Letter => FieldKind::Text,
        }
    }

    fn choices(&self, field: &FormField, shape: &FieldShape) -> Vec<FieldChoice> {
        let all = form_choices::of(&shape.shape);
        let offered = |choice: &FieldChoice| {
            let withheld = &self.offered.withheld;
            let code_is_withheld = withheld
                .iter()
                .any(|(field, code)| field == shape.name && *code == choice.value);
            !code_is_withheld && self.can_be_bought(field, &choice.value)
        };
        all.into_iter().filter(offered).collect()
    }

    /// Whether an intervention is offered: those that are never bought are not, and an answer can
    /// only be about those asked for.
    fn can_be_bought(&self, field: &FormField, code: &str) -> bool {
        let Some(intervention) = Intervention::from_code(code) else {
            return true;
        };
        let asked_for = match field.only {
            Some(Narrowing::AskedFor) => self.offered.asked_for.as_slice(),
            None => &[],
        };
        intervention.purchasable() == Purchasable::Yes
            && (asked_for.is_empty() || asked_for.contains(&intervention))
    }

    fn plain(
        &self,
        field: &FormField,
        shape: &FieldShape,
        name: &str,
        kind: FieldKind,
    ) -> FieldView {
        let picks_units = matches!(field.kind, FormKind::Unit | FormKind::Units);
        let help = if picks_units && !self.offered.units_note.is_empty() {
            format!("{} {}", field.help, self.offered.units_note)
        } else {
            field.help.clone()
        };
        FieldView {
            values: self.values(name),
            error: self.error(field.name()),
            required: shape.required || field.needed,
            ..FieldView::new(name, &field.label, kind).help(help.trim())
        }
    }

    fn instant(&self, field: &FormField, shape: &FieldShape) -> Vec<FieldView> {
        let name = field.name();
        let (date, time) = (format!("{name}.date"), format!("{name}.time"));
        let date = FieldView {
            values: self.values(&date),
            error: self.error(name),
            required: shape.required || field.needed,
            ..FieldView::new(&date, &field.label, FieldKind::Date)
                .help(&field.help)
                .half()
        };
        let time = FieldView {
            values: self.values(&time),
            required: shape.required || field.needed,
            ..FieldView::new(&time, "Klockan", FieldKind::Time).half()
        };
        vec![date, time]
    }

    fn identifier(&self, field: &FormField) -> Vec<FieldView> {
        let name = field.name();
        let (kind, value) = (format!("{name}.kind"), format!("{name}.value"));
        let kinds = FieldKind::Select(form_choices::shown(&Alternative::of(IdentifierKind::ALL)));
        let kind = FieldView {
            values: self.values(&kind),
            ..FieldView::new(&kind, "Vad är det för nummer?", kinds)
                .half()
                .required()
        };
        let value = FieldView {
            values: self.values(&value),
            error: self.error(name),
            ..FieldView::text(&value, &field.label)
                .help(&field.help)
                .half()
                .required()
        };
        vec![kind, value]
    }

    fn municipality(&self, field: &FormField, shape: &FieldShape) -> Vec<FieldView> {
        let mut list: Vec<_> = municipalities().iter().collect();
        list.sort_by_key(|found| !found.in_fyrbodal);
        let mut all: Vec<FieldChoice> = list
            .into_iter()
            .map(|found| FieldChoice::new(found.code.as_str(), found.name))
            .collect();
        all.push(FieldChoice::new(
            OTHER_MUNICIPALITY,
            "Annan kommun, utanför Västra Götaland",
        ));
        let mut chosen = self.plain(field, shape, field.name(), FieldKind::Select(all.clone()));
        let mut code = self.values(MUNICIPALITY_CODE);
        if let Some(given) = chosen.values.first()
            && !given.is_empty()
            && !all.iter().any(|choice| choice.value == *given)
        {
            code = vec![given.clone()];
            chosen.values = vec![OTHER_MUNICIPALITY.to_owned()];
        }
        let other = FieldView {
            values: code,
            ..FieldView::new(MUNICIPALITY_CODE, "Kommunkod", FieldKind::Digits)
                .help("Fyra siffror. Bara när kommunen ligger utanför Västra Götaland.")
        };
        vec![chosen, other]
    }

    fn rows(&self, field: &FormField, shape: &FieldShape) -> FieldView {
        let name = field.name();
        let rows = AskedRows {
            columns: &field.columns,
            shapes: form_values::columns(&shape.shape).unwrap_or_default(),
            add: &field.add,
            name: name.to_owned(),
            read_as: Some(name.to_owned()),
        };
        let view = self.rows_of(field, &rows, &form_values::rows(self.typed, name));
        FieldView {
            error: self.error_of(|mistake| mistake == name),
            required: shape.required || field.needed,
            ..FieldView::new(name, &field.label, FieldKind::Rows(view)).help(&field.help)
        }
    }

    fn rows_of(
        &self,
        field: &FormField,
        asked: &AskedRows<'_>,
        typed: &BTreeMap<usize, TypedRow>,
    ) -> RowsView {
        let last = typed.keys().next_back().map_or(0, |last| last + 1);
        let filled = typed
            .values()
            .filter(|row| !form_values::is_blank(row))
            .count();
        let extra = usize::from(self.longer == asked.name || filled == last);
        // The command counts filled rows only; the page shows the mistake in the original row.
        let mut index = 0;
        let rows = (0..last + extra)
            .map(|number| {
                let empty = TypedRow::new();
                let row = typed.get(&number).unwrap_or(&empty);
                let filled = !form_values::is_blank(row);
                let read_as = asked.read_as.as_ref().filter(|_| filled);
                let row = AskedRow {
                    typed: row,
                    name: format!("{}.{number}", asked.name),
                    read_as: read_as.map(|of| format!("{of}[{index}]")),
                };
                index += usize::from(filled);
                let cells = asked.columns.iter().enumerate();
                cells
                    .map(|(place, column)| self.cell(field, asked, &row, column, place == 0))
                    .collect()
            })
            .collect();
        RowsView {
            columns: asked
                .columns
                .iter()
                .map(|column| self.column(field, asked, column))
                .collect(),
            rows,
            add: asked.add.to_owned(),
        }
    }

    fn column(&self, field: &FormField, asked: &AskedRows<'_>, column: &FormColumn) -> RowColumn {
        let mut choices = asked
            .shape_of(column)
            .map(|shape| form_choices::of(&shape.shape))
            .unwrap_or_default();
        choices.retain(|choice| self.can_be_bought(field, &choice.value));
        for choice in &mut choices {
            if let Some(phrase) = column.phrases.get(&choice.value) {
                choice.label.clone_from(phrase);
            }
        }
        RowColumn {
            name: column.name.clone(),
            label: column.label.clone(),
            choices,
            long: column.long,
        }
    }

    fn cell(
        &self,
        field: &FormField,
        asked: &AskedRows<'_>,
        row: &AskedRow<'_>,
        column: &FormColumn,
        first: bool,
    ) -> RowCell {
        let name = &column.name;
        let read_as = row.read_as.as_ref().map(|row| format!("{row}.{name}"));
        let error = read_as.as_ref().and_then(|cell| {
            self.error_of(|field| field == cell || (first && Some(field) == row.read_as.as_deref()))
        });
        let shapes = asked.shape_of(column);
        let shapes = shapes.and_then(|shape| form_values::columns(&shape.shape));
        let rows = shapes.map(|shapes| {
            let inner = AskedRows {
                columns: &column.columns,
                shapes,
                add: &column.add,
                name: format!("{}.{name}", row.name),
                read_as,
            };
            self.rows_of(field, &inner, &form_values::inner_rows(row.typed, name))
        });
        RowCell {
            value: row.typed.get(name).cloned().unwrap_or_default(),
            error,
            rows,
        }
    }

    fn values(&self, name: &str) -> Vec<String> {
        let own = self.typed.0.iter().filter(|(typed, _)| typed == name);
        own.map(|(_, value)| value.clone()).collect()
    }

    fn error(&self, name: &str) -> Option<String> {
        self.error_of(|field| root(field) == name)
    }

    fn error_of(&self, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let found = self.mistakes.iter().find(|mistake| is_it(&mistake.field))?;
        Some(found.detail.clone())
    }
}

/// Rows that a question asks for, or a column of its rows.
struct AskedRows<'a> {
    columns: &'a [FormColumn],
    shapes: &'a [FieldShape],
    /// Text of the button that adds a row.
    add: &'a str,
    /// The name that its cells are posted under.
    name: String,
    /// What the command calls it in a mistake; none inside a row that is not filled in.
    read_as: Option<String>,
}

impl AskedRows<'_> {
    fn shape_of(&self, column: &FormColumn) -> Option<&FieldShape> {
        self.shapes.iter().find(|shape| shape.name == column.name)
    }
}

/// One row as it was typed.
struct AskedRow<'a> {
    typed: &'a TypedRow,
    name: String,
    read_as: Option<String>,
}

/// Yes and no, and for an optional question a choice to leave it open.
fn yes_or_no(shape: &FieldShape) -> Vec<FieldChoice> {
    let mut choices = vec![
        FieldChoice::new("true", "Ja"),
        FieldChoice::new("false", "Nej"),
    ];
    if !shape.required {
        choices.push(FieldChoice::new("", "Lämna öppet"));
    }
    choices
}

/// The languages that the product has names for.
fn languages() -> Vec<FieldChoice> {
    const CODES: [&str; 18] = [
        "sq", "am", "ar", "bs", "prs", "en", "ka", "ku", "mn", "ps", "fa", "ru", "so", "es", "sv",
        "ti", "tr", "uk",
    ];
    let phrase = |code: &&str| {
        let language = Language((*code).to_owned());
        FieldChoice::new(code, &capital(language.swedish()))
    };
    CODES.iter().map(phrase).collect()
}

#[cfg(test)]
mod tests {
    use askama::Template as _;
    use guidance::Library;
    use serde_json::{Value, json};
    use vocabulary::{
        intervention::Intervention,
        reading::{Field as _, Shape},
    };

    use super::*;

    /// Goals with a sentence and interventions of their own: rows inside rows.
    fn goals() -> CommandShape {
        let field = |name, shape| FieldShape {
            name,
            shape,
            required: true,
        };
        let text = || Shape::Text { limit: 100 };
        let list = |fields| Shape::List(Box::new(Shape::Object(fields)));
        let inner = vec![field("code", Intervention::shape()), field("who", text())];
        let goals = vec![field("goal", text()), field("interventions", list(inner))];
        CommandShape {
            name: "set_goals",
            doc: "Sets the goals.",
            fields: vec![field("goals", list(goals))],
        }
    }

    const FORM: &str = r#"
        command = "set_goals"
        heading = "Mål"
        submit = "Spara"
        [[field]]
        name = "goals"
        kind = "rows"
        label = "Vilka mål?"
        add = "Lägg till mål"
        [[field.column]]
        name = "goal"
        label = "Mål"
        long = true
        [[field.column]]
        name = "interventions"
        label = "Insatser"
        add = "Lägg till insats"
        [[field.column.column]]
        name = "code"
        label = "Insats"
        [[field.column.column]]
        name = "who"
        label = "Ansvarig"
    "#;

    fn typed() -> FormBody {
        let pairs = [
            ("goals.0.goal", ""),
            ("goals.2.goal", "Gå till butiken"),
            ("goals.2.interventions.0.code", ""),
            ("goals.2.interventions.1.code", "sampling"),
            ("goals.2.interventions.1.who", "Vårdcentralen"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        FormBody(pairs.to_vec())
    }

    #[test]
    fn rows_inside_rows_are_read_without_those_that_are_blank() {
        let read = form_values::map(&goals(), &typed());
        let goal = json!({
            "goal": "Gå till butiken",
            "interventions": [{ "code": "sampling", "who": "Vårdcentralen" }],
        });
        assert_eq!(read.get("goals"), Some(&Value::Array(vec![goal])));
    }

    #[test]
    fn rows_inside_rows_are_drawn_with_what_was_typed_and_the_mistake_in_its_own_row() {
        let files = [("a/forms/set-goals.toml".to_owned(), FORM.to_owned())];
        let library = Library::load(files).unwrap();
        let shape = goals();
        let mistake = Mistake::new(
            "goals[0].interventions[0].who",
            "too-long",
            "Skriv kortare.",
        );
        let builder = FieldsBuilder {
            form: library.form("set_goals").unwrap(),
            shape: &shape,
            preset: &BTreeMap::new(),
            typed: &typed(),
            mistakes: &[mistake],
            offered: &FormOptions::default(),
            longer: "goals.2.interventions",
        };
        let (views, homeless) = builder.fields();
        assert!(homeless.is_empty());
        let [view] = views.as_slice() else {
            panic!("one question")
        };
        let id = "f-goals.2.interventions.1.who".to_owned();
        assert_eq!(
            view.mistakes(),
            [(id.clone(), "Rad 2, Ansvarig: Skriv kortare.".to_owned())]
        );
        let html = view.render().unwrap();
        for part in [
            format!("id=\"{id}\" name=\"goals.2.interventions.1.who\""),
            "aria-label=\"Ansvarig, rad 3.2\" value=\"Vårdcentralen\"".to_owned(),
            "<option value=\"sampling\" selected>".to_owned(),
            "name=\"lagg-till\" value=\"goals.2.interventions\"".to_owned(),
            "name=\"lagg-till\" value=\"goals\"".to_owned(),
            // One more row inside the row that was asked for it, and none more outside.
            "name=\"goals.2.interventions.2.who\"".to_owned(),
        ] {
            assert!(html.contains(&part), "{part} in {html}");
        }
        assert!(!html.contains("goals.2.interventions.3"));
        assert!(!html.contains("name=\"goals.3.goal\""));
    }
}
