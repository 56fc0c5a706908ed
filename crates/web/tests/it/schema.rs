//! Checks whether a value fits a schema of the OpenAPI document. It knows as much of JSON Schema as
//! the document uses, and fails for any other keyword.

use serde_json::Value;

/// What does not fit, by place; empty when everything fits.
pub(crate) fn misfits(document: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(allowed) = schema.as_bool() {
        return if allowed {
            found
        } else {
            vec![format!("{place} must not be there")]
        };
    }
    let rules = schema.as_object().expect("a schema");
    for (word, rule) in rules {
        let fits = match word.as_str() {
            "$ref" => {
                let target = rule.as_str().unwrap().trim_start_matches('#');
                let schema = document.pointer(target).expect(target);
                found.extend(misfits(document, schema, value, place));
                true
            }
            "type" => types(rule).iter().any(|kind| is(kind, value)),
            "enum" => rule.as_array().unwrap().contains(value),
            "const" => rule == value,
            "anyOf" => rule
                .as_array()
                .unwrap()
                .iter()
                .any(|one| misfits(document, one, value, place).is_empty()),
            "required" => {
                !value.is_object()
                    || rule
                        .as_array()
                        .unwrap()
                        .iter()
                        .all(|name| value.get(name.as_str().unwrap()).is_some())
            }
            "properties" => {
                for (name, schema) in rule.as_object().unwrap() {
                    if let Some(member) = value.get(name) {
                        let place = format!("{place}.{name}");
                        found.extend(misfits(document, schema, member, &place));
                    }
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false));
                let known = &rules["properties"];
                value
                    .as_object()
                    .is_none_or(|members| members.keys().all(|name| known.get(name).is_some()))
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(misfits(document, rule, item, &format!("{place}[{index}]")));
                }
                true
            }
            "minimum" => !value.is_number() || value.as_u64() >= rule.as_u64(),
            "maxLength" => value
                .as_str()
                .is_none_or(|text| text.chars().count() as u64 <= rule.as_u64().unwrap()),
            "format" => value
                .as_str()
                .is_none_or(|text| format_fits(rule.as_str().unwrap(), text)),
            "pattern" | "description" | "title" => true,
            _ => panic!("{place}: the checker does not know {word}"),
        };
        if !fits {
            found.push(format!("{place}: {word} {rule} does not fit {value}"));
        }
    }
    found
}

fn types(rule: &Value) -> Vec<&str> {
    rule.as_str().map_or_else(
        || {
            rule.as_array()
                .unwrap()
                .iter()
                .map(|one| one.as_str().unwrap())
                .collect()
        },
        |one| vec![one],
    )
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => panic!("no such type: {kind}"),
    }
}

/// Instants have Sweden's offset, never `Z`.
fn format_fits(format: &str, text: &str) -> bool {
    match format {
        "date" => text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10,
        "date-time" => {
            text.parse::<jiff::Timestamp>().is_ok()
                && (text.ends_with("+01:00") || text.ends_with("+02:00"))
        }
        "uri" => text.contains(':'),
        _ => panic!("no such format: {format}"),
    }
}
