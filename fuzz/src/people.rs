//! What the user gives: customer files and policies.

use kashf::InputReader;
use kashf_screen::Policy;

/// Customer files, CSV or JSON Lines: every raw record gives one record, in order.
pub(crate) fn customers(data: &[u8]) {
    let Ok(mut reader) = InputReader::open(data, "customers.csv") else {
        return;
    };
    let interpreter = reader.interpreter();
    let _ = reader.unknown_columns();
    let mut before = reader.position();
    while let Some(raw) = reader.next().expect("memory can be read") {
        let position = reader.position();
        assert_eq!(position.record, before.record + 1);
        assert!(position.offset > before.offset && position.offset <= data.len() as u64);
        before = position;
        let record = interpreter.interpret(raw, None);
        assert!(!record.id.is_empty(), "every record has an id");
    }
}

/// A policy that is accepted is written and read again as the same, under the same id.
pub(crate) fn policy(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(policy) = Policy::from_toml(text) {
        let again = Policy::from_toml(&policy.to_toml()).expect("what is written is read");
        assert_eq!(policy, again);
        assert_eq!(policy.id(), again.id());
    }
}
