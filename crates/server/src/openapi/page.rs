//! tmp
pub(super) fn page(_json: &str) -> String {
    String::new()
}
