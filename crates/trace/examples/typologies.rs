//! Prints `docs/typologies.md`: `cargo run -p kashf-trace --example typologies > docs/typologies.md`.

#![expect(clippy::print_stdout, reason = "the page is its output")]

fn main() {
    print!("{}", kashf_trace::typologies::document());
}
