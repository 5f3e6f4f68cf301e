//! The slowest pair: both names prepared and compared, of real names and of hostile ones of 512 characters.

use std::time::Instant;

use kashf_text::{NameKind, compare_names};

/// Each pair so often; its fastest time counts, for the machine is shared.
const RUNS: usize = 5;

fn fastest(a: &str, b: &str, kind: NameKind) -> u128 {
    let once = |_| {
        let start = Instant::now();
        std::hint::black_box(compare_names(a, b, kind));
        start.elapsed().as_nanos()
    };
    (0..RUNS).map(once).min().unwrap_or(0)
}

/// Names that fill the 512 characters: many short words, many like words, one long word, letters apart, scripts mixed.
fn hostile() -> Vec<String> {
    let fill = |parts: &dyn Fn(usize) -> String| -> String {
        let words = (0..).map(parts);
        let mut name = String::new();
        for word in words {
            if name.chars().count() + word.chars().count() >= 512 {
                break;
            }
            name.push_str(&word);
            name.push(' ');
        }
        name
    };
    const ARABIC: [&str; 4] = [
        "\u{645}\u{62D}\u{645}\u{62F}",
        "\u{639}\u{644}\u{64A}",
        "\u{639}\u{628}\u{62F}",
        "\u{62D}\u{633}\u{646}",
    ];
    const HAN: [&str; 3] = [
        "\u{738B}\u{5C0F}\u{660E}",
        "\u{674E}\u{519B}",
        "\u{5F20}\u{5F3A}",
    ];
    vec![
        fill(&|at| format!("mu{}med", ["ham", "hem", "kham", "him"][at % 4])),
        fill(&|at| format!("abdul{}rahman", ["", "a", "e", "u"][at % 4])),
        fill(&|at| ["abd", "al", "ali", "bin", "abu", "din"][at % 6].to_owned()),
        fill(&|at| char::from(b'a' + (at % 26) as u8).to_string()),
        fill(&|at| ARABIC[at % 4].to_owned()),
        fill(&|at| HAN[at % 3].to_owned()),
        fill(&|at| [ARABIC[at % 4], HAN[at % 3], "sergey", "0sama"][at % 4].to_owned()),
        "a".repeat(511),
        "mo7a".repeat(127),
        "\u{639}\u{628}\u{62F}".repeat(170),
        HAN[0].repeat(170),
    ]
}

pub(crate) fn worst(names: &[&str]) {
    let hostile = hostile();
    let kinds = [
        NameKind::Person,
        NameKind::Organization,
        NameKind::Unknown,
        NameKind::Vessel,
    ];
    let mut slowest = (0, String::new());
    for kind in kinds {
        for (i, a) in hostile.iter().enumerate() {
            for (j, b) in hostile.iter().enumerate() {
                let spent = fastest(a, b, kind);
                if spent > slowest.0 {
                    slowest = (spent, format!("hostile {i} and {j}, {kind:?}"));
                }
            }
        }
    }
    println!(
        "worst: two hostile names of 512 characters: {:.3} ms ({})",
        slowest.0 as f64 / 1e6,
        slowest.1
    );
    let mut slowest = (0, 0);
    let mut count = 0;
    for (at, a) in names.iter().enumerate() {
        for b in names.iter().skip(at % 17).step_by(17) {
            let spent = fastest(a, b, NameKind::Person);
            count += 1;
            slowest = slowest.max((spent, at));
        }
    }
    println!(
        "worst: {count} pairs of listed names: {:.3} ms",
        slowest.0 as f64 / 1e6
    );
}
