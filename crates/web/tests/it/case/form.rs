//! A form as a browser reads it: what it would post unchanged, or with some answers changed.

/// A form of a page.
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) html: String,
}

impl Form {
    /// The form that gives a command.
    pub(crate) fn of(page: &str, command: &str) -> Option<Self> {
        let named = format!("name=\"command\" value=\"{command}\"");
        Self::all(page).find(|form| form.html.contains(&named))
    }

    /// The form that is posted to an address with this end.
    pub(crate) fn to(page: &str, path: &str) -> Option<Self> {
        Self::all(page).find(|form| form.action.ends_with(path))
    }

    /// Every form of a page's content.
    pub(crate) fn all(page: &str) -> impl Iterator<Item = Self> {
        page.split("<form ").skip(1).map(|rest| {
            let html = rest.split("</form>").next().unwrap().to_owned();
            Self {
                action: attribute(html.split('>').next().unwrap(), "action").unwrap(),
                fields: controls(&html),
                html,
            }
        })
    }

    /// Replaces answers in the form. Each must have a control, and a choice must be among those
    /// offered.
    #[track_caller]
    pub(crate) fn with(mut self, answers: &[(&str, &str)]) -> Self {
        for (name, value) in answers {
            let control = format!("name=\"{name}\"");
            assert!(self.html.contains(&control), "no {name} in {}", self.html);
            if let Some(offered) = self.listed(name) {
                let is_offered = offered.iter().any(|choice| choice == value);
                assert!(is_offered, "{value} is not offered as {name}: {offered:?}");
            }
            self.fields.retain(|(own, _)| own != name);
        }
        let answers = answers.iter();
        self.fields
            .extend(answers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self
    }

    /// The options of a drop-down list; none when the field is no such list.
    fn listed(&self, name: &str) -> Option<Vec<String>> {
        let named = format!("name=\"{name}\"");
        let mut lists = self.html.split("<select ").skip(1);
        let list = lists.find(|list| list.split('>').next().unwrap().contains(&named))?;
        let options = list
            .split("</select>")
            .next()
            .unwrap()
            .split("<option")
            .skip(1);
        Some(
            options
                .filter_map(|option| attribute(option, "value"))
                .collect(),
        )
    }

    /// The choices that it offers under a name.
    pub(crate) fn choices(&self, name: &str) -> Vec<String> {
        if let Some(listed) = self.listed(name) {
            return listed;
        }
        let named = format!("name=\"{name}\"");
        let inputs = self.html.split("<input").skip(1);
        inputs
            .map(|input| input.split('>').next().unwrap())
            .filter(|input| input.contains(&named))
            .filter_map(|input| attribute(input, "value"))
            .collect()
    }

    /// The fields as they are posted.
    pub(crate) fn posted(&self) -> Vec<(&str, &str)> {
        let pairs = self.fields.iter();
        pairs
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// The value of a field.
    pub(crate) fn value(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(own, _)| own == name);
        found.map_or("", |(_, value)| value)
    }
}

fn controls(html: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let Some(name) = attribute(tag, "name") else {
            continue;
        };
        if tag.starts_with("input ") {
            let kind = attribute(tag, "type").unwrap_or_default();
            let chosen = tag.contains(" checked");
            if !["radio", "checkbox"].contains(&kind.as_str()) || chosen {
                fields.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        } else if tag.starts_with("textarea ") {
            fields.push((name, plain(rest)));
        } else if tag.starts_with("select ") {
            fields.push((name.clone(), selected(html, &name)));
        }
    }
    fields
}

fn selected(html: &str, name: &str) -> String {
    let (_, rest) = html.split_once(&format!("name=\"{name}\"")).unwrap();
    let list = rest.split("</select>").next().unwrap();
    let mut options = list.split("<option").skip(1);
    let chosen = options.find(|option| option.split('>').next().unwrap().contains(" selected"));
    chosen
        .and_then(|option| attribute(option, "value"))
        .unwrap_or_default()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next().map(plain)
}

/// Text with HTML escapes decoded.
fn plain(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}
