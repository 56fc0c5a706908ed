//! Parses received JSON: an object, in UTF-8, without duplicate members. With a parser that keeps
//! the last of two equal members, two readers of the same request could see different values.

use std::{cell::RefCell, fmt};

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use vocabulary::mistake::Mistake;

use crate::problem::Problem;

/// Reads an object.
///
/// # Errors
/// 400 when it is not UTF-8 or not JSON, 422 when it is not an object or has duplicate members.
pub(super) fn object(content: &[u8]) -> Result<Map<String, Value>, Problem> {
    let text = std::str::from_utf8(content).map_err(|_| Problem::not_utf8())?;
    if text.trim().is_empty() {
        return Err(Problem::malformed(
            "Innehållet är tomt. Skicka ett JSON-objekt. Inget sparades.".to_owned(),
        ));
    }
    let repeated = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = Once {
        repeated: &repeated,
        path: "",
    }
    .deserialize(&mut reader);
    let value = read
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|error| Problem::malformed(place(&error)))?;
    let repeated = repeated.into_inner();
    if !repeated.is_empty() {
        return Err(Problem::mistaken(repeated));
    }
    match value {
        Value::Object(fields) => Ok(fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            let detail = "Skicka ett JSON-objekt med fälten i.";
            Err(Problem::mistaken(vec![Mistake::new(
                "",
                "not-an-object",
                detail,
            )]))
        }
    }
}

/// The position of the syntax error; never the text there.
fn place(error: &serde_json::Error) -> String {
    format!(
        "Innehållet är inte JSON som går att läsa. Läsningen stannade vid rad {}, tecken {}. Inget \
         sparades.",
        error.line(),
        error.column()
    )
}

/// Reads a value and records duplicate members.
struct Once<'a> {
    repeated: &'a RefCell<Vec<Mistake>>,
    path: &'a str,
}

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let path = format!("{}[{}]", self.path, list.len());
            let seed = Once {
                repeated: self.repeated,
                path: &path,
            };
            let Some(item) = items.next_element_seed(seed)? else {
                break;
            };
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let path = if self.path.is_empty() {
                name.clone()
            } else {
                format!("{}.{name}", self.path)
            };
            let value = members.next_value_seed(Once {
                repeated: self.repeated,
                path: &path,
            })?;
            if map.insert(name, value).is_some() {
                let detail = "Fältet står mer än en gång. Ange det en gång.";
                self.repeated
                    .borrow_mut()
                    .push(Mistake::new(path, "repeated", detail));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::object;

    fn answer(content: &[u8]) -> String {
        match object(content) {
            Ok(fields) => serde_json::to_string(&fields).unwrap(),
            Err(problem) => {
                let at: Vec<&str> = problem
                    .mistakes()
                    .iter()
                    .map(|mistake| mistake.field.as_str())
                    .collect();
                format!(
                    "{} {} {}",
                    problem.status().as_u16(),
                    problem.code(),
                    at.join(",")
                )
            }
        }
    }

    #[test]
    fn an_object_is_read_as_it_stands() {
        let text = r#"{"a":[1,-2,2.5,"å",null,true],"b":{"c":{}}}"#;
        assert_eq!(answer(text.as_bytes()), text);
    }

    #[test]
    fn what_is_not_json_is_told_by_its_place_only() {
        for text in [
            "",
            "  ",
            "{",
            "{\"a\":NaN}",
            "{\"a\":1}x",
            "{\"a\":1e999}",
            "{'a':1}",
        ] {
            assert_eq!(answer(text.as_bytes()), "400 malformed-json ", "{text}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(answer(deep.as_bytes()), "400 malformed-json ");
        assert_eq!(answer(&[b'{', 0xff, b'}']), "400 not-utf-8 ");
        let problem = object(b"{\"name\": Fatima}").unwrap_err();
        assert!(!problem.detail().contains("Fatima"), "{}", problem.detail());
    }

    #[test]
    fn something_else_than_an_object_is_a_mistake() {
        for text in ["[]", "1", "null", "\"a\""] {
            assert_eq!(answer(text.as_bytes()), "422 mistakes ", "{text}");
        }
    }

    #[test]
    fn a_member_that_stands_twice_is_a_mistake_wherever_it_stands() {
        assert_eq!(answer(br#"{"a":1,"a":1}"#), "422 mistakes a");
        assert_eq!(answer(br#"{"a":[{"b":1,"b":2}]}"#), "422 mistakes a[0].b");
    }
}
