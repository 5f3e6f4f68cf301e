//! Networks of movements: what is found does not depend on how it came in, and is what was asked for.

use kashf_trace::{
    Amount, Between, Currency, Finding, Hubs, MoveKind, Network, NetworkBuilder, Options, channels,
    typologies,
};

/// Bytes of the options, then of each movement: from, to, time, amount, kind.
const HEAD: usize = 8;
const ROW: usize = 5;
const MOST_ROWS: usize = 96;

/// A movement as its bytes say it; its id is its place.
type Row = (usize, [u8; ROW]);

fn network(rows: impl Iterator<Item = Row>) -> Network {
    let mut builder = NetworkBuilder::default();
    let currencies = ["EUR", "USD"].map(|code| Currency::of(code).expect("known"));
    let kinds = [
        MoveKind::Payment,
        MoveKind::Cash,
        MoveKind::Crypto,
        MoveKind::Goods,
    ];
    for (id, [from, to, time, amount, kind]) in rows {
        let ends = (format!("p{}", from % 16), format!("p{}", to % 16));
        let amount = Amount {
            minor: i64::from(amount) * 100,
            currency: currencies[usize::from(kind >> 7)],
        };
        let kind = kinds[usize::from(kind % 4)];
        builder
            .movement(
                (&ends.0, &ends.1),
                i64::from(time),
                amount,
                kind,
                &id.to_string(),
            )
            .expect("few");
    }
    builder.finish()
}

fn options(head: &[u8]) -> Options {
    Options {
        window: u32::from(head[0]),
        max_hops: 2 + head[1] % 7,
        min_width: 1 + u32::from(head[2] % 4),
        most: 1 + u32::from(head[3]),
        most_steps: 1 << (head[4] % 20),
        hubs: if head[5] < 128 {
            Hubs::Through
        } else {
            Hubs::Around(u32::from(head[5] - 128))
        },
        preserved: head[6] % 101,
        slack: u32::from(head[7] % 8),
        threads: 1,
        ..Options::default()
    }
}

/// The network of some bytes: each typology gives the same for any order of arrival and number of threads, what closes in two
/// parts is what closes in the whole, and nothing is longer than its window. Channels run from one end to the other.
pub(crate) fn trace(data: &[u8]) {
    let Some((head, rows)) = data.split_at_checked(HEAD) else {
        return;
    };
    let rows: Vec<Row> = rows
        .chunks_exact(ROW)
        .take(MOST_ROWS)
        .map(|row| row.try_into().expect("five bytes"))
        .enumerate()
        .collect();
    let options = options(head);
    let (one, other) = (
        network(rows.iter().copied()),
        network(rows.iter().rev().copied()),
    );
    for typology in typologies::all() {
        let found = (typology.find)(&one, &options).expect("options in range");
        let threads = Options {
            threads: 2,
            ..options
        };
        let again = (typology.find)(&other, &threads).expect("options in range");
        assert_eq!(
            found, again,
            "{}: order or threads change it",
            typology.name
        );
        for finding in &found.findings {
            sound(&one, finding, &options);
        }
        if let Some(find_within) = typology.find_within {
            let (end, middle) = (one.flow().len(), one.flow().len() / 2);
            let mut parts = find_within(&one, &options, 0..middle);
            parts
                .findings
                .extend(find_within(&one, &options, middle..end).findings);
            parts.sort();
            assert_eq!(
                parts.findings, found.findings,
                "{}: parts differ from the whole",
                typology.name
            );
        }
    }
    let ends = (one.parties().find("p0"), one.parties().find("p1"));
    if let (Some(from), Some(to)) = ends {
        let between = Between::new(&[from], &[to]);
        let found = channels::find(&one, &between, 10, &options).expect("options in range");
        for finding in &found.findings {
            sound(&one, finding, &options);
            let parties = (finding.parties.first(), finding.parties.last());
            assert_eq!(parties, (Some(&from), Some(&to)));
        }
    }
}

/// Whether a finding holds movements, each once, within the window, and the parties at their ends.
fn sound(network: &Network, finding: &Finding, options: &Options) {
    let flow = network.flow();
    let mut moves: Vec<u32> = finding.moves().collect();
    assert!(!moves.is_empty(), "{}: nothing moved", finding.typology);
    for number in &moves {
        for party in [flow.from(*number), flow.to(*number)] {
            assert!(
                finding.parties.contains(&party),
                "{}: a party is left out",
                finding.typology
            );
        }
    }
    let (start, end) = finding.span(flow).expect("it has movements");
    // A channel's window begins with its first movement; with slack a later one may be earlier.
    let early = if finding.typology == channels::NAME {
        i64::from(options.slack) * finding.hops.len() as i64
    } else {
        0
    };
    // Trades and campaigns have a time of their own: so long from one movement to the next.
    let most = if ["trade-leg", "campaign"].contains(&finding.typology) {
        i64::from(options.limits.long) * moves.len() as i64
    } else {
        i64::from(options.window) + early
    };
    assert!(
        end - start <= most,
        "{}: longer than the window",
        finding.typology
    );
    let count = moves.len();
    moves.sort_unstable();
    moves.dedup();
    assert_eq!(
        moves.len(),
        count,
        "{}: a movement stands twice",
        finding.typology
    );
}
