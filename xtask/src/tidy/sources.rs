//! Source files: they say what they are, stay short, and keep `unsafe` in one crate.
//!
//! A rough reading by line, which knows comments and simple string literals, no more.

use super::{Finding, TextFile};

/// A file of more lines than this gets a warning.
const LOOK_AGAIN_LINES: usize = 400;
/// A file of more lines than this fails.
const MOST_LINES: usize = 600;

/// The crate whose mapped files need `unsafe`.
const UNSAFE_HOME: &str = "crates/store/";

/// Checks one Rust source.
pub(crate) fn check(file: &TextFile) -> Vec<Finding> {
    let is_test = file.path.ends_with("/tests.rs") || file.path.contains("/tests/");
    let mut findings = Vec::new();
    if !is_test && !file.text.starts_with("//!") {
        let message = "does not open with `//!`: say what it is and what it is not";
        findings.push(Finding::error(&file.path, message));
    }
    findings.extend(check_length(file));

    let mut in_tests = is_test;
    for (index, line) in file.text.lines().enumerate() {
        let code = code_of(line);
        let place = format!("{}:{}", file.path, index + 1);
        in_tests |= code.contains("#[cfg(test)]");
        if !file.path.starts_with(UNSAFE_HOME) && is_unsafe(&code) {
            findings.push(Finding::error(
                &place,
                "`unsafe` stands only in crates/store",
            ));
        }
        for attribute in ["#[ignore", "#[should_panic"] {
            if code.contains(attribute) {
                let message = format!("`{attribute}]` hides a test: assert the outcome instead");
                findings.push(Finding::error(&place, message));
            }
        }
        if !in_tests && without_comment(line).chars().any(is_foreign_letter) {
            let message = "letters of another script in code: take them from data/, or write `\\u{0643}` with their name";
            findings.push(Finding::error(&place, message));
        }
    }
    findings
}

fn check_length(file: &TextFile) -> Option<Finding> {
    let generated = file.path.contains("/generated/") || file.text.contains("@generated");
    let lines = file.text.lines().count();
    if generated || lines <= LOOK_AGAIN_LINES {
        None
    } else if lines <= MOST_LINES {
        let message = format!("{lines} lines: look for a second file in it");
        Some(Finding::warning(&file.path, message))
    } else {
        let message = format!("{lines} lines, more than {MOST_LINES}: split it");
        Some(Finding::error(&file.path, message))
    }
}

fn is_unsafe(code: &str) -> bool {
    let block = [
        "unsafe {",
        "unsafe fn",
        "unsafe impl",
        "unsafe extern",
        "unsafe trait",
    ];
    let allowed = ["allow(unsafe_code", "expect(unsafe_code"];
    block.iter().chain(&allowed).any(|form| code.contains(form))
}

fn is_foreign_letter(letter: char) -> bool {
    // Latin with its accents ends at U+024F.
    letter > '\u{024F}' && letter.is_alphabetic()
}

/// The line without its comment; strings stay.
fn without_comment(line: &str) -> &str {
    let mut in_string = false;
    let mut escaped = false;
    for (index, letter) in line.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            '/' if !in_string && line[index..].starts_with("//") => return &line[..index],
            _ => {}
        }
    }
    line
}

/// The line without its comment and without what stands in its strings.
fn code_of(line: &str) -> String {
    let mut code = String::new();
    let mut in_string = false;
    let mut escaped = false;
    for letter in without_comment(line).chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            other => code.push(other),
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        let file = TextFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        check(&file).into_iter().map(|f| f.message).collect()
    }

    #[test]
    fn a_silent_module_is_found_and_a_test_module_is_not() {
        assert_eq!(messages("crates/a/src/b.rs", "use c;\n").len(), 1);
        assert!(messages("crates/a/src/b/tests.rs", "use c;\n").is_empty());
        assert!(messages("crates/a/src/b.rs", "//! B.\nuse c;\n").is_empty());
    }

    #[test]
    fn long_files_are_found_unless_generated() {
        let long = format!("//! B.\n{}", "x;\n".repeat(600));
        assert!(messages("crates/a/src/b.rs", &long)[0].contains("split"));
        assert!(messages("crates/a/src/generated/b.rs", &long).is_empty());
        let longish = format!("//! B.\n{}", "x;\n".repeat(450));
        let file = TextFile {
            path: "crates/a/src/b.rs".to_owned(),
            text: longish,
        };
        assert!(check(&file)[0].warning);
    }

    #[test]
    fn unsafe_is_found_outside_its_home_and_not_in_words() {
        let text = "//! B.\nlet a = unsafe { b() }; // why\n";
        assert_eq!(messages("crates/a/src/b.rs", text).len(), 1);
        assert!(messages("crates/store/src/b.rs", text).is_empty());
        let words = "//! B.\n// unsafe { }\nlet a = \"unsafe { }\";\n";
        assert!(messages("crates/a/src/b.rs", words).is_empty());
    }

    #[test]
    fn foreign_letters_stand_in_comments_and_tests_only() {
        let text = "//! كشف\nlet a = \"ك\"; // ك\n#[cfg(test)]\nmod tests { \"ك\" }\n";
        assert_eq!(messages("crates/a/src/b.rs", text).len(), 1);
        assert!(messages("crates/a/src/b.rs", "//! B.\nlet a = 'é'; // \"ك\n").is_empty());
    }

    #[test]
    fn hidden_tests_are_found() {
        let text = "//! B.\n#[cfg(test)]\n#[ignore = \"slow\"]\n#[should_panic]\n";
        assert_eq!(messages("crates/a/src/b.rs", text).len(), 2);
    }
}
