//! Prints the tokens and the alignment of two names: `cargo run --example try_names -- A B [kind]`.
#![expect(clippy::print_stdout, reason = "an example that prints")]

use kashf_text::{NameKind, compare, prepare};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (a, b) = (
        arguments.next().unwrap_or_default(),
        arguments.next().unwrap_or_default(),
    );
    let kind = match arguments.next().as_deref() {
        Some("org") => NameKind::Organization,
        Some("vessel") => NameKind::Vessel,
        Some("unknown") => NameKind::Unknown,
        _ => NameKind::Person,
    };
    let (a, b) = (prepare(&a, kind), prepare(&b, kind));
    for name in [&a, &b] {
        println!("{:?} {:?}", name.exact, name.seen_through);
        for token in &name.tokens {
            println!(
                "   {:?} {:?} w{} f{} {:x?}",
                token.token.text,
                token.token.class,
                token.token.weight,
                token.flags,
                token.token.sound
            );
        }
    }
    println!("{:?}", compare(&a.token_refs(), &b.token_refs(), kind));
}
