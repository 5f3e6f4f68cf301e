//! Parameters of an URL as yente reads them, and what it says of those that it cannot read.
//!
//! A list is a parameter that is repeated; of any other the last counts; unknown ones are ignored. What cannot be read
//! is gathered and answered at once with 422 and a list of `{type, loc, msg}`. yente quotes the value in `input`; we
//! do not (promise P14).

use crate::error::YenteError;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// The parameters of a request, and what was wrong with them so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
    pub(crate) wrong: Vec<Value>,
}

/// One thing that is wrong with a request, in pydantic's words.
pub(crate) fn wrong(kind: &str, place: &[&str], message: &str) -> Value {
    json!({ "type": kind, "loc": place, "msg": message })
}

/// 422 with all that is wrong.
pub(crate) fn unprocessable(wrong: Vec<Value>) -> YenteError {
    YenteError {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        detail: Value::Array(wrong),
        retry_after: None,
    }
}

impl Params {
    /// The parameters of a query string or of a form.
    pub(crate) fn parse(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes());
        Self {
            pairs: pairs.into_owned().collect(),
            wrong: Vec::new(),
        }
    }

    /// The last value of a parameter.
    pub(crate) fn last(&self, name: &str) -> Option<&str> {
        let mut pairs = self.pairs.iter().rev();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        let pairs = self.pairs.iter().filter(|(known, _)| known == name);
        pairs.map(|(_, value)| value.clone()).collect()
    }

    /// All values of a parameter that may have so many.
    pub(crate) fn list_of_at_most(&mut self, name: &str, most: usize) -> Vec<String> {
        let list = self.list(name);
        if list.len() > most {
            let message = format!(
                "List should have at most {most} items after validation, not {}",
                list.len()
            );
            self.wrong
                .push(wrong("too_long", &["query", name], &message));
        }
        list
    }

    /// A whole number up to a greatest one.
    pub(crate) fn whole(&mut self, name: &str, default: usize, greatest: usize) -> usize {
        let Some(text) = self.last(name) else {
            return default;
        };
        let (kind, message) = match text.trim().parse::<i64>() {
            Ok(number) if number < 0 => (
                "greater_than_equal",
                "Input should be greater than or equal to 0".to_owned(),
            ),
            Ok(number) => match usize::try_from(number) {
                Ok(number) if number <= greatest => return number,
                _ => (
                    "less_than_equal",
                    format!("Input should be less than or equal to {greatest}"),
                ),
            },
            Err(_) => (
                "int_parsing",
                "Input should be a valid integer, unable to parse string as an integer".to_owned(),
            ),
        };
        self.wrong.push(wrong(kind, &["query", name], &message));
        default
    }

    /// A decimal.
    pub(crate) fn decimal(&mut self, name: &str) -> Option<f64> {
        let text = self.last(name)?;
        let number = text
            .trim()
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite());
        if number.is_none() {
            let message = "Input should be a valid number, unable to parse string as a number";
            self.wrong
                .push(wrong("float_parsing", &["query", name], message));
        }
        number
    }

    /// Yes or no, in pydantic's spellings.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let text = self.last(name)?.to_ascii_lowercase();
        match text.as_str() {
            "1" | "true" | "t" | "yes" | "y" | "on" => return Some(true),
            "0" | "false" | "f" | "no" | "n" | "off" => return Some(false),
            _ => {}
        }
        let message = "Input should be a valid boolean, unable to interpret input";
        self.wrong
            .push(wrong("bool_parsing", &["query", name], message));
        None
    }

    /// A day, with an hour, minute or second if need be.
    pub(crate) fn time(&mut self, name: &str) -> Option<String> {
        let text = self.last(name)?.to_owned();
        if is_time(&text) {
            return Some(text);
        }
        let message =
            r"String should match pattern '^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$'";
        self.wrong
            .push(wrong("string_pattern_mismatch", &["query", name], message));
        None
    }

    /// All is well, or 422.
    pub(crate) fn checked(self) -> Result<(), YenteError> {
        if self.wrong.is_empty() {
            Ok(())
        } else {
            Err(unprocessable(self.wrong))
        }
    }
}

/// `2025-01-31`, `2025-01-31T12`, `2025-01-31T12:30`, `2025-01-31T12:30:00`.
pub(crate) fn is_time(text: &str) -> bool {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let fits = |(byte, shape): (u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        sign => byte == *sign,
    };
    matches!(text.len(), 10 | 13 | 16 | 19) && text.bytes().zip(SHAPE).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_repeat_and_the_last_counts() {
        let mut params = Params::parse("limit=1&limit=7&topics=a&topics=b%20c&fuzzy=false&x");
        assert_eq!(params.whole("limit", 5, 500), 7);
        assert_eq!(params.list("topics"), ["a", "b c"]);
        assert_eq!(params.flag("fuzzy"), Some(false));
        assert_eq!(params.flag("absent"), None);
        assert_eq!(params.decimal("absent"), None);
        assert!(params.checked().is_ok());
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once_and_no_value_quoted() {
        let mut params = Params::parse(
            "limit=501&offset=-1&page=Nadir&threshold=nan&nested=maybe&since=2025-1-1",
        );
        params.whole("limit", 5, 500);
        params.whole("offset", 0, 9499);
        params.whole("page", 0, 9);
        params.decimal("threshold");
        params.flag("nested");
        params.time("since");
        let error = params.checked().expect_err("six are wrong");
        let kinds: Vec<&str> = error
            .detail
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|wrong| wrong["type"].as_str())
            .collect();
        assert_eq!(
            kinds,
            [
                "less_than_equal",
                "greater_than_equal",
                "int_parsing",
                "float_parsing",
                "bool_parsing",
                "string_pattern_mismatch"
            ]
        );
        assert!(!error.detail.to_string().contains("Nadir"));
    }

    #[test]
    fn times_have_yentes_four_lengths() {
        for time in [
            "2025-01-31",
            "2025-01-31T12",
            "2025-01-31T12:30",
            "2025-01-31T12:30:59",
        ] {
            assert!(is_time(time), "{time}");
        }
        for other in ["2025", "2025-01-31T", "2025-01-31 12", "31-01-2025", ""] {
            assert!(!is_time(other), "{other}");
        }
    }
}
